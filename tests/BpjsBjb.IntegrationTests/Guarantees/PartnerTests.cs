using System.Net;
using BpjsBjb.IntegrationTests.Cover;
using BpjsBjb.IntegrationTests.Data;
using BpjsBjb.IntegrationTests.Http;
using BpjsBjb.IntegrationTests.Support;
using BpjsBjb.Services.Access;
using BpjsBjb.Services.Guarantees;

namespace BpjsBjb.IntegrationTests.Guarantees;

/// <summary>Kadin and LPDB see sums that name nobody, and nothing else.</summary>
public sealed class PartnerTests(PostgresServer server)
{
    private static readonly TestUser[] Partners = [SmallBank.Kadin, SmallBank.Lpdb];

    /// <summary>Six loans of a regency and four of another: the four are hidden, and the six with them, because the sum is told.</summary>
    [Fact]
    public async Task A_cell_of_four_is_hidden_and_so_is_the_one_it_could_be_computed_from()
    {
        await using var desk = await DeskAsync();
        for (var i = 0; i < 10; i++) await PaidOutInAsync(desk, i < 6 ? "3204" : "3277");
        for (var i = 0; i < 7; i++) await PaidOutInAsync(desk, "3273");

        var figures = await ReadAsync(desk, SmallBank.Kadin);

        Assert.Equal(17, figures.Whole!.Loans);
        Assert.Equal([("3204", null), ("3273", 7L), ("3277", null)], figures.Regencies.Select(line => (line.Key, line.Loans)));
        Assert.All(figures.Regencies.Where(line => line.IsHidden), line => Assert.Equal((null, null, null), (line.Amount, line.Outstanding, line.Covered)));
        Assert.Equal(7 * 120_000_000L, figures.Regencies[1].Amount!.Value.Amount);
        Assert.Null(figures.Whole.Covered); // all are covered: the others are fewer than five
    }

    [Fact]
    public async Task Where_nothing_can_stand_beside_a_small_cell_the_sum_and_all_its_parts_are_hidden()
    {
        await using var desk = await DeskAsync();
        for (var i = 0; i < 6; i++) await PaidOutInAsync(desk, i < 4 ? "3204" : "3277");

        var figures = await ReadAsync(desk, SmallBank.Kadin);

        Assert.True(figures.Whole!.IsHidden);
        Assert.All(figures.Regencies.Concat(figures.Products), line => Assert.True(line.IsHidden));
    }

    [Fact]
    public async Task Five_on_either_side_are_told_and_four_are_not()
    {
        await using var desk = await DeskAsync();
        for (var i = 0; i < 10; i++) await PaidOutInAsync(desk, "3204");
        await LapseAsync(desk, 5);
        var told = (await ReadAsync(desk, SmallBank.Kadin)).Whole!;
        await LapseAsync(desk, 6);
        var hidden = (await ReadAsync(desk, SmallBank.Kadin)).Whole!;

        Assert.Equal((10L, 5L, 5L), (told.Loans!.Value, told.Covered!.Value, told.Uncovered!.Value));
        Assert.Equal((10L, null, null), (hidden.Loans!.Value, hidden.Covered, hidden.Uncovered));
    }

    [Fact]
    public async Task Lpdb_sees_what_it_guarantees_or_funds_and_no_other_loan_and_kadin_every_guarantor()
    {
        await using var desk = await DeskAsync();
        for (var i = 0; i < 12; i++)
        {
            var loan = await PaidOutInAsync(desk, "3204");
            if (i < 6) await desk.PremiumAsync(await desk.GuaranteedAsync(loan, layer: GuaranteeSteps.Layer(1, "JAMKRIDA-JABAR", "70")));
        }

        for (var i = 0; i < 5; i++) await FundedAsync(desk);

        var lpdb = await ReadAsync(desk, SmallBank.Lpdb);
        var kadin = await ReadAsync(desk, SmallBank.Kadin);

        Assert.Equal(5, lpdb.Whole!.Loans);
        Assert.Equal(["Funding"], lpdb.Parts.Select(line => line.Key));
        Assert.Equal(17, kadin.Whole!.Loans);
        Assert.Equal([("JAMKRIDA-JABAR", 6L, 6 * 84_000_000L)], kadin.Parts.Select(line => (line.Key, line.Loans!.Value, line.Guaranteed!.Value.Amount)));
    }

