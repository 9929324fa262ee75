using System.Net;
using System.Text;
using System.Text.Json;
using static BpjsBjb.IntegrationTests.Api.ApiPortal;

namespace BpjsBjb.IntegrationTests.Api;

/// <summary>Invented numbers: each is checked by its form alone.</summary>
public sealed class IdentifierCheckTests(ApiPortal portal) : IClassFixture<ApiPortal>
{
    private const string Call = "identifier-checks";

    [Theory]
    [InlineData("NIK", "3171001003850001", "OK", "3171001003850001")]
    [InlineData("NIK", "3171 0050 0385 0001", "OK", "3171005003850001")]
    [InlineData("NIK", "3299011003850001", "WARNING", "3299011003850001", "nik.unknown-region")]
    [InlineData("NIK", "3204991003850001", "WARNING", "3204991003850001", "nik.unknown-district")]
    [InlineData("NIK", "9901011003850001", "INVALID", null, "nik.unknown-province")]
    [InlineData("NIK", "3171001013850001", "INVALID", null, "nik.impossible-birth-date")]
    [InlineData("NIK", "3171001003850000", "INVALID", null, "nik.serial-is-zero")]
    [InlineData("NIK", "317100100385000", "INVALID", null, "nik.not-sixteen-digits")]
    [InlineData("NIK", "", "INVALID", null, "nik.missing")]
    [InlineData("NPWP", "01.000.000.8-000.000", "OK", "0010000008000000")]
    [InlineData("NPWP", "0010000008000000", "OK", "0010000008000000")]
    [InlineData("NPWP", "010000009000000", "WARNING", "0010000009000000", "npwp.check-digit-differs")]
    [InlineData("NPWP", "3171001003850001", "OK", "3171001003850001")]
    [InlineData("NPWP", "9901011003850001", "INVALID", null, "nik.unknown-province")]
    [InlineData("NPWP", "3171001013850001", "INVALID", null, "npwp.not-a-nik", "nik.impossible-birth-date")]
    [InlineData("NPWP", "0010000008000000000000", "INVALID", null, "npwp.not-fifteen-or-sixteen-digits")]
    [InlineData("NIB", "0000000000001", "OK", "0000000000001")]
    [InlineData("NIB", "000000000001", "INVALID", null, "nib.not-thirteen-digits")]
    [InlineData("KPJ", "000 0000 0001", "OK", "00000000001")]
    [InlineData("KPJ", "00000001", "WARNING", "00000001", "kpj.older-length")]
    [InlineData("KPJ", "0000001", "INVALID", null, "kpj.not-eight-to-thirteen-digits")]
    [InlineData("NPP", "zz000000", "OK", "ZZ000000")]
    [InlineData("NPP", "000", "WARNING", "000", "npp.unusual")]
    [InlineData("PHONE", "0812-0000-0001", "OK", "+6281200000001")]
    [InlineData("PHONE", "0220000000", "INVALID", null, "phone.not-a-mobile-number")]
    [InlineData("KK", "3171001003150001", "OK", "3171001003150001")]
    [InlineData("KK", "3171005003150001", "INVALID", null, "kk.impossible-issue-date")]
    [InlineData("KK", "9901011003150001", "WARNING", "9901011003150001", "kk.unknown-region")]
    [InlineData("NIK_KOPERASI", "0000000000000001", "OK", "0000000000000001")]
    [InlineData("NIK_KOPERASI", "000000001", "INVALID", null, "nik-koperasi.not-ten-to-twenty-digits")]
    public async Task Each_kind_is_checked(string kind, string value, string verdict, string? normalized, params string[] codes)
    {
        using var http = await portal.SignedInAsync();

        using var answer = await CallAsync(http, Call, JsonSerializer.Serialize(new { kind, value, on = "2026-11-22" }));

        var found = await JsonOf(answer);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal((verdict, normalized), (found.GetProperty("verdict").GetString(), found.GetProperty("normalized").GetString()));
        Assert.Equal(codes, CodesIn(found));
        Assert.All(found.GetProperty("reasons").EnumerateArray(), reason => Assert.NotEqual(reason.GetProperty("code").GetString(), reason.GetProperty("text").GetString()));
    }

