using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using static BpjsBjb.IntegrationTests.Api.ApiPortal;

namespace BpjsBjb.IntegrationTests.Api;

/// <summary>Amounts typed from the printed table: income Rp3,000,000 lies in the bracket whose base is Rp2,950,000.</summary>
public sealed class ContributionQuoteTests(ApiPortal portal) : IClassFixture<ApiPortal>
{
    private const string Call = "contribution-quotes";

    /// <summary>A question that is answered; <paramref name="changes"/> put other values, null takes a field out.</summary>
    internal static string Ask(params (string Field, JsonNode? Value)[] changes)
    {
        var ask = JsonNode.Parse(
            """
            {"segment":"BPU","category":"INDEPENDENT","sector":"OTHER","monthlyIncome":3000000,"programs":["JKK","JKM","JHT"],
             "payer":"SELF","fromMonth":"2026-12","months":1}
            """)!.AsObject();
        foreach (var (field, value) in changes)
        {
            if (value is null) ask.Remove(field);
            else ask[field] = value;
        }

        return ask.ToJsonString();
    }

    [Theory]
    [InlineData("INDEPENDENT", "OTHER", "SELF", "2026-12", 14_750, 3_400, 59_000)]
    [InlineData("INDEPENDENT", "OTHER", "CSR", "2026-12", 14_750, 3_400, 59_000)]
    [InlineData("INDEPENDENT", "OTHER", "BANK", "2026-12", 14_750, 3_400, 59_000)]
    [InlineData("INDEPENDENT", "OTHER", "STATE_BUDGET", "2026-12", 29_500, 6_800, 59_000)]
    [InlineData("INDEPENDENT", "OTHER", "SELF", "2027-01", 29_500, 6_800, 59_000)]
    [InlineData("INDEPENDENT", "OTHER", "SELF", "2026-03", 29_500, 6_800, 59_000)]
    [InlineData("INDEPENDENT", "TRANSPORT", "SELF", "2027-03", 14_750, 3_400, 59_000)]
    [InlineData("INDEPENDENT", "TRANSPORT", "SELF", "2027-04", 29_500, 6_800, 59_000)]
    [InlineData("EMPLOYER", "OTHER", "SELF", "2026-12", 29_500, 6_800, 59_000)]
    public async Task One_month_costs_what_the_table_and_the_discount_say(
        string category, string sector, string payer, string month, long jkk, long jkm, long jht)
    {
        var quote = await QuoteAsync(("category", category), ("sector", sector), ("payer", payer), ("fromMonth", month));

        var only = Assert.Single(quote.GetProperty("months").EnumerateArray());
        Assert.Equal((month, 2_950_000), (only.GetProperty("month").GetString(), only.GetProperty("basis").GetInt64()));
        Assert.Equal(
            [("JKK", "SELF", jkk), ("JKM", "SELF", jkm), ("JHT", "SELF", jht)],
            only.GetProperty("lines").EnumerateArray().Select(line =>
                (line.GetProperty("program").GetString(), line.GetProperty("payer").GetString(), line.GetProperty("amount").GetInt64())));
        Assert.Equal(jkk + jkm + jht, quote.GetProperty("total").GetInt64());
    }

    [Fact]
    public async Task A_year_from_october_2026_keeps_its_discount_for_three_months()
    {
        var quote = await QuoteAsync(("fromMonth", "2026-10"), ("months", 12), ("programs", new JsonArray("JKK", "JKM")));

        Assert.Equal((3 * (14_750 + 3_400)) + (9 * (29_500 + 6_800)), quote.GetProperty("total").GetInt64());
        Assert.Equal(12, quote.GetProperty("months").GetArrayLength());
        Assert.Equal(["quote.discounted", "quote.discounted", "quote.unconfirmed"], CodesIn(quote));
    }

