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
    [InlineData("segment", "\"PU\"", null, null, "quote.segment-not-priced")]
    [InlineData("fromMonth", "\"2026-13\"", null, null, "api.not-a-month")]
    [InlineData("fromMonth", "\"2026-1\"", null, null, "api.not-a-month")]
    [InlineData("fromMonth", "\"10-2026\"", null, null, "api.not-a-month")]
    [InlineData("fromMonth", "\"0000-00\"", null, null, "api.not-a-month")]
    [InlineData("monthlyIncome", "3000000.5", null, null, "api.wrong-type")]
    [InlineData("monthlyIncome", "\"3000000\"", null, null, "api.wrong-type")]
    [InlineData("monthlyIncome", "1e30", null, null, "api.wrong-type")]
    [InlineData("programs", """["JKK",null]""", null, null, "api.wrong-type")]
    [InlineData("programs", """["JP"]""", null, null, "api.wrong-type")]
    [InlineData("programs", "\"JKK\"", null, null, "api.wrong-type")]
    [InlineData("category", "\"SELFEMPLOYED\"", null, null, "api.unknown-choice")]
    [InlineData("payer", "\"FRIEND\"", null, null, "api.unknown-choice")]
    [InlineData("sector", "1", null, null, "api.wrong-type")]
    [InlineData("riskGroup", "1", null, null, "api.unknown-field")]
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

    private async Task<JsonElement> QuoteAsync(params (string Field, JsonNode? Value)[] changes)
    {
        using var http = await portal.SignedInAsync();
        using var answer = await CallAsync(http, Call, Ask(changes));
        Assert.True(answer.StatusCode == HttpStatusCode.OK, await answer.Content.ReadAsStringAsync(Cancel));
        return await JsonOf(answer);
    }
}
