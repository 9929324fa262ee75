using System.Net;
using System.Net.Http.Headers;
using System.Text;
using BpjsBjb.Web.Api;
using static BpjsBjb.IntegrationTests.Api.ApiPortal;

namespace BpjsBjb.IntegrationTests.Api;

/// <summary>Who gets a token, what it opens and for how long.</summary>
public sealed class TokenTests(ApiPortal portal) : IClassFixture<ApiPortal>
{
    private const string Checks = "identifier-checks";
    private const string Quotes = "contribution-quotes";
    private const string AskNib = """{"kind":"NIB","value":"0000000000001"}""";

    private readonly HttpClient _http = ClientOf(portal);

    [Fact]
    public async Task A_client_gets_a_token_for_ten_minutes_and_no_other_kind()
    {
        using var answer = await AskTokenAsync(
            _http, ("grant_type", "client_credentials"), ("client_id", Whole), ("client_secret", Secret), ("scope", Checks));

        var token = await JsonOf(answer);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal("Bearer", token.GetProperty("token_type").GetString());
        Assert.InRange(token.GetProperty("expires_in").GetInt32(), 590, 600);
        Assert.False(token.TryGetProperty("refresh_token", out _) || token.TryGetProperty("id_token", out _));
        Assert.True(answer.Headers.CacheControl!.NoStore);
    }