    [Fact]
    public async Task Every_line_names_its_rows_and_where_they_stand()
    {
        var lines = (await QuoteAsync()).GetProperty("months")[0].GetProperty("lines");

        Assert.Equal(
            [
                "bpu-bracket-10/2015-07-01 + discount-jkk-selfemployed-other-participant/2026-04-01",
                "bpu-flat-jkm/2015-07-01 + discount-jkm-selfemployed-other-participant/2026-04-01",
                "bpu-bracket-10/2015-07-01",
            ],
            lines.EnumerateArray().Select(line => line.GetProperty("rule").GetString()));
        Assert.All(lines.EnumerateArray(), line => Assert.Contains("PP ", line.GetProperty("citation").GetString(), StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("category", "\"EMPLOYER\"", "programs", """["JKK","JKM"]""", "quote.program-missing")]
    [InlineData("programs", """["JKK","JHT"]""", null, null, "quote.program-missing")]
    [InlineData("programs", "[]", null, null, "quote.programs-missing")]
    [InlineData("fromMonth", "\"2015-06\"", null, null, "quote.no-rule-in-force")]
    [InlineData("fromMonth", "\"1999-01\"", null, null, "quote.no-rule-in-force")]
    [InlineData("monthlyIncome", "-1", null, null, "quote.income-below-lowest")]
    [InlineData("monthlyIncome", "9223372036854775807", null, null, "rupiah.too-large")]
    [InlineData("months", "0", null, null, "quote.months-out-of-range")]
    [InlineData("months", "-12", null, null, "quote.months-out-of-range")]
    [InlineData("months", "2147483647", null, null, "quote.months-out-of-range")]
    [InlineData("segment", "\"PU\"", null, null, "api.field-missing")]
    [InlineData("riskGroup", "1", null, null, "api.unknown-field")]
    [InlineData("programs", """["JKK","JKM","JP"]""", null, null, "quote.program-not-of-segment")]
    [InlineData("programs", """["JKK","JKM","JKP"]""", null, null, "quote.program-not-of-segment")]
    [InlineData("fromMonth", "\"2026-13\"", null, null, "api.not-a-month")]
    [InlineData("fromMonth", "\"2026-1\"", null, null, "api.not-a-month")]
    [InlineData("fromMonth", "\"10-2026\"", null, null, "api.not-a-month")]
    [InlineData("fromMonth", "\"0000-00\"", null, null, "api.not-a-month")]
    [InlineData("monthlyIncome", "3000000.5", null, null, "api.wrong-type")]
    [InlineData("monthlyIncome", "\"3000000\"", null, null, "api.wrong-type")]
    [InlineData("monthlyIncome", "1e30", null, null, "api.wrong-type")]
    [InlineData("programs", """["JKK",null]""", null, null, "api.wrong-type")]
    [InlineData("programs", """["BPJS"]""", null, null, "api.wrong-type")]
    [InlineData("programs", "\"JKK\"", null, null, "api.wrong-type")]
    [InlineData("category", "\"SELFEMPLOYED\"", null, null, "api.unknown-choice")]
    [InlineData("payer", "\"FRIEND\"", null, null, "api.unknown-choice")]
    [InlineData("sector", "1", null, null, "api.wrong-type")]
    [InlineData("wage", "1", null, null, "api.unknown-field")]
    public async Task What_has_no_price_is_refused_with_its_reason(string field, string value, string? other, string? otherValue, string code)
    {
        using var http = await portal.SignedInAsync();
        List<(string, JsonNode?)> changes = [(field, JsonNode.Parse(value))];
        if (other is not null) changes.Add((other, JsonNode.Parse(otherValue!)));

        using var answer = await CallAsync(http, Call, Ask([.. changes]));

        var problem = await JsonOf(answer);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.StatusCode);
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType!.MediaType);
        Assert.Contains(code, CodesIn(problem));
    }

