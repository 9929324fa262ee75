using System.Net;
using BpjsBjb.Domain.Common;
using BpjsBjb.Domain.Rules;
using BpjsBjb.IntegrationTests.Http;
using BpjsBjb.IntegrationTests.Support;
using BpjsBjb.Services.Quotes;

namespace BpjsBjb.IntegrationTests.Contributions;

/// <summary>Every rupiah opens into its rows, and comes out again as the law stood and as it was known.</summary>
public sealed class ExplanationTests(PostgresServer server) : IAsyncLifetime
{
    /// <summary>Later than anything the tests learn.</summary>
    private const string MuchLater = "31-12-2030";

    private static readonly ExplainContribution Bpu = new()
    {
        Segment = "Bpu",
        Monthly = "3.000.000",
        Category = "SelfEmployed",
        Sector = "Other",
        Payer = "Self",
        FromMonth = "2026-10",
        Months = "12",
    };

    private readonly Portal _portal = new(server);

    private Desk Desk => _portal.Desk;

    private ExplanationSearch Explanations => Desk.Get<ExplanationSearch>();

    public ValueTask InitializeAsync() => _portal.InitializeAsync();

    public ValueTask DisposeAsync() => _portal.DisposeAsync();

    /// <summary>Bracket 10: JKK 29,500 and JKM 6,800, half of both until December 2026 (PP 50/2025).</summary>
    [Fact]
    public async Task A_price_opens_into_months_that_cost_the_same_by_the_same_rows()
    {
        var explained = (await Explanations.OfAsync(Bpu, Desk.Cancel)).Value;

        Assert.Equal(
            [("2026-10", "2026-12", 3, 18_150L), ("2027-01", "2027-09", 9, 36_300L)],
            explained.Runs.Select(run => (run.From.ToString(), run.Through.ToString(), run.Months, run.Monthly.Amount)));
        Assert.Equal(new Rupiah((3 * 18_150) + (9 * 36_300)), explained.Total);
        var jkk = explained.Runs[0].Lines.Single(line => line.Program == InsuranceProgram.Jkk);
        Assert.Equal((2_950_000L, 29_500L, 50, 14_750L), (jkk.Base.Amount, jkk.Gross.Amount, jkk.DiscountPercent, jkk.Amount.Amount));
        Assert.IsType<ContributionBracket>(jkk.Rate);
        Assert.IsType<ContributionDiscount>(jkk.Beside);
        Assert.All(explained.Runs.SelectMany(run => run.Lines).SelectMany(line => line.Rows), row => Assert.NotEmpty(row.Article));
    }

    /// <summary>JP up to the ceiling: 10,547,400 until February, 11,086,300 from March 2026; 2 % and 1 %.</summary>
    [Fact]
    public async Task A_wage_opens_into_shares_and_the_ceiling_of_the_month()
    {
        var explained = (await Explanations.OfAsync(
            new ExplainContribution
            {
                Segment = "Pu",
                Monthly = "12.000.000",
                EmployerClass = "Medium",
                RiskGroup = "1",
                FromMonth = "02-2026",
                Months = "2",
            },
            Desk.Cancel)).Value;

        Assert.Equal(2, explained.Runs.Count);
        Assert.Equal([10_547_400L, 11_086_300L], explained.Runs.Select(run => Jp(run).Base.Amount));
        Assert.Equal([210_948L, 221_726L], explained.Runs.Select(run => Jp(run).Amount.Amount));
        Assert.All(explained.Runs, run => Assert.IsType<JpWageCeiling>(Jp(run).Beside));
        Assert.All(explained.Runs, run => Assert.Equal(0, run.Lines.Single(line => line.Program == InsuranceProgram.Jkp).Amount.Amount));

        static QuoteLine Jp(QuoteRun run) => run.Lines.Single(line => line.Program == InsuranceProgram.Jp && line.Bearer == LineBearer.Employer);
    }

    public static TheoryData<string, ExplainContribution, string> Refused => new()
    {
        { "no segment", Bpu with { Segment = null, Category = null }, "quote.choice-missing" },
        { "no income", Bpu with { Monthly = "banyak" }, "rupiah.not-whole-rupiah" },
        { "no month", Bpu with { FromMonth = "" }, "month.missing" },
        { "not a month", Bpu with { FromMonth = "2026-13" }, "month.not-a-month" },
        { "no count", Bpu with { Months = "x" }, "quote.months-out-of-range" },
        { "before the law", Bpu with { FromMonth = "2001-01", Months = "1" }, "quote.no-rule-in-force" },
        { "before the portal knew", Bpu with { KnownOn = "1-1-2020" }, "quote.not-known-yet" },
        { "no day", Bpu with { KnownOn = "kemarin" }, "date.not-a-date" },
    };

    [Theory, MemberData(nameof(Refused))]
    public async Task What_cannot_be_explained_is_refused_with_its_reason(string about, ExplainContribution input, string code)
    {
        Assert.NotEmpty(about);
        Assert.Contains(code, (await Explanations.OfAsync(input, Desk.Cancel)).Codes());
    }