    [Fact]
    public async Task Nobody_else_is_told_a_sum_and_no_partner_gets_a_row_of_any_table()
    {
        await using var desk = await DeskAsync();
        for (var i = 0; i < 6; i++) await PaidOutInAsync(desk, "3204");

        foreach (var user in SmallBank.Users.Except(Partners))
        {
            Assert.Equal(0L, await desk.Database.AsAppAsync(RowScope.Of(user.Actor), "select count(*) from partner_figures()"));
        }

        foreach (var user in Partners)
        {
            foreach (var table in RowPolicyTests.TablesOfDebtors)
            {
                var rows = await desk.Database.AsAppAsync(RowScope.Of(user.Actor), $"select count(*) from {table.Data}");
                Assert.Equal($"{table.Data} 0", $"{table.Data} {rows}");
            }

            Assert.Equal(0L, await desk.Database.AsAppAsync(RowScope.Of(user.Actor), "select count(*) from loan_stacks(portal_today())"));
        }

        Assert.NotEqual(0L, await desk.Database.AsAppAsync(RowScope.Of(SmallBank.Kadin.Actor), "select count(*) from partner_figures()"));
    }

    [Fact]
    public async Task A_partner_lands_on_the_sums_has_them_as_a_workbook_and_opens_no_other_page_of_the_work()
    {
        await using var portal = new Portal(server);
        await portal.InitializeAsync();
        var loan = await portal.Desk.PaidOutAsync();
        foreach (var user in Partners)
        {
            var visitor = await portal.SignInAsync(user);
            var home = await visitor.GetAsync("/");
            var page = await (await visitor.GetAsync("/Partners")).HtmlAsync();
            var sheet = await visitor.GetAsync("/Partners?handler=Excel");

            Assert.Equal((HttpStatusCode.Redirect, "/Partners"), (home.StatusCode, home.Headers.Location!.OriginalString));
            Assert.Equal(["/Partners"], page.QuerySelectorAll("nav.nav a").Select(link => link.GetAttribute("href")));
            Assert.Equal(HttpStatusCode.OK, sheet.StatusCode);
            Assert.DoesNotContain("Budi Rekaan", page.Body!.TextContent, StringComparison.Ordinal);
            foreach (var address in new[] { "/Loans", $"/Loans/Details/{loan.Id}", "/Loans/Stack", "/Enrollments", "/Claims", "/Employers", "/Dashboards", "/Rules", "/Users", "/Audit" })
            {
                Assert.Equal($"{address} {HttpStatusCode.Forbidden}", $"{address} {(await visitor.GetAsync(address)).StatusCode}");
            }
        }

        Assert.Equal(HttpStatusCode.Forbidden, (await (await portal.SignInAsync(SmallBank.Auditor)).GetAsync("/Partners")).StatusCode);
    }

    private static Task<PartnerFigures> ReadAsync(Desk desk, TestUser reader) => desk.Get<PartnerSearch>().ReadAsync(reader.Actor, Desk.Cancel);

    /// <summary>Puts a paid-out loan of a debtor of its own into a regency.</summary>
    private static async Task<Guid> PaidOutInAsync(Desk desk, string regency)
    {
        var loan = await desk.PaidOutAsync();
        await desk.Database.AsOwnerAsync(
            $"alter table loans disable trigger user; update loans set regency_code = '{regency}' where id = '{loan.Id}'; alter table loans enable trigger user");
        return loan.Id;
    }

    private static async Task FundedAsync(Desk desk)
    {
        var loan = await desk.ClearedAsync();
        Assert.Empty((await desk.Get<GuaranteeFileService>().FundAsync(loan.Id, new ChooseFunding { Source = "LPDB" }, SmallBank.Officer.Actor, Desk.Cancel)).Refusals);
        Assert.Empty((await desk.Loans.DisburseAsync(loan.Id, loan.Version, A.Payout(), SmallBank.Supervisor.Actor, Desk.Cancel)).Refusals);
    }

    /// <summary>Takes this month away from the first so many participations.</summary>
    private static async Task LapseAsync(Desk desk, int many) => await desk.Database.AsOwnerAsync(
        $"""
         alter table covered_months disable trigger user;
         delete from covered_months where participation_id in (select participation_id from loan_insured order by participation_id limit {many});
         alter table covered_months enable trigger user
         """);

    private async Task<Desk> DeskAsync()
    {
        var desk = new Desk(server);
        await desk.InitializeAsync();
        return desk;
    }
}
