using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using BpjsBjb.IntegrationTests.Support;
using BpjsBjb.Web.Api;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc.Testing;

namespace BpjsBjb.IntegrationTests.Api;

/// <summary>The portal as in production with two systems that may ask: one for everything, one for identifiers only.</summary>
public sealed class ApiPortal(PostgresServer server) : PortalHost(server)
{
    public const string Whole = "core-banking";
    public const string Narrow = "identifier-desk";

    public static readonly string Secret = ApiClients.NewSecret();

    public static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public static HttpClient ClientOf(WebApplicationFactory<Program> portal) =>
        portal.CreateClient(new() { BaseAddress = new Uri("https://localhost"), AllowAutoRedirect = false });

    /// <summary>Asks as a system does, with name and secret in the form.</summary>
    public static async Task<HttpResponseMessage> AskTokenAsync(HttpClient http, params (string Name, string Value)[] fields)
    {
        using var form = new FormUrlEncodedContent(fields.Select(field => KeyValuePair.Create(field.Name, field.Value)));
        return await http.PostAsync(new Uri("/connect/token", UriKind.Relative), form, Cancel);
    }

    public static async Task<string> TokenAsync(HttpClient http, string client, string? secret = null)
    {
        using var answer = await AskTokenAsync(
            http, ("grant_type", "client_credentials"), ("client_id", client), ("client_secret", secret ?? Secret));
        Assert.True(answer.StatusCode == HttpStatusCode.OK, await answer.Content.ReadAsStringAsync(Cancel));
        return (await JsonOf(answer)).GetProperty("access_token").GetString()!;
    }

    /// <summary>A client with its token in hand.</summary>
    public async Task<HttpClient> SignedInAsync(string client = Whole)
    {
        var http = ClientOf(this);
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", await TokenAsync(http, client));
        return http;
    }

    public static async Task<HttpResponseMessage> CallAsync(HttpClient http, string call, string json, string language = "en")
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, $"/api/v1/{call}");
        request.Headers.AcceptLanguage.ParseAdd(language);
        request.Content = new StringContent(json, Encoding.UTF8, "application/json");
        return await http.SendAsync(request, Cancel);
    }

    public static async Task<JsonElement> JsonOf(HttpResponseMessage answer)
    {
        using var document = JsonDocument.Parse(await answer.Content.ReadAsStringAsync(Cancel));
        return document.RootElement.Clone();
    }

    public static string[] CodesIn(JsonElement answer) =>
        [.. answer.GetProperty("reasons").EnumerateArray().Select(reason => reason.GetProperty("code").GetString()!)];

    protected override void ConfigureWebHost(IWebHostBuilder builder)
    {
        base.ConfigureWebHost(builder);
        string[] scopes = [.. ApiPermissions.Scopes.Values];
        builder.UseSetting("Portal:TokensPerMinute", "100000").UseSetting("Portal:ApiCallsPerMinute", "100000");
        AddClient(0, Whole, scopes);
        AddClient(1, Narrow, [ApiPermissions.Scopes[ApiPermissions.CheckIdentifiers]]);

        void AddClient(int number, string id, string[] scopes)
        {
            var at = $"Portal:ApiClients:{number}";
            builder.UseSetting($"{at}:Id", id).UseSetting($"{at}:SecretHash", ApiClients.HashOf(Secret));
            for (var i = 0; i < scopes.Length; i++) builder.UseSetting($"{at}:Scopes:{i}", scopes[i]);
        }
    }
}
