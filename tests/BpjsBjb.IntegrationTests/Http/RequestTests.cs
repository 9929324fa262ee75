using System.Net;
using System.Net.Http.Headers;
using BpjsBjb.IntegrationTests.Pages;
using BpjsBjb.IntegrationTests.Support;
using Microsoft.AspNetCore.Http;

namespace BpjsBjb.IntegrationTests.Http;

/// <summary>What a request may carry, and how the portal says no to the rest.</summary>
public sealed class RequestTests(Setting setting) : IClassFixture<Setting>
{
    private const string Register = "/Enrollments/Register";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("Input.Status", "Accepted")]
    [InlineData("Nik", "3171001003850001")]
    [InlineData("Input[Nik]", "3171001003850001")]
    [InlineData("Input.Nik.Value", "1")]
    [InlineData("Input.OfficeId", "x")]
    [InlineData("id", "x")]
    [InlineData("", "x")]
    public async Task A_field_the_page_does_not_know_is_refused(string name, string value)
    {
        var (officer, fields) = await RegisterFormAsync();

        var answer = await officer.PostAsync(Register, [.. fields, new(name, value)]);

        Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.StatusCode);
    }

    [Theory]
    [InlineData("Input.Nik")]
    [InlineData("input.nik")]
    [InlineData("__RequestVerificationToken")]
    public async Task A_field_that_comes_twice_is_refused(string name)
    {
        var (officer, fields) = await RegisterFormAsync();
        var value = fields.Single(field => field.Key.Equals(name, StringComparison.OrdinalIgnoreCase)).Value;

        var answer = await officer.PostAsync(Register, [.. fields, new(name, value)]);

        // The antiforgery check comes first and has its own word for two tokens.
        Assert.True(answer.StatusCode is HttpStatusCode.UnprocessableEntity or HttpStatusCode.BadRequest, $"{answer.StatusCode}");
    }

    [Theory]
    [InlineData("/Enrollments?tab=All&tab=Draft")]
    [InlineData("/Enrollments?status=Draft")]
    [InlineData("/Enrollments?query.Tab.x=Draft")]
    [InlineData("/Enrollments/Register?Input.Nik=3171001003850001")]
    [InlineData("/Enrollments?handler=Delete")]
    [InlineData("/Bills?__RequestVerificationToken=x")]
    [InlineData("/Search?q=Budi")]
    public async Task An_address_with_a_part_the_page_does_not_know_is_refused(string address)
    {
        var officer = await setting.VisitorAsync(SmallBank.Officer);

        var status = (await officer.GetAsync(address)).StatusCode;

        Assert.True(status is HttpStatusCode.UnprocessableEntity or HttpStatusCode.MethodNotAllowed, $"{status}");
    }

    [Fact]
    public async Task The_record_is_named_by_the_address_alone()
    {
        var stage = await setting.StageAsync();
        var officer = await setting.VisitorAsync(SmallBank.Officer);
        var page = stage["draft", "/Enrollments/Form/Loan/"];
        var form = (AngleSharp.Html.Dom.IHtmlFormElement)(await officer.ReadAsync(page)).QuerySelector("main form[method=post]")!;

        var answer = await officer.PostAsync(page, [.. form.FieldsAsTheyStand(), new("Id", stage["returned", ""])]);

        Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.StatusCode);
    }

    [Theory]
    [InlineData("id", "Satu isian terkirim dua kali")]
    [InlineData("en", "A field was sent twice")]
    public async Task A_refused_request_is_told_why_in_the_readers_language(string language, string expected)
    {
        var officer = await setting.Portal.SignInAsync(SmallBank.Officer);
        await officer.SpeakAsync(language);

        var html = await (await officer.GetAsync("/Enrollments?tab=All&tab=Draft")).HtmlAsync();

        Assert.Contains(expected, html.Body!.TextContent, StringComparison.Ordinal);
        Assert.Equal(language, html.DocumentElement.GetAttribute("lang"));
    }

    [Theory]
    [InlineData("multipart/form-data; boundary=x")]
    [InlineData("application/json")]
    [InlineData("text/plain")]
    [InlineData("application/xml")]
    [InlineData("application/x-www-form-urlencoded-not")]
    [InlineData(null)]
    public async Task A_body_that_is_no_form_of_the_portal_is_refused_before_it_is_read(string? contentType)
    {
        foreach (var path in new[] { "/SignIn", Register, "/Search", "/v", "/Language" })
        {
            using var body = new ByteArrayContent("--x\r\nContent-Disposition: form-data; name=\"a\"; filename=\"a.exe\"\r\n\r\nMZ\r\n--x--"u8.ToArray());
            body.Headers.ContentType = contentType is null ? null : MediaTypeHeaderValue.Parse(contentType);
            var answer = await (await setting.VisitorAsync(SmallBank.Officer)).Http.PostAsync(new Uri(path, UriKind.Relative), body, Cancel);

            Assert.Equal(HttpStatusCode.UnsupportedMediaType, answer.StatusCode);
            Assert.Single((await answer.HtmlAsync()).QuerySelectorAll("h1"));
        }
    }

    [Theory]
    [InlineData("%ff")]
    [InlineData("%c3%28")]
    [InlineData("%c0%af")]
    [InlineData("%ed%a0%80")]
    [InlineData("Budi%fe")]
    [InlineData("%ef%bf%bd")]
    [InlineData("100%")]
    [InlineData("%4")]
    [InlineData("%zz")]
    public async Task An_escape_that_is_no_text_is_refused(string value)
    {
        var (officer, fields) = await RegisterFormAsync();
        using var form = new FormUrlEncodedContent(fields.Where(field => field.Key != "Input.FullName"));
        using var body = new StringContent(
            $"{await form.ReadAsStringAsync(Cancel)}&Input.FullName={value}", new MediaTypeHeaderValue("application/x-www-form-urlencoded"));

        var answer = await officer.Http.PostAsync(new Uri(Register, UriKind.Relative), body, Cancel);

        Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.StatusCode);
        Assert.Empty((await answer.HtmlAsync()).QuerySelectorAll("main form[method=post]"));
        Assert.Single((await answer.HtmlAsync()).QuerySelectorAll("h1"));
    }

    [Fact]
    public async Task The_letters_of_an_escape_are_text_when_somebody_types_them()
    {
        var (officer, fields) = await RegisterFormAsync();

        var answer = await officer.PostAsync(Register, [.. fields.Where(field => field.Key != "Input.FullName"), new("Input.FullName", "%ff 100%")]);

        Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.StatusCode);
        Assert.Equal("%ff 100%", (await answer.HtmlAsync()).QuerySelector("[name='Input.FullName']")!.GetAttribute("value"));
    }

    [Fact]
    public async Task More_than_a_form_can_hold_is_refused()
    {
        var officer = await setting.VisitorAsync(SmallBank.Officer);

        var answer = await officer.PostAsync(Register, [new("Input.FullName", new string('a', 300_000))]);

        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, answer.StatusCode);
        Assert.Single((await answer.HtmlAsync()).QuerySelectorAll("h1"));
    }

    [Fact]
    public async Task More_fields_than_any_form_has_are_refused()
    {
        var officer = await setting.VisitorAsync(SmallBank.Officer);

        var answer = await officer.PostAsync(Register, Enumerable.Range(0, 1100).Select(i => KeyValuePair.Create($"f{i}", "1")));

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
    }

    [Theory]
    [InlineData("TRACE")]
    [InlineData("PUT")]
    [InlineData("DELETE")]
    [InlineData("PATCH")]
    [InlineData("OPTIONS")]
    [InlineData("CONNECT")]
    [InlineData("PROPFIND")]
    [InlineData("PAGE")]
    public async Task Another_method_is_not_allowed(string method)
    {
        foreach (var path in new[] { "/", "/SignIn", "/Enrollments", "/health/live", "/app.css" })
        {
            using var request = new HttpRequestMessage(new HttpMethod(method), new Uri(path, UriKind.Relative));
            var answer = await (await setting.VisitorAsync(SmallBank.Officer)).Http.SendAsync(request, Cancel);

            Assert.Equal($"{path} {HttpStatusCode.MethodNotAllowed}", $"{path} {answer.StatusCode}");
        }
    }

    [Fact]
    public async Task A_page_without_a_form_takes_no_post()
    {
        var officer = await setting.VisitorAsync(SmallBank.Officer);
        var token = (await officer.ReadAsync("/")).QuerySelector("input[name=__RequestVerificationToken]")!.GetAttribute("value")!;

        foreach (var path in new[] { "/", "/Enrollments", "/Bills", "/Loans", "/Rules" })
        {
            var answer = await officer.PostAsync(path, [new("__RequestVerificationToken", token)]);
            Assert.Equal($"{path} {HttpStatusCode.MethodNotAllowed}", $"{path} {answer.StatusCode}");
        }
    }

    [Theory]
    [InlineData("//evil.test")]
    [InlineData("/\\evil.test")]
    [InlineData("\\\\evil.test")]
    [InlineData("https://evil.test/")]
    [InlineData("https:evil.test")]
    [InlineData("https:/evil.test")]
    [InlineData("http://localhost@evil.test/")]
    [InlineData("/\t/evil.test")]
    [InlineData("\t//evil.test")]
    [InlineData(" //evil.test")]
    [InlineData("/\r\n/evil.test")]
    [InlineData("~//evil.test")]
    [InlineData("~/\\evil.test")]
    [InlineData("javascript:alert(1)")]
    [InlineData("data:text/html,x")]
    [InlineData("evil.test")]
    [InlineData("?next=//evil.test")]
    [InlineData("\u2044\u2044evil.test")]
    [InlineData("／／evil.test")]
    public async Task A_redirect_never_leads_elsewhere(string returnUrl)
    {
        foreach (var sent in new[] { returnUrl, Uri.EscapeDataString(returnUrl) })
        {
            var signedIn = await setting.Portal.SignInAsync(
                setting.Portal.Stranger(), SmallBank.Officer, $"/SignIn?returnUrl={Uri.EscapeDataString(sent)}");
            AssertInside(signedIn);

            var spoken = await setting.Portal.Stranger().SubmitAsync("/v", [("returnUrl", sent)], "form[action$='/Language']");
            AssertInside(spoken);
        }
    }

    [Theory]
    [InlineData("/%2f%2fevil.test")]
    [InlineData("/%2fevil.test")]
    [InlineData("/Rules?on=//evil.test")]
    public async Task An_address_inside_stays_as_it_is(string returnUrl)
    {
        var answer = await setting.Portal.Stranger().SubmitAsync("/v", [("returnUrl", returnUrl)], "form[action$='/Language']");

        Assert.Equal(returnUrl, answer.Headers.Location!.OriginalString);
    }

    [Theory]
    [InlineData("X-Forwarded-Proto", "http")]
    [InlineData("X-Forwarded-Host", "evil.test")]
    [InlineData("X-Forwarded-For", "10.0.0.1")]
    [InlineData("X-Original-URL", "/Users")]
    [InlineData("X-Rewrite-URL", "/Users")]
    [InlineData("X-HTTP-Method-Override", "DELETE")]
    [InlineData("Forwarded", "host=evil.test;proto=http")]
    public async Task What_a_stranger_claims_about_a_proxy_changes_nothing(string header, string value)
    {
        var one = await AskAsync(_ => { });
        var other = await AskAsync(request => request.Headers[header] = value);

        Assert.Equal(one.Response.StatusCode, other.Response.StatusCode);
        Assert.Equal(one.Response.Headers.Location, other.Response.Headers.Location);

        Task<HttpContext> AskAsync(Action<HttpRequest> claim) => setting.Portal.Server.SendAsync(
            http =>
            {
                http.Connection.RemoteIpAddress = IPAddress.Parse("203.0.113.9");
                (http.Request.Method, http.Request.Scheme, http.Request.Path) = ("GET", "https", "/Users");
                http.Request.Host = new HostString("localhost");
                claim(http.Request);
            },
            Cancel);
    }

    [Theory]
    [InlineData("evil.test")]
    [InlineData("localhost.evil.test")]
    [InlineData("xn--lcalhost-q4a")]
    public async Task A_host_that_is_not_ours_is_refused(string host)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri("/SignIn", UriKind.Relative));
        request.Headers.TryAddWithoutValidation("Host", host);

        Assert.Equal(HttpStatusCode.BadRequest, (await setting.Portal.Stranger().Http.SendAsync(request, Cancel)).StatusCode);
    }

    private static void AssertInside(HttpResponseMessage answer)
    {
        if (answer.StatusCode is HttpStatusCode.UnprocessableEntity) return;

        Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
        var place = answer.Headers.Location!.OriginalString;
        Assert.True(place.StartsWith('/') && (place.Length == 1 || (place[1] != '/' && place[1] != '\\')), place);
        Assert.DoesNotContain(place, c => c < ' ');
    }

    private async Task<(Visitor Officer, List<KeyValuePair<string, string>> Fields)> RegisterFormAsync()
    {
        var officer = await setting.VisitorAsync(SmallBank.Officer);
        var form = (AngleSharp.Html.Dom.IHtmlFormElement)(await officer.ReadAsync(Register)).QuerySelector("main form[method=post]")!;
        return (officer, form.FieldsAsTheyStand());
    }
}
