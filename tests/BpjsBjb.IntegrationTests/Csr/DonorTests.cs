using System.Net;
using BpjsBjb.Domain.Common;
using BpjsBjb.Domain.People;
using BpjsBjb.IntegrationTests.Http;
using BpjsBjb.IntegrationTests.Support;
using BpjsBjb.Services.Access;
using BpjsBjb.Services.Audit;
using BpjsBjb.Services.Csr;
using BpjsBjb.Services.Reference;
using BpjsBjb.Web.Proofs;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace BpjsBjb.IntegrationTests.Csr;

/// <summary>A donor sees its own funds in numbers that name nobody, and can check that its money paid for whom it says.</summary>
public sealed class DonorTests(PostgresServer server)
{
    private static readonly ReferenceKind Occupations = Sheets.Kind(ReferenceName.Occupations);

    [Fact]
    public async Task A_donor_sees_its_own_funds_and_nobody_elses_and_no_row_of_any_table()
    {
        await using var desk = await DeskAsync();
        var own = await PaidForAsync(desk, 6);
        var others = await PaidForAsync(desk, 6);
        Assert.Empty(await FundsAsync(desk));
        await ShowAsync(desk, own);

        var fund = Assert.Single(await FundsAsync(desk));
        var figures = await FiguresAsync(desk, own);

        Assert.Equal((own, 10_000_000L, fund.Bound), (fund.Id, fund.Donated.Amount, fund.Paid));
        Assert.Equal(fund.Donated - fund.Paid, fund.Unspent);
        Assert.Equal((6L, 36L), (figures!.Whole!.People!.Value, figures.Whole.PersonMonths!.Value));
        Assert.Equal(6, figures.Months.Count);
        Assert.All(figures.Months, month => Assert.Equal(6, month.People));
        Assert.Equal([("Unrecorded", 6L)], figures.NextPayers.Select(cell => (cell.Key, cell.People!.Value)));
        Assert.Null(await FiguresAsync(desk, others));
        Assert.Null(await desk.Get<CsrBlindedLists>().ReadAsync(others, SmallBank.Donor.Actor, Desk.Cancel));
        Assert.Null((await desk.Get<CsrDonorSearch>().DashboardAsync(SmallBank.Donor.Actor, Desk.Cancel)).Whole);

        foreach (var table in new[]
        {
            "csr_funds", "csr_fund_regions", "csr_documents", "csr_donations", "csr_lists", "csr_candidates", "csr_allocations", "csr_prices", "csr_items",
            "csr_months", "csr_choices", "csr_skipped_months", "csr_approvals", "csr_handovers", "csr_bills", "csr_bill_payments", "csr_exceptions", "csr_next_payers",
            "csr_benefits", "csr_looks", "csr_requests", "csr_erasures", "csr_dashboard()",
        })
        {
            Assert.Equal($"{table} 0", $"{table} {await desk.Database.AsAppAsync(RowScope.Of(SmallBank.Donor.Actor), $"select count(*) from {table}")}");
        }
    }

    [Fact]
    public async Task Staff_read_the_same_numbers_of_their_own_offices_alone()
    {
        await using var desk = await DeskAsync();
        var fund = await PaidForAsync(desk, 6);

        Assert.Equal(6, (await FiguresAsync(desk, fund, SmallBank.Reviewer))!.Whole!.People);
        Assert.Equal(6, (await FiguresAsync(desk, fund, SmallBank.Auditor))!.Whole!.People);
        Assert.Null(await FiguresAsync(desk, fund, SmallBank.OtherReviewer));
        Assert.Null(await FiguresAsync(desk, fund, SmallBank.OtherRegional));
        Assert.Null(await FiguresAsync(desk, fund, SmallBank.Admin));
    }