    [Theory]
    [InlineData("3171001003850001", "2026-11-22", "1985-03-10", "M", 41)]
    [InlineData("3171005003850001", "2026-03-09", "1985-03-10", "F", 40)]
    [InlineData("3171005003850001", "2026-03-10", "1985-03-10", "F", 41)]
    [InlineData("3171002211090001", "2026-11-22", "2009-11-22", "M", 17)]
    [InlineData("3171002211090001", "2026-11-21", "1909-11-22", "M", 116)]
    public async Task A_nik_tells_birth_date_sex_age_on_the_day_and_region(string nik, string on, string born, string sex, int age)
    {
        using var http = await portal.SignedInAsync();

        using var answer = await CallAsync(http, Call, $$"""{"kind":"NIK","value":"{{nik}}","on":"{{on}}"}""");

        var facts = (await JsonOf(answer)).GetProperty("facts");
        Assert.Equal((born, sex, age), (facts.GetProperty("birthDate").GetString(), facts.GetProperty("sex").GetString(), facts.GetProperty("age").GetInt32()));
        Assert.StartsWith("3171 ", facts.GetProperty("region").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_century_that_gives_no_adult_is_left_to_a_person()
    {
        using var http = await portal.SignedInAsync();

        using var answer = await CallAsync(http, Call, """{"kind":"NIK","value":"3171002902000001","on":"2016-01-01"}""");

        var found = await JsonOf(answer);
        Assert.Equal("WARNING", found.GetProperty("verdict").GetString());
        Assert.Equal(["nik.unsure-century"], CodesIn(found));
        Assert.Equal(JsonValueKind.Null, found.GetProperty("facts").GetProperty("birthDate").ValueKind);
        Assert.Equal("M", found.GetProperty("facts").GetProperty("sex").GetString());
    }

    [Fact]
    public async Task Without_a_day_ages_are_counted_today()
    {
        using var http = await portal.SignedInAsync();

        using var answer = await CallAsync(http, Call, """{"kind":"NIK","value":"3171001003850001"}""");

        Assert.Equal(41, (await JsonOf(answer)).GetProperty("facts").GetProperty("age").GetInt32());
    }

    [Theory]
    [InlineData("", 400, "api.malformed-json")]
    [InlineData("{", 400, "api.malformed-json")]
    [InlineData("{'kind':'NIK'}", 400, "api.malformed-json")]
    [InlineData("{\"kind\":\"NIK\",\"value\":\"1\"} x", 400, "api.malformed-json")]
    [InlineData("[[[[[[[[[[[[1]]]]]]]]]]]]", 400, "api.malformed-json")]
    [InlineData("[]", 422, "api.not-an-object")]
    [InlineData("null", 422, "api.not-an-object")]
    [InlineData("\"NIK\"", 422, "api.not-an-object")]
    [InlineData("{}", 422, "api.field-missing")]
    [InlineData("""{"kind":"NIK"}""", 422, "api.field-missing")]
    [InlineData("""{"kind":"NIK","value":null}""", 422, "api.field-missing")]
    [InlineData("""{"value":"1"}""", 422, "api.field-missing")]
    [InlineData("""{"kind":"SIM","value":"1"}""", 422, "api.unknown-choice")]
    [InlineData("""{"kind":"","value":"1"}""", 422, "api.unknown-choice")]
    [InlineData("""{"kind":0,"value":"1"}""", 422, "api.wrong-type")]
    [InlineData("""{"kind":["NIK"],"value":"1"}""", 422, "api.wrong-type")]
    [InlineData("""{"kind":"NIK","value":3171001003850001}""", 422, "api.wrong-type")]
    [InlineData("""{"kind":"NIK","value":{"a":1}}""", 422, "api.wrong-type")]
    [InlineData("""{"kind":"NIK","value":"\ud800"}""", 422, "api.wrong-type")]
    [InlineData("""{"kind":"NIK","value":"1","\ud800":1}""", 400, "api.malformed-json")]
    [InlineData("""{"kind":"NIK","value":"1","on":"22-11-2026"}""", 422, "api.wrong-type")]
    [InlineData("""{"kind":"NIK","value":"1","on":"2026-02-30"}""", 422, "api.wrong-type")]
    [InlineData("""{"kind":"NIK","value":"1","on":"0001-01-01"}""", 422, "api.day-out-of-range")]
    [InlineData("""{"kind":"NIK","value":"1","on":"9999-12-31"}""", 422, "api.day-out-of-range")]
    [InlineData("""{"kind":"NIK","value":"1","on":20261122}""", 422, "api.wrong-type")]
    [InlineData("""{"kind":"NIK","value":"1","extra":1}""", 422, "api.unknown-field")]
    [InlineData("""{"Kind":"NIK","value":"1"}""", 422, "api.unknown-field")]
    [InlineData("""{"kind":"NIK","value":"1","value":"2"}""", 422, "api.repeated-field")]
    public async Task What_is_no_question_is_refused_with_its_reason(string body, int status, string code)
    {
        using var http = await portal.SignedInAsync();

        using var answer = await CallAsync(http, Call, body);

        var problem = await JsonOf(answer);
        Assert.Equal(status, (int)answer.StatusCode);
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType!.MediaType);
        Assert.Equal((status, code), (problem.GetProperty("status").GetInt32(), problem.GetProperty("code").GetString()));
    }

    [Fact]
    public async Task Everything_that_is_wrong_is_said_at_once_with_its_field()
    {
        using var http = await portal.SignedInAsync();

        using var answer = await CallAsync(http, Call, """{"kind":"SIM","value":1,"x":2}""");

        Assert.Equal(
            [("api.unknown-choice", "kind"), ("api.wrong-type", "value"), ("api.unknown-field", "x")],
            (await JsonOf(answer)).GetProperty("reasons").EnumerateArray().Select(reason => (reason.GetProperty("code").GetString(), reason.GetProperty("field").GetString())));
    }

    [Fact]
    public async Task Reasons_are_told_in_the_language_asked_for()
    {
        using var http = await portal.SignedInAsync();
        const string ask = """{"kind":"NIK","value":"1"}""";

        Assert.Contains("a NIK has exactly 16 digits", await TextAsync("en-GB,en;q=0.9"), StringComparison.Ordinal);
        Assert.Contains("NIK harus tepat 16 angka", await TextAsync("id"), StringComparison.Ordinal);
        Assert.Contains("NIK harus tepat 16 angka", await TextAsync("fr"), StringComparison.Ordinal);

        async Task<string> TextAsync(string language)
        {
            using var answer = await CallAsync(http, Call, ask, language);
            return (await JsonOf(answer)).GetProperty("reasons")[0].GetProperty("text").GetString()!;
        }
    }

    [Theory]
    [InlineData("text/plain")]
    [InlineData("application/x-www-form-urlencoded")]
    [InlineData("multipart/form-data; boundary=x")]
    [InlineData("application/xml")]
    [InlineData(null)]
    public async Task A_body_that_is_not_called_json_is_not_read(string? type)
    {
        using var http = await portal.SignedInAsync();
        using var content = new ByteArrayContent(Encoding.UTF8.GetBytes("""{"kind":"NIB","value":"0000000000001"}"""));
        if (type is not null) content.Headers.TryAddWithoutValidation("Content-Type", type);

        using var answer = await http.PostAsync(new Uri($"/api/v1/{Call}", UriKind.Relative), content, Cancel);

        Assert.Equal(HttpStatusCode.UnsupportedMediaType, answer.StatusCode);
        Assert.Equal(["api.not-json"], CodesIn(await JsonOf(answer)));
    }

    [Theory]
    [InlineData(20_000)]
    [InlineData(2_000_000)]
    public async Task More_than_a_call_carries_is_refused(int length)
    {
        using var http = await portal.SignedInAsync();

        using var answer = await CallAsync(http, Call, $$"""{"kind":"NIK","value":"{{new string('3', length)}}"}""");

        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, answer.StatusCode);
        Assert.Equal(["api.too-large"], CodesIn(await JsonOf(answer)));
    }