    [Fact]
    public async Task Name_and_secret_may_stand_in_the_header_as_well()
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/connect/token")
        {
            Content = new FormUrlEncodedContent([KeyValuePair.Create("grant_type", "client_credentials")]),
        };
        request.Headers.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.ASCII.GetBytes($"{Whole}:{Secret}")));

        using var answer = await _http.SendAsync(request, Cancel);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }

    [Theory]
    [InlineData("client_credentials", Whole, "wrong", null, 401, "invalid_client")]
    [InlineData("client_credentials", "nobody", null, null, 401, "invalid_client")]
    [InlineData("client_credentials", Whole, "", null, 400, "invalid_request")]
    [InlineData("client_credentials", Narrow, null, Quotes, 400, "invalid_scope")]
    [InlineData("client_credentials", Whole, null, "everything", 400, "invalid_scope")]
    [InlineData("password", Whole, null, null, 400, "unsupported_grant_type")]
    [InlineData("authorization_code", Whole, null, null, 400, "unsupported_grant_type")]
    [InlineData("refresh_token", Whole, null, null, 400, "unsupported_grant_type")]
    public async Task Anybody_else_gets_none(string grant, string client, string? secret, string? scope, int status, string error)
    {
        List<(string, string)> fields = [("grant_type", grant), ("client_id", client), ("client_secret", secret ?? Secret)];
        if (scope is not null) fields.Add(("scope", scope));

        using var answer = await AskTokenAsync(_http, [.. fields]);

        Assert.Equal(status, (int)answer.StatusCode);
        Assert.Equal(error, (await JsonOf(answer)).GetProperty("error").GetString());
        Assert.True(answer.Headers.Contains("Content-Security-Policy"));
        Assert.Contains(portal.Logs.Lines, line => line.Contains("connect/token", StringComparison.Ordinal) && line.Contains($":{status}", StringComparison.Ordinal));
    }

    [Fact]
    public async Task In_production_the_client_of_the_demonstration_does_not_exist()
    {
        using var answer = await AskTokenAsync(
            _http, ("grant_type", "client_credentials"), ("client_id", ApiClients.DemoId), ("client_secret", ApiClients.DemoSecret));

        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
    }

    [Fact]
    public async Task In_a_demonstration_it_does()
    {
        await using var demo = portal.WithWebHostBuilder(builder => builder.UseSetting("Portal:Demo", "true"));
        using var http = ClientOf(demo);
        http.DefaultRequestHeaders.Authorization =
            new AuthenticationHeaderValue("Bearer", await TokenAsync(http, ApiClients.DemoId, ApiClients.DemoSecret));

        Assert.Equal(HttpStatusCode.OK, (await CallAsync(http, Checks, AskNib)).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await CallAsync(http, Quotes, ContributionQuoteTests.Ask())).StatusCode);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("abc")]
    [InlineData("eyJhbGciOiJub25lIn0.eyJzdWIiOiJjb3JlLWJhbmtpbmciLCJzY29wZSI6ImlkZW50aWZpZXItY2hlY2tzIn0.")]
    public async Task Without_a_token_of_the_portal_a_call_is_not_answered(string? token)
    {
        if (token is not null) _http.DefaultRequestHeaders.TryAddWithoutValidation("Authorization", $"Bearer {token}");

        using var answer = await CallAsync(_http, Checks, AskNib);

        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
        Assert.Contains(answer.Headers.WwwAuthenticate, way => way.Scheme == "Bearer");
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType!.MediaType);
        Assert.Equal(["api.no-token"], CodesIn(await JsonOf(answer)));
    }

    [Fact]
    public async Task A_session_of_a_person_opens_no_call_and_a_token_no_page()
    {
        using var http = await portal.SignedInAsync();

        var page = await http.GetAsync(new Uri("/Rules", UriKind.Relative), Cancel);
        Assert.Equal(HttpStatusCode.Redirect, page.StatusCode);

        using var cookie = ClientOf(portal);
        cookie.DefaultRequestHeaders.Add("Cookie", "__Host-bpjsbjb-s=whatever");
        Assert.Equal(HttpStatusCode.Unauthorized, (await CallAsync(cookie, Checks, AskNib)).StatusCode);
    }

    [Fact]
    public async Task A_token_opens_only_the_calls_of_its_scopes()
    {
        using var http = await portal.SignedInAsync(Narrow);

        using var refused = await CallAsync(http, Quotes, ContributionQuoteTests.Ask());

        Assert.Equal(HttpStatusCode.Forbidden, refused.StatusCode);
        Assert.Equal(["api.not-allowed"], CodesIn(await JsonOf(refused)));
        Assert.Equal(HttpStatusCode.OK, (await CallAsync(http, Checks, AskNib)).StatusCode);
    }

    [Fact]
    public async Task A_token_ends_after_its_ten_minutes()
    {
        using var http = await portal.SignedInAsync();
        Assert.Equal(HttpStatusCode.OK, (await CallAsync(http, Checks, AskNib)).StatusCode);

        portal.Desk.Clock.Advance(TimeSpan.FromMinutes(11));

        Assert.Equal(HttpStatusCode.Unauthorized, (await CallAsync(http, Checks, AskNib)).StatusCode);
    }

    [Fact]
    public async Task Every_copy_of_the_portal_takes_it_and_one_without_the_client_does_not()
    {
        using var here = await portal.SignedInAsync();
        var token = here.DefaultRequestHeaders.Authorization;
        await using var other = portal.WithWebHostBuilder(_ => { });
        using var there = ClientOf(other);
        there.DefaultRequestHeaders.Authorization = token;
        await using var without = portal.WithWebHostBuilder(builder => builder.UseSetting("Portal:ApiClients:0:Id", "core-banking-2"));
        using var gone = ClientOf(without);
        gone.DefaultRequestHeaders.Authorization = token;

        Assert.Equal(HttpStatusCode.OK, (await CallAsync(there, Checks, AskNib)).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await CallAsync(gone, Checks, AskNib)).StatusCode);
    }

    [Fact]
    public async Task Secrets_cannot_be_tried_out()
    {
        await using var strict = portal.WithWebHostBuilder(builder => builder.UseSetting("Portal:TokensPerMinute", "1"));
        using var http = ClientOf(strict);

        Assert.Equal(HttpStatusCode.Unauthorized, await TryAsync("guess"));
        Assert.Equal(HttpStatusCode.TooManyRequests, await TryAsync("another"));

        async Task<HttpStatusCode> TryAsync(string guess)
        {
            using var answer = await AskTokenAsync(http, ("grant_type", "client_credentials"), ("client_id", Whole), ("client_secret", guess));
            return answer.StatusCode;
        }
    }

    [Theory]
    [InlineData("/.well-known/openid-configuration")]
    [InlineData("/.well-known/jwks")]
    [InlineData("/connect/authorize")]
    [InlineData("/connect/userinfo")]
    [InlineData("/connect/introspect")]
    public async Task Nothing_of_the_protocol_is_offered_but_the_token(string address)
    {
        var answer = await _http.GetAsync(new Uri(address, UriKind.Relative), Cancel);

        Assert.True(answer.StatusCode is HttpStatusCode.NotFound or HttpStatusCode.Unauthorized or HttpStatusCode.Redirect, $"{answer.StatusCode}");
        Assert.DoesNotContain("issuer", await answer.Content.ReadAsStringAsync(Cancel), StringComparison.Ordinal);
    }
}