    [Fact]
    public async Task Four_people_are_hidden_and_with_them_the_cell_they_could_be_computed_from()
    {
        await using var desk = await DeskAsync();
        var fund = await desk.FundedAsync();
        await desk.NamedAsync(fund, 4, region: "3277");
        await desk.NamedAsync(fund, 6, region: "3204");
        await desk.NamedAsync(fund, 7, region: "3273");
        await desk.CoveredAsync(fund, "1.700.000");
        await ShowAsync(desk, fund);

        var figures = (await FiguresAsync(desk, fund))!;

        Assert.Equal(17, figures.Whole!.People);
        Assert.Equal([("3204", null), ("3273", 7L), ("3277", (long?)null)], figures.Regencies.Select(cell => (cell.Key, cell.People)));
        Assert.All(figures.Regencies.Where(cell => cell.IsHidden), cell => Assert.Null(cell.PersonMonths));
        Assert.Equal([("NELAYAN", 17L)], figures.Occupations.Select(cell => (cell.Key, cell.People!.Value)));
    }

    [Fact]
    public async Task Where_no_other_cell_can_stand_beside_a_small_one_the_whole_is_hidden()
    {
        await using var desk = await DeskAsync();
        var fund = await desk.FundedAsync();
        await desk.NamedAsync(fund, 1, region: "3277");
        await desk.NamedAsync(fund, 5, region: "3204");
        await desk.CoveredAsync(fund, "600.000");
        await ShowAsync(desk, fund);

        var figures = (await FiguresAsync(desk, fund))!;

        Assert.True(figures.Whole!.IsHidden); // one and five: their sum of six would give the one away
        Assert.All(figures.Regencies.Concat(figures.Occupations).Concat(figures.Months).Concat(figures.NextPayers), cell => Assert.True(cell.IsHidden));
        Assert.Null(await desk.Get<CsrBlindedLists>().ReadAsync(fund, SmallBank.Donor.Actor, Desk.Cancel)); // its length would
    }

    [Theory]
    [InlineData(4, true)]
    [InlineData(5, false)]
    public async Task Five_people_are_told_and_four_are_not(int people, bool isHidden)
    {
        await using var desk = await DeskAsync();
        var fund = await PaidForAsync(desk, people);

        Assert.Equal(isHidden, (await FiguresAsync(desk, fund, SmallBank.Reviewer))!.Whole!.IsHidden);
    }

    [Fact]
    public async Task After_the_fund_those_without_a_payer_are_counted_and_a_small_side_hides_both()
    {
        await using var desk = await DeskAsync();
        var fund = await desk.FundedAsync();
        var people = await desk.NamedAsync(fund, 10);
        var allocation = await desk.CoveredAsync(fund, "1.000.000");
        var next = new RecordNextPayer { Payer = "None", AllWithout = "true" };
        Assert.Equal(10, (await desk.Get<CsrFollowService>().RecordNextPayerAsync(allocation, next, SmallBank.Reviewer.Actor, Desk.Cancel)).Value);
        await desk.MoveToAsync(new DateOnly(2027, 5, 10));
        await CoverJuneAsync(people.Take(5));

        await desk.MoveToAsync(new DateOnly(2027, 6, 10));
        var told = (await FiguresAsync(desk, fund, SmallBank.Reviewer))!;
        var line = Assert.Single((await desk.Get<CsrDonorSearch>().DashboardAsync(SmallBank.Reviewer.Actor, Desk.Cancel)).Funds, one => one.Key == $"{fund}");

        Assert.Equal([("Continued", 5L), ("Lapsed", 5L)], told.After.Select(cell => (cell.Key, cell.People!.Value)));
        Assert.Equal([("None", 10L)], told.NextPayers.Select(cell => (cell.Key, cell.People!.Value)));
        Assert.Equal((10L, 60L, 10L, 5L, 10L), (line.People, line.PersonMonths, line.Ended, line.Continued, line.WithoutPayer));

        await desk.MoveToAsync(new DateOnly(2027, 7, 10));
        var lapsed = (await FiguresAsync(desk, fund, SmallBank.Reviewer))!;
        Assert.Equal(2, lapsed.After.Count);
        Assert.All(lapsed.After, cell => Assert.True(cell.IsHidden)); // nobody goes on: that would tell of each of them

        async Task CoverJuneAsync(IEnumerable<int> numbers)
        {
            var second = await desk.FundedAsync(CsrSteps.Fund(months: 1) with { FirstMonth = "06-2027" });
            await desk.NamedAsync(second, numbers.Select(number => CsrSteps.Row(number)));
            await desk.CoveredAsync(second, "500.000", months: 1, first: "06-2027");
        }
    }