    [Theory]
    [InlineData("GET")]
    [InlineData("PUT")]
    [InlineData("DELETE")]
    public async Task A_call_is_a_post(string method)
    {
        using var http = await portal.SignedInAsync();
        using var request = new HttpRequestMessage(new HttpMethod(method), $"/api/v1/{Call}");

        using var answer = await http.SendAsync(request, Cancel);

        Assert.True(answer.StatusCode is HttpStatusCode.MethodNotAllowed or HttpStatusCode.Unauthorized, $"{answer.StatusCode}");
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType!.MediaType);
    }

    [Fact]
    public async Task No_number_that_was_asked_for_is_in_a_log()
    {
        using var http = await portal.SignedInAsync();
        string[] secrets = ["3171001003850001", "987654321", "81234567890", "ZQ99XQ77"];

        await CallAsync(http, Call, """{"kind":"NIK","value":"3171001003850001"}""");
        await CallAsync(http, Call, """{"kind":"NIB","value":"987654321"}""");
        await CallAsync(http, Call, """{"kind":"PHONE","value":"081234567890"}""");
        await CallAsync(http, Call, """{"kind":"NPP","value":"ZQ99XQ77"}""");
        await CallAsync(http, Call, """{"kind":"NIK","value":{"ZQ99XQ77":987654321}}""");
        await CallAsync(http, Call, """{"kind":"NIK","ZQ99XQ77":"987654321"}""");
        await CallAsync(http, Call, """{"kind":"NIK","value":"ZQ99XQ77""");

        Assert.Contains(portal.Logs.Lines, line => line.Contains("identifier-checks", StringComparison.Ordinal));
        Assert.DoesNotContain(portal.Logs.Lines, line => secrets.Append(ApiPortal.Secret).Any(secret => line.Contains(secret, StringComparison.Ordinal)));
        Assert.DoesNotContain(portal.Logs.Lines, line => line.Contains(http.DefaultRequestHeaders.Authorization!.Parameter!, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_failure_is_told_as_a_problem_and_nothing_more()
    {
        await using var broken = portal.WithWebHostBuilder(_ => { });
        using var http = ClientOf(broken);
        http.DefaultRequestHeaders.Authorization = new("Bearer", await TokenAsync(http, Whole));
        await portal.Desk.Database.AsOwnerAsync("alter table regions rename to regions_away");
        try
        {
            using var answer = await CallAsync(http, Call, """{"kind":"NIK","value":"3171001003850001"}""");

            Assert.Equal(HttpStatusCode.InternalServerError, answer.StatusCode);
            var problem = await JsonOf(answer);
            Assert.Equal(["api.failed"], CodesIn(problem));
            Assert.DoesNotContain("regions", problem.GetRawText(), StringComparison.OrdinalIgnoreCase);
        }
        finally
        {
            await portal.Desk.Database.AsOwnerAsync("alter table regions_away rename to regions");
        }
    }
}