    /// <summary>A rule is corrected for a month that is billed already: the bill stays, and both prices are told.</summary>
    [Fact]
    public async Task A_bill_comes_out_the_same_as_then_and_otherwise_as_known_since()
    {
        var enrollment = await Desk.AcceptedAsync();
        var bill = await Desk.BillOfAsync(enrollment);
        var thisMonth = new DateOnly(A.Today.Year, A.Today.Month, 1);
        await Desk.ApprovedAsync(await Desk.ProposedAsync(ProposalKind.FlatContribution, Proposals.Flat("7.000", thisMonth)));

        var then = (await Explanations.OfBillAsync(bill.Id, null, SmallBank.Officer.Actor, Desk.Cancel))!;
        var since = (await Explanations.OfBillAsync(bill.Id, MuchLater, SmallBank.Officer.Actor, Desk.Cancel))!;

        Assert.Equal(bill.Total, then.Total);
        Assert.Equal(bill.Total, then.Runs.Select(run => run.Total).Sum());
        Assert.Equal((bill.Total, 0), (then.Recomputed, then.Differences.Count));
        Assert.Equal(bill.Total, since.Total);
        Assert.Equal(bill.Months, since.Differences.Count);
        Assert.All(since.Differences, line => Assert.Equal(InsuranceProgram.Jkm, line.Program));
        Assert.Equal(since.Recomputed.Amount - bill.Total.Amount, since.Differences.Sum(line => line.Recomputed!.Value.Amount - line.Billed!.Value.Amount));
        Assert.True(since.Recomputed > bill.Total);
        // The row it was priced by is shown in the words of that time, though it was closed since.
        Assert.Equal(6_800, ((FlatContribution)then.Runs[0].Lines.Single(line => line.Program == InsuranceProgram.Jkm).Rate).Amount.Amount);
    }

    /// <summary>A duty learned later adds its programme only to what is asked with that knowledge.</summary>
    [Fact]
    public async Task The_programmes_are_those_of_the_duty_as_it_was_known()
    {
        var thisMonth = new DateOnly(A.Today.Year, A.Today.Month, 1);
        await Desk.ApprovedAsync(await Desk.ProposedAsync(ProposalKind.ProgramDuty, Proposals.Cited with
        {
            ValidFrom = A.Date(thisMonth),
            Category = "SelfEmployed",
            Program = "Jht",
            IsMandatory = "true",
        }));
        var asked = Bpu with { FromMonth = Month.Of(A.Today).ToString(), Months = "1" };

        var then = (await Explanations.OfAsync(asked with { KnownOn = A.Date(A.Today) }, Desk.Cancel)).Value;
        var now = (await Explanations.OfAsync(asked, Desk.Cancel)).Value;

        Assert.DoesNotContain(then.Runs[0].Lines, line => line.Program == InsuranceProgram.Jht);
        Assert.Equal(59_000, now.Runs[0].Lines.Single(line => line.Program == InsuranceProgram.Jht).Amount.Amount);
    }

    [Fact]
    public async Task What_the_participant_states_later_changes_no_bill()
    {
        var enrollment = await Desk.AcceptedAsync();
        var bill = await Desk.BillOfAsync(enrollment);

        await Desk.Database.AsOwnerAsync("update participations set category = 'Employer', sector = 'Transport'");
        var explained = (await Explanations.OfBillAsync(bill.Id, null, SmallBank.Officer.Actor, Desk.Cancel))!;
        var refused = await Desk.Database.RefusalAsync("update bills set sector = 'Transport'");

        Assert.Empty(explained.Differences);
        Assert.Equal("bill.is-fixed", refused.MessageText);
    }

    [Fact]
    public async Task A_bill_of_another_office_is_not_there()
    {
        var bill = await Desk.BillOfAsync(await Desk.AcceptedAsync());

        Assert.Null(await Explanations.OfBillAsync(bill.Id, null, SmallBank.OtherOfficer.Actor, Desk.Cancel));
    }

    [Fact]
    public async Task The_pages_say_it_in_words()
    {
        var bill = await Desk.BillOfAsync(await Desk.AcceptedAsync());
        var officer = await _portal.SignInAsync(SmallBank.Officer);

        var asked = await officer.ReadAsync(
            "/Rules/Explain?Input.Segment=Bpu&Input.Monthly=3000000&Input.Category=SelfEmployed&Input.Sector=Other&Input.Payer=Self&Input.FromMonth=2026-12&Input.Months=1");
        var refused = await officer.GetAsync("/Rules/Explain?Input.Segment=Bpu&Input.Monthly=3000000&Input.FromMonth=x");
        var details = await officer.ReadAsync($"/Bills/Details/{bill.Id}");
        var explained = await officer.ReadAsync($"/Bills/Explain/{bill.Id}");
        var early = await officer.GetAsync($"/Bills/Explain/{bill.Id}?KnownOn=1-1-2020");

        Assert.Equal("Rp18.150", asked.QuerySelector("section.sum output")!.TextContent);
        Assert.Contains("PP 50/2025", asked.QuerySelector("table")!.TextContent, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.StatusCode);
        Assert.NotNull((await refused.HtmlAsync()).MessageAt("Input_FromMonth"));
        Assert.NotNull(details.QuerySelector($"a[href$='/Bills/Explain/{bill.Id}']"));
        Assert.Contains("hasil hitung ulang sama", explained.QuerySelector(".note.ok")!.TextContent, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, early.StatusCode);
        Assert.NotNull((await early.HtmlAsync()).MessageAt("KnownOn"));
    }
}