    [Fact]
    public async Task Two_administrators_decide_whose_funds_a_donors_person_sees()
    {
        await using var desk = await DeskAsync();
        var own = await PaidForAsync(desk, 5);
        await PaidForAsync(desk, 5);
        var donor = await DonorOfAsync(desk, own);
        var input = new InviteUser { Email = "baru@donatur.test", FullName = "Orang Donatur", Role = "DonorViewer", OfficeId = $"{SmallBank.Donor.OfficeId}" };

        Assert.Equal(["grant.donor-missing@DonorId"], (await InviteAsync(input)).CodesAtFields());
        Assert.Equal(["grant.donor-missing@DonorId"], (await InviteAsync(input with { DonorId = $"{SmallBank.Donor.Id}" })).CodesAtFields());
        Assert.Equal(["grant.donor-not-needed@DonorId"], (await InviteAsync(input with { Role = "Auditor", DonorId = $"{donor}" })).CodesAtFields());
        var invited = await InviteAsync(input with { DonorId = $"{donor}" });
        Assert.Empty(invited.Refusals);

        var person = new Actor(invited.Value, Role.DonorViewer, SmallBank.Donor.OfficeId, OfficeInterval.Nothing, OfficeInterval.Nothing);
        Assert.Empty(await desk.Get<CsrDonorSearch>().FundsAsync(person, Desk.Cancel));
        var waiting = Assert.Single(await desk.Get<UserSearch>().ProposalsAsync(Desk.Cancel));
        Assert.StartsWith("Donatur Rekaan", waiting.Donor, StringComparison.Ordinal);
        Assert.Empty((await desk.Get<GrantService>().ApproveAsync(waiting.Id, waiting.Version, SmallBank.OtherAdmin.Actor, Desk.Cancel)).Refusals);
        Assert.Equal(own, Assert.Single(await desk.Get<CsrDonorSearch>().FundsAsync(person, Desk.Cancel)).Id);

        Task<Result<Guid>> InviteAsync(InviteUser typed) => desk.Get<GrantService>().InviteAsync(typed, SmallBank.Admin.Actor, Desk.Cancel);
    }

