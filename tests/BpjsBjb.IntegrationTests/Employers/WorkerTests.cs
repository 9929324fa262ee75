using BpjsBjb.Domain.Common;
using BpjsBjb.IntegrationTests.Support;
using BpjsBjb.Services.Employers;

namespace BpjsBjb.IntegrationTests.Employers;

/// <summary>Who is on the payroll and for which wage, and which months their employer paid.</summary>
public sealed class WorkerTests(Desk desk) : IClassFixture<Desk>
{
    private static readonly Month ThisMonth = Month.Of(A.Today);

    [Fact]
    public async Task One_person_is_on_the_payroll_once_however_often_they_are_added_at_once()
    {
        var id = await desk.RegisteredEmployerAsync();
        var worker = EmployerFixtures.Worker();

        var answers = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => Task.Run(
            () => desk.Get<WorkerService>().AddAsync(id, worker, SmallBank.Officer.Actor, Desk.Cancel))));

        Assert.Single(answers, answer => !answer!.IsRefused);
        Assert.All(answers.Where(answer => answer!.IsRefused), answer => Assert.Equal(["worker.already-open@Nik"], answer!.CodesAtFields()));
    }

    [Fact]
    public async Task Another_wage_is_a_stretch_of_its_own_and_earlier_months_keep_theirs()
    {
        var id = await desk.RegisteredEmployerAsync();
        var worker = await desk.WithWorkerAsync(id, EmployerFixtures.Worker(wage: "3.000.000"));
        var first = new DateOnly(A.Today.Year, A.Today.Month, 1);
        var version = (await desk.EmployerAsync(id))!.Month.Workers[0].Version;

        var changed = await desk.Get<WorkerService>().ChangeAsync(
            id, worker, version, EmployerFixtures.Worker(wage: "4.000.000", from: first), SmallBank.Officer.Actor, Desk.Cancel);

        Assert.Empty(changed!.Refusals);
        Assert.NotEqual(worker, changed.Value);
        Assert.Equal(4_000_000, Assert.Single((await desk.EmployerAsync(id))!.Month.Workers).Wage.Amount);
        Assert.Equal(3_000_000, Assert.Single((await desk.EmployerAsync(id, ThisMonth.Plus(-1)))!.Month.Workers).Wage.Amount);
    }

    [Fact]
    public async Task A_correction_from_the_first_day_is_the_same_stretch()
    {
        var id = await desk.RegisteredEmployerAsync();
        var typed = EmployerFixtures.Worker();
        var worker = await desk.WithWorkerAsync(id, typed);
        var version = (await desk.EmployerAsync(id))!.Month.Workers[0].Version;

        var changed = await desk.Get<WorkerService>().ChangeAsync(
            id, worker, version, typed with { FullName = "Budi Betul", MonthlyWage = "3.500.000" }, SmallBank.Officer.Actor, Desk.Cancel);

        Assert.Equal(worker, changed!.Value);
        var shown = Assert.Single((await desk.EmployerAsync(id))!.Month.Workers);
        Assert.Equal(("Budi Betul", 3_500_000), (shown.FullName, shown.Wage.Amount));
    }

    [Fact]
    public async Task Whoever_left_is_priced_in_their_last_month_and_in_none_after_it()
    {
        var id = await desk.RegisteredEmployerAsync();
        var worker = await desk.WithWorkerAsync(id);
        var version = (await desk.EmployerAsync(id))!.Month.Workers[0].Version;

        Assert.Equal(["worker.ends-before-start@LastDay"], (await EndAsync(new DateOnly(A.Today.Year - 1, 12, 31)))!.CodesAtFields());
        Assert.Empty((await EndAsync(A.Today))!.Refusals);

        Assert.Single((await desk.EmployerAsync(id))!.Month.Workers);
        Assert.Empty((await desk.EmployerAsync(id, ThisMonth.Plus(1)))!.Month.Workers);
        Assert.Equal(["worker.ended"], (await desk.Get<WorkerService>().ChangeAsync(
            id, worker, version, EmployerFixtures.Worker(), SmallBank.Officer.Actor, Desk.Cancel))!.Codes());

        async Task<Result<Guid>?> EndAsync(DateOnly on) =>
            await desk.Get<WorkerService>().EndAsync(id, worker, version, A.Date(on), SmallBank.Officer.Actor, Desk.Cancel);
    }

    [Fact]
    public async Task What_is_missing_of_a_worker_is_said_at_once()
    {
        var id = await desk.RegisteredEmployerAsync();

        var refused = await desk.Get<WorkerService>().AddAsync(id, new StateWorker(), SmallBank.Officer.Actor, Desk.Cancel);

        Assert.Equal(
            [
                "nik.missing@Nik", "full-name.missing@FullName", "date.missing@BirthDate", "worker.role-missing@Role", "rupiah.missing@MonthlyWage",
                "date.missing@From",
            ],
            refused!.CodesAtFields());
    }

    [Fact]
    public async Task A_director_is_paid_by_a_company_and_an_officer_by_a_cooperative()
    {
        var company = await desk.RegisteredEmployerAsync();
        var cooperative = await desk.RegisteredEmployerAsync(EmployerFixtures.Cooperative());

        await desk.WithWorkerAsync(company, EmployerFixtures.Worker(role: "Director"));
        await desk.WithWorkerAsync(cooperative, EmployerFixtures.Worker(role: "Officer"));
        var refused = await desk.Get<WorkerService>().AddAsync(
            cooperative, EmployerFixtures.Worker(role: "Director"), SmallBank.Officer.Actor, Desk.Cancel);

        Assert.Equal(["worker.role-not-of-form@Role"], refused!.CodesAtFields());
        Assert.True((await desk.EmployerAsync(company))!.Month.Total > Rupiah.Zero);
    }

    [Fact]
    public async Task A_payment_covers_the_workers_of_its_month_and_a_later_one_those_who_came()
    {
        var id = await desk.PaidEmployerAsync();
        Assert.All((await desk.EmployerAsync(id))!.Month.Workers, worker => Assert.True(worker.IsCovered));
        Assert.Equal(["employer.nobody-to-pay-for"], (await desk.PayAsync(id, amount: "16.200")).Codes());

        await desk.WithWorkerAsync(id, EmployerFixtures.Worker(name: "Susi Baru", from: A.Today));
        var waiting = Assert.Single((await desk.EmployerAsync(id))!.Month.Unpaid);
        Assert.Equal("Susi Baru", waiting.FullName);
        Assert.Equal(["employer.amount-differs@Amount"], (await desk.PayAsync(id, amount: "32.400")).CodesAtFields());
        Assert.Empty((await desk.PayAsync(id)).Refusals);

        Assert.Empty((await desk.EmployerAsync(id))!.Month.Unpaid);
    }

    [Fact]
    public async Task The_same_payment_sent_many_times_at_once_is_one()
    {
        var id = await desk.RegisteredEmployerAsync();
        await desk.WithWorkerAsync(id);
        await desk.NumberedAsync(id);

        var clicks = await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => Task.Run(() => desk.PayAsync(id, amount: "16.200", reference: $"PU-BALAP-{id:N}"))));

        Assert.Contains(clicks, click => !click.IsRefused);
        Assert.Equal(1L, await desk.Database.ReadAsync<long>("select count(*) from employer_payments where employer_id = $1", id));
    }

    [Fact]
    public async Task A_payment_needs_the_number_and_other_eyes()
    {
        var id = await desk.RegisteredEmployerAsync();
        await desk.WithWorkerAsync(id);
        Assert.Equal(["employer.npp-missing"], (await desk.PayAsync(id)).Codes());

        await desk.NumberedAsync(id);
        var own = SmallBank.Supervisor with { Id = SmallBank.Officer.Id };
        Assert.Equal(["employer.own-registration"], (await desk.PayAsync(id, by: own)).Codes());
        Assert.Equal(["employer.month-out-of-range"], (await desk.PayAsync(id, ThisMonth.Plus(1))).Codes());
    }

    [Fact]
    public async Task The_database_covers_nobody_beyond_those_the_payment_counts()
    {
        var id = await desk.RegisteredEmployerAsync();
        await desk.WithWorkerAsync(id);
        await desk.NumberedAsync(id);

        var refusal = await desk.Database.RefusalAsync(
            """
            insert into employer_payments (id, employer_id, month, worker_count, amount, paid_on, reference, recorded_by, recorded_at)
            values (gen_random_uuid(), $1, month_of(portal_today()), 2, 16200, portal_today(), 'PU-LANGSUNG', $2, now())
            """,
            id, SmallBank.Reviewer.Id);

        Assert.Equal(("BJ030", "employer.workers-changed"), (refusal.SqlState, refusal.MessageText));
    }
}
