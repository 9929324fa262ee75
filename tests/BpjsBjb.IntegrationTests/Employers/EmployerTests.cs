using BpjsBjb.Domain.Common;
using BpjsBjb.Domain.Rules;
using BpjsBjb.IntegrationTests.Support;
using BpjsBjb.Services.Employers;

namespace BpjsBjb.IntegrationTests.Employers;

/// <summary>Business debtors on real PostgreSQL: one employer per tax number, its number by other eyes, programmes by size.</summary>
public sealed class EmployerTests(Desk desk) : IClassFixture<Desk>
{
    [Fact]
    public async Task One_tax_number_is_one_employer_however_many_officers_register_it_at_once()
    {
        var typed = EmployerFixtures.Cv();

        var answers = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => Task.Run(() => desk.Get<EmployerService>().RegisterAsync(
            typed with { Key = Guid.CreateVersion7(TimeProvider.System.GetUtcNow()) }, SmallBank.Officer.Actor, Desk.Cancel))));

        Assert.Single(answers, answer => !answer.IsRefused);
        Assert.All(answers.Where(answer => answer.IsRefused), answer => Assert.Equal(["employer.npwp-used@Npwp"], answer.CodesAtFields()));
    }

    [Fact]
    public async Task A_double_click_makes_one_employer()
    {
        var typed = EmployerFixtures.Cv();

        var answers = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(
            () => desk.Get<EmployerService>().RegisterAsync(typed, SmallBank.Officer.Actor, Desk.Cancel))));

        Assert.All(answers, answer => Assert.Equal(typed.Key, answer.Value));
    }

    [Fact]
    public async Task Fifteen_and_sixteen_digits_are_one_tax_number()
    {
        var typed = EmployerFixtures.Cv();
        await desk.RegisteredEmployerAsync(typed);

        var again = await desk.Get<EmployerService>().RegisterAsync(
            typed with { Key = Guid.Empty, Npwp = "0" + typed.Npwp }, SmallBank.OtherOfficer.Actor, Desk.Cancel);

        Assert.Equal(["employer.npwp-used@Npwp"], again.CodesAtFields());
    }

    [Fact]
    public async Task What_is_missing_is_said_at_once()
    {
        var refused = await desk.Get<EmployerService>().RegisterAsync(new StateEmployer(), SmallBank.Officer.Actor, Desk.Cancel);

        Assert.Equal(
            [
                "employer.legal-form-missing@LegalForm", "employer.name-missing@Name", "npwp.missing@Npwp", "business.type-unknown@BusinessTypeId",
                "rupiah.missing@Capital", "business.regency-unknown@RegencyCode", "debtor.bpjs-office-unknown@BpjsOfficeId",
            ],
            refused.CodesAtFields());
    }

    [Fact]
    public async Task Only_a_cooperative_has_a_cooperatives_number()
    {
        var typed = EmployerFixtures.Cv() with { CooperativeNumber = "3204010010001" };

        var refused = await desk.Get<EmployerService>().RegisterAsync(typed, SmallBank.Officer.Actor, Desk.Cancel);
        Assert.Equal(["employer.cooperative-number-not-for-form@CooperativeNumber"], refused.CodesAtFields());

        var id = await desk.RegisteredEmployerAsync();
        var raw = await desk.Database.RefusalAsync("update employers set cooperative_number = '3204010010001' where id = $1", id);
        Assert.Equal("ck_employers_cooperative_number", raw.ConstraintName);
    }

    [Fact]
    public async Task Whoever_registered_an_employer_does_not_enter_its_number()
    {
        var id = await desk.RegisteredEmployerAsync();
        var sameEyes = SmallBank.Reviewer.Actor with { UserId = SmallBank.Officer.Id };

        var refused = await desk.Get<EmployerService>().RecordNppAsync(id, await desk.EmployerVersionAsync(id), "JJ123456", sameEyes, Desk.Cancel);
        Assert.Equal(["employer.own-registration"], refused!.Codes());
    }

    [Fact]
    public async Task The_database_takes_a_number_from_a_reviewer_of_bpjs_alone_and_keeps_it()
    {
        var id = await desk.RegisteredEmployerAsync();

        foreach (var who in new[] { SmallBank.Officer, SmallBank.Colleague, SmallBank.Supervisor })
        {
            var refusal = await desk.Database.RefusalAsync(
                "update employers set npp = 'JJ000001', npp_by = $2, npp_at = now() where id = $1", id, who.Id);
            Assert.Equal(("BJ030", "employer.npp-not-by-bpjs"), (refusal.SqlState, refusal.MessageText));
        }

        await desk.NumberedAsync(id);
        var changed = await desk.Database.RefusalAsync("update employers set npp = 'JJ999999' where id = $1", id);
        Assert.Equal(("BJ030", "employer.npp-known"), (changed.SqlState, changed.MessageText));
    }

    [Fact]
    public async Task A_number_belongs_to_one_employer()
    {
        var (one, other) = (await desk.RegisteredEmployerAsync(), await desk.RegisteredEmployerAsync());
        var service = desk.Get<EmployerService>();
        Assert.Empty((await service.RecordNppAsync(one, await desk.EmployerVersionAsync(one), "JJ777777", SmallBank.Reviewer.Actor, Desk.Cancel))!.Refusals);

        var refused = await desk.Get<EmployerService>().RecordNppAsync(
            other, await desk.EmployerVersionAsync(other), "jj 777 777", SmallBank.Reviewer.Actor, Desk.Cancel);

        Assert.Equal(["employer.npp-used@Npp"], refused!.CodesAtFields());
    }

    [Fact]
    public async Task A_stale_page_changes_nothing()
    {
        var typed = EmployerFixtures.Cv();
        var id = await desk.RegisteredEmployerAsync(typed);
        var stale = await desk.EmployerVersionAsync(id);
        Assert.Empty((await desk.Get<EmployerService>().ChangeAsync(id, stale, typed with { Name = "CV Baru" }, SmallBank.Officer.Actor, Desk.Cancel))!.Refusals);

        var refused = await desk.Get<EmployerService>().ChangeAsync(id, stale, typed with { Name = "CV Lain" }, SmallBank.Officer.Actor, Desk.Cancel);

        Assert.Equal(["employer.changed-meanwhile"], refused!.Codes());
        Assert.Equal("CV Baru", (await desk.EmployerAsync(id))!.Name);
    }

    [Fact]
    public async Task Another_office_finds_neither_the_employer_nor_its_worker()
    {
        var id = await desk.PaidEmployerAsync();
        var worker = (await desk.EmployerAsync(id))!.Month.Workers[0].Id;
        var search = desk.Get<EmployerSearch>();

        foreach (var stranger in new[] { SmallBank.OtherOfficer, SmallBank.SiblingOfficer, SmallBank.OtherReviewer })
        {
            Assert.Null(await search.DetailsAsync(id, month: null, stranger.Actor, Desk.Cancel));
            Assert.Null(await search.WorkerAsync(id, worker, stranger.Actor, Desk.Cancel));
            Assert.DoesNotContain(
                (await search.ListAsync(new EmployerFilter(null, null, null, WithoutNpp: false, 1), stranger.Actor, Desk.Cancel)).Items, row => row.Id == id);
            Assert.Null(await desk.Get<EmployerService>().ChangeAsync(id, 1, EmployerFixtures.Cv(), stranger.Actor, Desk.Cancel));
            Assert.Null(await desk.Get<WorkerService>().AddAsync(id, EmployerFixtures.Worker(), stranger.Actor, Desk.Cancel));
        }
    }

    /// <summary>Perpres 109/2013 art. 6(3) and the rates of 2026, typed: capital, programmes, employer's and worker's share of Rp12,000,000 in group III.</summary>
    [Theory]
    [InlineData("900.000.000", "Jkk Jkm", 142_800, 0)]
    [InlineData("1.000.000.001", "Jkk Jkm Jht", 586_800, 240_000)]
    [InlineData("5.000.000.001", "Jkk Jkm Jht Jp", 808_526, 350_863)]
    [InlineData("10.000.000.001", "Jkk Jkm Jht Jp", 808_526, 350_863)]
    public async Task Programmes_follow_the_size_and_shares_the_ceiling_of_the_month(string capital, string programs, long employerShare, long workerShare)
    {
        var id = await desk.RegisteredEmployerAsync(EmployerFixtures.Cv() with { Capital = capital, AnnualSales = null, BusinessTypeId = "G3-095" });
        await desk.WithWorkerAsync(id, EmployerFixtures.Worker(wage: "12.000.000"));

        var month = (await desk.EmployerAsync(id))!.Month;

        Assert.Equal(programs, string.Join(' ', month.Programs));
        Assert.Equal((employerShare, workerShare), (month.TotalOf(WagePayer.Employer).Amount, month.TotalOf(WagePayer.Worker).Amount));
        Assert.Equal(employerShare + workerShare, month.Total.Amount);
        var jkp = Assert.Single(month.Workers[0].Quote!.Lines, line => line.Program == InsuranceProgram.Jkp);
        Assert.Equal(0, jkp.Amount.Amount);
        Assert.Contains(month.Notes, note => note.Code == "wage.jkp-recomposed");
    }

    [Fact]
    public async Task A_month_before_the_new_ceiling_keeps_its_own()
    {
        var id = await desk.RegisteredEmployerAsync(EmployerFixtures.Cv() with { Capital = "6.000.000.000", AnnualSales = null });
        await desk.WithWorkerAsync(id, EmployerFixtures.Worker(wage: "12.000.000", from: new DateOnly(2026, 1, 1)));

        // 2 % of 10,547,400 (from 1 March 2025) and of 11,086,300 (from 1 March 2026).
        Assert.Equal(210_948, (await desk.EmployerAsync(id, new Month(2026, 2)))!.Month.TotalOf(InsuranceProgram.Jp, WagePayer.Employer).Amount);
        Assert.Equal(221_726, (await desk.EmployerAsync(id, new Month(2026, 3)))!.Month.TotalOf(InsuranceProgram.Jp, WagePayer.Employer).Amount);
    }

    [Fact]
    public async Task The_tax_number_and_wages_are_sealed_at_rest()
    {
        var typed = EmployerFixtures.Cv();
        var id = await desk.RegisteredEmployerAsync(typed);
        await desk.WithWorkerAsync(id, EmployerFixtures.Worker(wage: "7.654.321"));

        var rows = await desk.Database.ReadAsync<string>(
            "select (select to_jsonb(e)::text from employers e where id = $1) || (select string_agg(to_jsonb(w)::text, '') from employer_workers w where employer_id = $1)", id);

        Assert.DoesNotContain(typed.Npwp!, rows, StringComparison.Ordinal);
        Assert.DoesNotContain("7654321", rows, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_place_of_business_is_kept_sealed_and_must_begin_with_the_employers_tax_number()
    {
        var typed = EmployerFixtures.Cv();
        var place = $"0{typed.Npwp}000123";

        var other = await desk.Get<EmployerService>().RegisterAsync(typed with { Nitku = $"0{EmployerFixtures.Npwp(A.Number())}000000" }, SmallBank.Officer.Actor, Desk.Cancel);
        var cut = await desk.Get<EmployerService>().RegisterAsync(typed with { Nitku = place[1..] }, SmallBank.Officer.Actor, Desk.Cancel);
        Assert.Equal(["nitku.of-another-taxpayer@Nitku"], other.CodesAtFields());
        Assert.Equal(["nitku.not-twenty-two-digits@Nitku"], cut.CodesAtFields());

        var id = await desk.RegisteredEmployerAsync(typed with { Nitku = place });
        Assert.Equal(place, (await desk.EmployerAsync(id))!.Nitku!.Digits);
        Assert.DoesNotContain(place, await desk.Database.ReadAsync<string>("select to_jsonb(e)::text from employers e where id = $1", id), StringComparison.Ordinal);
        Assert.Null((await desk.EmployerAsync(await desk.RegisteredEmployerAsync()))!.Nitku);
    }

    [Fact]
    public async Task A_month_is_priced_as_the_law_was_known_on_a_day()
    {
        var employer = await desk.PaidEmployerAsync();
        var month = Month.Of(desk.Clock.Today());
        var search = desk.Get<EmployerSearch>();
        var now = (await search.DetailsAsync(employer, month, SmallBank.Supervisor.Actor, Desk.Cancel))!;
        var first = DateOnly.FromDateTime(await desk.Database.ReadAsync<DateTime>("select min(recorded_at) at time zone 'Asia/Jakarta' from contribution_brackets"));

        var known = (await search.DetailsAsync(employer, month, A.Date(first), SmallBank.Supervisor.Actor, Desk.Cancel))!;
        var before = (await search.DetailsAsync(employer, month, A.Date(first.AddDays(-1)), SmallBank.Supervisor.Actor, Desk.Cancel))!;
        var nonsense = (await search.DetailsAsync(employer, month, "kemarin", SmallBank.Supervisor.Actor, Desk.Cancel))!;

        Assert.Equal((first, now.Month.Total, false), (known.KnownOn, known.Month.Total, known.CanBePaid));
        Assert.Null(before.KnownOn);
        Assert.Single(before.KnownOnRefusals);
        Assert.Equal(now.Month.Total, before.Month.Total);
        Assert.NotEmpty(nonsense.KnownOnRefusals);
    }
}