    [Fact]
    public async Task A_donors_person_is_invited_through_the_pages_and_they_say_whose_funds_are_shown()
    {
        await using var portal = new Portal(server);
        await portal.InitializeAsync();
        var fund = await PaidForAsync(portal.Desk, 5);
        var name = await portal.Desk.Database.ReadAsync<string>("select name from csr_donors where id = $1", await DonorOfAsync(portal.Desk, fund));
        var email = $"donatur{A.Number()}@donatur.test";
        var one = await portal.SignInAsync(SmallBank.Admin);
        (string, string)[] typed =
        [
            ("Input.Email", email), ("Input.FullName", "Orang Donatur Rekaan"), ("Input.Role", nameof(Role.DonorViewer)),
            ("Input.OfficeId", $"{SmallBank.Donor.OfficeId}"), ("Input.ValidTo", "31-12-2026"),
        ];

        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await one.SubmitAsync("/Users/Invite", typed)).StatusCode);
        var invited = await one.SubmitAsync("/Users/Invite", [.. typed, ("Input.DonorId", $"{await DonorOfAsync(portal.Desk, fund)}")]);
        Assert.Equal(HttpStatusCode.Redirect, invited.StatusCode);
        var user = await portal.Desk.Database.ReadAsync<Guid>("select id from users where email = $1", email);
        Assert.Contains(name, await MainAsync(one, $"/Users/Details/{user}"), StringComparison.Ordinal);

        var other = await portal.SignInAsync(SmallBank.OtherAdmin);
        Assert.Contains(name, await MainAsync(other, "/Users/Approvals"), StringComparison.Ordinal);
        var grant = await portal.Desk.Database.ReadAsync<Guid>("select id from access_grants where user_id = $1", user);
        var approved = await other.SubmitAsync("/Users/Approvals", [], $"form[action*='Approve']:has(input[value='{grant}'])");
        var path = new Uri((await approved.HtmlAsync()).QuerySelector("[data-link]")!.TextContent).PathAndQuery;
        const string password = "tujuh gajah menari pagi";
        Assert.Equal(HttpStatusCode.Redirect, (await portal.Stranger().SubmitAsync(path, [("Input.Password", password), ("Input.Again", password)])).StatusCode);

        Assert.Contains(name, await MainAsync(other, $"/Users/Details/{user}"), StringComparison.Ordinal);
        Assert.Contains(name, await MainAsync(other, "/Users?role=DonorViewer"), StringComparison.Ordinal);

        static async Task<string> MainAsync(Visitor visitor, string address) => (await visitor.ReadAsync(address)).QuerySelector("main")!.TextContent;
    }

    [Fact]
    public async Task Benefits_are_told_of_five_people_and_not_of_four()
    {
        await using var desk = await DeskAsync();
        var fund = await desk.FundedAsync();
        await desk.NamedAsync(fund, 9);
        var allocation = await desk.CoveredAsync(fund, "900.000");
        await ShowAsync(desk, fund);
        await desk.MoveToAsync(new DateOnly(2027, 1, 5));
        var people = (await desk.Get<CsrSearch>().PeopleAsync(allocation, new CsrPeopleFilter(), SmallBank.Reviewer.Actor, Desk.Cancel)).Items;
        foreach (var person in people.Take(5)) await PaidAsync(person, "Accident", "1.000.000");
        foreach (var person in people.Skip(5)) await PaidAsync(person, "Death", "42.000.000");
        await PaidAsync(people[0], "Accident", "500.000", "21-12-2026"); // a second one of the same person

        var told = (await FiguresAsync(desk, fund))!.Benefits;

        Assert.Equal(
            [("Accident", (long?)5L, (long?)5_500_000L), ("Death", (long?)null, (long?)null)],
            told.OrderBy(cell => cell.Key, StringComparer.Ordinal).Select(cell => (cell.Key, cell.People, cell.Amount?.Amount)));

        async Task PaidAsync(CsrPerson person, string kind, string amount, string happened = "20-12-2026") =>
            Assert.Empty((await desk.Get<CsrFollowService>().RecordBenefitAsync(
                allocation, new RecordBenefit { CandidateId = $"{person.CandidateId}", Kind = kind, HappenedOn = happened, PaidOn = "05-01-2027", Amount = amount },
                SmallBank.Reviewer.Actor, Desk.Cancel)).Refusals);
    }

    [Fact]
    public async Task The_signed_list_is_checked_with_nothing_but_the_file_the_published_keys_and_one_code()
    {
        await using var portal = new Portal(server);
        await portal.InitializeAsync();
        var desk = portal.Desk;
        var fund = await desk.FundedAsync();
        await desk.NamedAsync(fund, 5);
        var allocation = await desk.CoveredAsync(fund, "500.000");
        await ShowAsync(desk, fund);
        var person = (await desk.Get<CsrSearch>().NamesAsync(allocation, isExport: false, new ReadPlace("/Csr/Names", null), SmallBank.Reviewer.Actor, Desk.Cancel))![0];
        var code = person.Code!;
        var donor = await portal.SignInAsync(SmallBank.Donor);
        var answer = await donor.GetAsync($"/Csr/Blinded/{fund}");
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        var file = await answer.Content.ReadAsStringAsync(Desk.Cancel);
        var keys = await portal.Stranger().Http.GetStringAsync(new Uri("/.well-known/gate-keys.json", UriKind.Relative), Desk.Cancel);

        var checkedFile = await new JsonWebTokenHandler().ValidateTokenAsync(file, new TokenValidationParameters
        {
            IssuerSigningKeys = new JsonWebKeySet(keys).GetSigningKeys(),
            ValidAlgorithms = [SecurityAlgorithms.EcdsaSha256],
            ValidTypes = [CsrBlindedToken.Type],
            ValidAudience = CsrBlindedToken.Audience,
            ValidateIssuer = false,
            ValidateLifetime = false, // the list says of which day it is
        });
        Assert.True(checkedFile.IsValid);
        var tokens = ((IEnumerable<object>)checkedFile.Claims["person_months"]).Cast<string>().ToList();
        Assert.Equal(30, Convert.ToInt32(checkedFile.Claims["count"], System.Globalization.CultureInfo.InvariantCulture));
        Assert.Equal(30, tokens.Distinct().Count());
        Assert.Equal(tokens.Order(StringComparer.Ordinal), tokens);

        Assert.Contains(Token(code, "2026-12"), tokens);
        Assert.Contains(Token(code, "2027-05"), tokens);
        Assert.DoesNotContain(Token(code, "2027-06"), tokens);
        Assert.DoesNotContain(Token(new string('0', 32), "2026-12"), tokens);
        Assert.DoesNotContain(person.Nik, file, StringComparison.Ordinal);
        Assert.NotEqual(code, desk.Vault.CsrCodeOf(Guid.Empty, desk.Vault.HashOf(Nik.Parse(person.Nik).Value))); // another code at another fund

        var number = checkedFile.Claims["sub"].ToString()!;
        Assert.True(await CountedAsync(number, code, "12-2026"));
        Assert.False(await CountedAsync(number, code, "06-2027"));
        var wrong = new CheckPersonMonth { Fund = "CSR-2026-9999", Code = "12" };
        Assert.Equal(
            ["csr.verify-fund-unknown@Fund", "csr.verify-code-wrong@Code", "month.missing@Month"],
            (await desk.Get<CsrBlindedLists>().IsCountedAsync(wrong, SmallBank.Donor.Actor, Desk.Cancel)).CodesAtFields());
        var page = await (await donor.SubmitAsync("/Csr/Verify", [("Input.Fund", number), ("Input.Code", code), ("Input.Month", "12-2026")])).HtmlAsync();
        Assert.NotNull(page.QuerySelector(".note.ok"));

        // As anybody computes it, without a line of the portal's.
        static string Token(string code, string month) => Convert.ToBase64String(
            System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.ASCII.GetBytes($"{code}|{month}"))).TrimEnd('=').Replace('+', '-').Replace('/', '_');

        async Task<bool> CountedAsync(string fundNumber, string personCode, string month) => (await desk.Get<CsrBlindedLists>().IsCountedAsync(
            new CheckPersonMonth { Fund = fundNumber, Code = personCode, Month = month }, SmallBank.Donor.Actor, Desk.Cancel)).Value;
    }

    [Fact]
    public async Task A_donor_lands_on_its_funds_has_them_on_paper_and_opens_no_other_page()
    {
        await using var portal = new Portal(server);
        await portal.InitializeAsync();
        var fund = await PaidForAsync(portal.Desk, 5);
        await ShowAsync(portal.Desk, fund);
        var donor = await portal.SignInAsync(SmallBank.Donor);

        var home = await donor.GetAsync("/");
        var page = await (await donor.GetAsync("/Csr/Donor")).HtmlAsync();
        Assert.Equal((HttpStatusCode.Redirect, "/Csr/Donor"), (home.StatusCode, home.Headers.Location!.OriginalString));
        Assert.Equal(["/Csr/Donor"], page.QuerySelectorAll("nav.nav a").Select(link => link.GetAttribute("href")));
        Assert.DoesNotContain("Orang Rekaan", page.Body!.TextContent, StringComparison.Ordinal);
        foreach (var (reader, handler, type) in new[] { (donor, "Pdf", "application/pdf"), (donor, "Excel", Services.Sheets.SheetWriter.ContentType) })
        {
            var paper = await reader.GetAsync($"/Csr/Report/{fund}?handler={handler}");
            Assert.Equal((HttpStatusCode.OK, type), (paper.StatusCode, paper.Content.Headers.ContentType!.MediaType));
        }

        Assert.Equal(HttpStatusCode.OK, (await (await portal.SignInAsync(SmallBank.Reviewer)).GetAsync($"/Csr/Report/{fund}")).StatusCode);
        foreach (var address in new[] { "/Csr", $"/Csr/Fund/{fund}", "/Csr/Dashboard", "/Loans", "/Enrollments", "/Claims", "/Employers", "/Dashboards", "/Rules", "/Users", "/Audit" })
        {
            Assert.Equal($"{address} {HttpStatusCode.Forbidden}", $"{address} {(await donor.GetAsync(address)).StatusCode}");
        }
    }

    [Fact]
    public async Task Occupations_are_added_changed_and_taken_out_of_use_by_administrators()
    {
        await using var desk = await DeskAsync();
        Assert.Empty((await desk.SavedAsync(Occupations, null, ["PENYELAM", "Penyelam", "Diver", "Other", "false"])).Refusals);
        Assert.Empty((await desk.SavedAsync(Occupations, "PENYELAM", ["PENYELAM", "Penyelam rekaan", "Diver", "Other", "true"])).Refusals);
        var stored = await desk.StoredAsync(Occupations, "PENYELAM");

        Assert.Equal(("Penyelam rekaan", "true"), (stored.Values["name"], stored.Values["is_retired"]));
        Assert.NotEmpty((await desk.SavedAsync(Occupations, null, ["penyelam", "Penyelam", "Diver", "Other", "false"])).Refusals);
        Assert.NotEmpty((await desk.SavedAsync(Occupations, null, ["PENYELAM", "Penyelam", "Diver", "Other", "false"])).Refusals);
        var columns = (await desk.Get<CsrListService>().SheetAsync(Desk.Cancel)).Columns;
        Assert.DoesNotContain("PENYELAM", columns.Single(column => column.Key == CandidateSheet.Occupation).Choices);
        var fund = await desk.FundedAsync();
        var list = await desk.ListedAsync(fund, await desk.WorkbookAsync(CsrSteps.Row(A.Number(), "PENYELAM")));
        Assert.Empty(list.Refusals);
        Assert.Equal(1, await desk.Database.ReadAsync<int>("select refused from csr_lists where id = $1", list.Value));
    }

    /// <summary>A fund of a donor of its own that has paid for so many people of Kabupaten Bandung.</summary>
    private static async Task<Guid> PaidForAsync(Desk desk, int people)
    {
        var fund = await desk.FundedAsync();
        await desk.NamedAsync(fund, people);
        await desk.CoveredAsync(fund, $"{people}00.000");
        return fund;
    }

    /// <summary>Lets the donor's person of the tests see the donor of this fund.</summary>
    private static async Task ShowAsync(Desk desk, Guid fund) => await desk.Database.AsOwnerAsync(
        "insert into csr_donor_viewers (grant_id, donor_id) values ($1, $2)", SmallBank.Donor.Id, await DonorOfAsync(desk, fund));

    private static Task<Guid> DonorOfAsync(Desk desk, Guid fund) => desk.Database.ReadAsync<Guid>("select donor_id from csr_funds where id = $1", fund);

    private static Task<IReadOnlyList<CsrFundSums>> FundsAsync(Desk desk) => desk.Get<CsrDonorSearch>().FundsAsync(SmallBank.Donor.Actor, Desk.Cancel);

    private static Task<CsrFigures?> FiguresAsync(Desk desk, Guid fund, TestUser? reader = null) =>
        desk.Get<CsrDonorSearch>().FiguresAsync(fund, (reader ?? SmallBank.Donor).Actor, Desk.Cancel);

    private async Task<Desk> DeskAsync()
    {
        var desk = new Desk(server);
        await desk.InitializeAsync();
        await desk.MoveToAsync(A.Today);
        return desk;
    }
}
