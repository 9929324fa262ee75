using System.Net;
using static BpjsBjb.IntegrationTests.Api.ApiPortal;

namespace BpjsBjb.IntegrationTests.Api;

public sealed class DocumentTests(ApiPortal portal) : IClassFixture<ApiPortal>
{
    [Fact]
    public async Task The_document_lists_every_call_with_their_shapes_and_scopes_and_nothing_else()
    {
        using var http = ClientOf(portal);

        using var answer = await http.GetAsync(new Uri("/openapi/v1.json", UriKind.Relative), Cancel);

        Assert.True(answer.StatusCode == HttpStatusCode.OK, string.Join('\n', portal.Logs.Lines.TakeLast(3)));
        var document = await JsonOf(answer);
        var paths = document.GetProperty("paths");
        Assert.Equal(
            ["/api/v1/contribution-quotes", "/api/v1/gate-decisions", "/api/v1/identifier-checks"],
            paths.EnumerateObject().Select(path => path.Name).Order(StringComparer.Ordinal));
        var check = paths.GetProperty("/api/v1/identifier-checks").GetProperty("post");
        Assert.Equal("identifier-checks", check.GetProperty("security")[0].GetProperty("oauth2")[0].GetString());
        Assert.True(check.GetProperty("requestBody").GetProperty("content").TryGetProperty("application/json", out _));
        Assert.True(check.GetProperty("responses").TryGetProperty("422", out _));
        var flow = document.GetProperty("components").GetProperty("securitySchemes").GetProperty("oauth2").GetProperty("flows").GetProperty("clientCredentials");
        Assert.EndsWith("/connect/token", flow.GetProperty("tokenUrl").GetString(), StringComparison.Ordinal);
        Assert.Equal(3, flow.GetProperty("scopes").EnumerateObject().Count());
        var kinds = document.GetProperty("components").GetProperty("schemas").GetRawText();
        Assert.Contains("NIK_KOPERASI", kinds, StringComparison.Ordinal);
        Assert.Contains("STATE_BUDGET", kinds, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/openapi/v2.json")]
    [InlineData("/openapi/v1.yaml")]
    public async Task There_is_one_document(string address)
    {
        using var http = ClientOf(portal);

        using var answer = await http.GetAsync(new Uri(address, UriKind.Relative), Cancel);

        Assert.True(answer.StatusCode is HttpStatusCode.NotFound or HttpStatusCode.Unauthorized, $"{answer.StatusCode}");
    }
}