    [Theory]
    [InlineData("segment")]
    [InlineData("category")]
    [InlineData("sector")]
    [InlineData("monthlyIncome")]
    [InlineData("programs")]
    [InlineData("payer")]
    [InlineData("fromMonth")]
    [InlineData("months")]
    public async Task Every_field_is_needed(string field)
    {
        using var http = await portal.SignedInAsync();

        using var answer = await CallAsync(http, Call, Ask((field, null)));

        Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.StatusCode);
        var reason = Assert.Single((await JsonOf(answer)).GetProperty("reasons").EnumerateArray());
        Assert.Equal(("api.field-missing", field), (reason.GetProperty("code").GetString(), reason.GetProperty("field").GetString()));
    }

    [Fact]
    public async Task The_mandatory_programme_is_named_to_the_reader()
    {
        using var http = await portal.SignedInAsync();

        using var answer = await CallAsync(http, Call, Ask(("category", "EMPLOYER"), ("programs", new JsonArray("JKK", "JKM"))));

        var problem = await JsonOf(answer);
        Assert.Equal("programs", problem.GetProperty("reasons")[0].GetProperty("field").GetString());
        Assert.Contains("JHT", problem.GetProperty("detail").GetString(), StringComparison.Ordinal);
    }

    /// <summary>JKK group I 0.24 %, JKM 0.30 %, JHT 3.7 % and 2 %, JP 2 % and 1 % of the wage up to the month's ceiling: typed, not computed.</summary>
    [Theory]
    [InlineData("2026-02", 28_800, 36_000, 444_000, 240_000, 210_948, 105_474)]
    [InlineData("2026-03", 28_800, 36_000, 444_000, 240_000, 221_726, 110_863)]
    public async Task A_wage_costs_what_the_rates_and_the_ceiling_of_its_month_say(
        string month, long jkk, long jkm, long jhtEmployer, long jhtWorker, long jpEmployer, long jpWorker)
    {
        using var http = await portal.SignedInAsync();
        using var answer = await CallAsync(http, Call, Wage(("fromMonth", month)));
        Assert.True(answer.StatusCode == HttpStatusCode.OK, await answer.Content.ReadAsStringAsync(Cancel));
        var quote = await JsonOf(answer);

        var only = Assert.Single(quote.GetProperty("months").EnumerateArray());
        Assert.Equal((month, 12_000_000), (only.GetProperty("month").GetString(), only.GetProperty("basis").GetInt64()));
        Assert.Equal(
            [
                ("JKK", "EMPLOYER", jkk), ("JKM", "EMPLOYER", jkm), ("JHT", "EMPLOYER", jhtEmployer), ("JHT", "WORKER", jhtWorker),
                ("JP", "EMPLOYER", jpEmployer), ("JP", "WORKER", jpWorker), ("JKP", "EMPLOYER", 0),
            ],
            only.GetProperty("lines").EnumerateArray().Select(line =>
                (line.GetProperty("program").GetString(), line.GetProperty("payer").GetString(), line.GetProperty("amount").GetInt64())));
        Assert.Equal(jkk + jkm + jhtEmployer + jhtWorker + jpEmployer + jpWorker, quote.GetProperty("total").GetInt64());
        Assert.Contains("wage.jkp-recomposed", CodesIn(quote));
        var jp = only.GetProperty("lines").EnumerateArray().First(line => line.GetProperty("program").GetString() == "JP");
        Assert.Equal($"pu-jp-employer/2015-07-01 + pu-jp-ceiling/{(month == "2026-02" ? "2025-03-01" : "2026-03-01")}", jp.GetProperty("rule").GetString());
    }

    [Theory]
    [InlineData("programs", """["JKK","JKM","JHT"]""", "wage.program-missing")]
    [InlineData("programs", "[]", "quote.programs-missing")]
    [InlineData("riskGroup", "6", "wage.risk-group-unknown")]
    [InlineData("riskGroup", "0", "wage.risk-group-unknown")]
    [InlineData("riskGroup", "1.5", "api.wrong-type")]
    [InlineData("monthlyWage", "0", "wage.not-positive")]
    [InlineData("monthlyWage", "-1", "wage.not-positive")]
    [InlineData("monthlyWage", "9223372036854775807", "rupiah.too-large")]
    [InlineData("months", "0", "wage.months-out-of-range")]
    [InlineData("months", "2147483647", "wage.months-out-of-range")]
    [InlineData("fromMonth", "\"1999-01\"", "wage.month-without-rule")]
    [InlineData("employerClass", "\"HUGE\"", "api.unknown-choice")]
    [InlineData("category", "\"EMPLOYER\"", "api.unknown-field")]
    [InlineData("payer", "\"SELF\"", "api.unknown-field")]
    [InlineData("employerClass", null, "api.field-missing")]
    [InlineData("riskGroup", null, "api.field-missing")]
    [InlineData("monthlyWage", null, "api.field-missing")]
    public async Task A_wage_without_a_price_is_refused_with_its_reason(string field, string? value, string code)
    {
        using var http = await portal.SignedInAsync();

        using var answer = await CallAsync(http, Call, Wage((field, value is null ? null : JsonNode.Parse(value))));

        Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.StatusCode);
        Assert.Contains(code, CodesIn(await JsonOf(answer)));
    }

    private static string Wage(params (string Field, JsonNode? Value)[] changes)
    {
        var ask = JsonNode.Parse(
            """
            {"segment":"PU","employerClass":"LARGE","riskGroup":1,"monthlyWage":12000000,"programs":["JKK","JKM","JHT","JP"],
             "fromMonth":"2026-03","months":1}
            """)!.AsObject();
        foreach (var (field, value) in changes)
        {
            if (value is null) ask.Remove(field);
            else ask[field] = value;
        }

        return ask.ToJsonString();
    }

    private async Task<JsonElement> QuoteAsync(params (string Field, JsonNode? Value)[] changes)
    {
        using var http = await portal.SignedInAsync();
        using var answer = await CallAsync(http, Call, Ask(changes));
        Assert.True(answer.StatusCode == HttpStatusCode.OK, await answer.Content.ReadAsStringAsync(Cancel));
        return await JsonOf(answer);
    }
}
