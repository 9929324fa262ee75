using BpjsBjb.Domain.Claims;
using BpjsBjb.Domain.Rules;
using BpjsBjb.IntegrationTests.Support;
using BpjsBjb.Services.Claims;
using BpjsBjb.Services.Employers;
using Npgsql;

namespace BpjsBjb.IntegrationTests.Employers;

/// <summary>The claim of a wage earner: by the wage, of somebody who worked there, opened by one person and ended by another.</summary>
public sealed class WorkerClaimTests(PostgresServer server)
{
    [Fact]
    public async Task The_benefit_follows_the_wage_and_the_months_the_employer_paid_before()
    {
        await using var desk = await DeskAsync();
        var employer = await desk.PaidEmployerAsync();
        await desk.EmployerLoanAsync(employer);
        await desk.MoveToAsync(A.Today.AddDays(1)); // November was paid the day before
        var claim = await desk.WorkerClaimedAsync(employer, kind: ClaimKind.DeathAtWork);

        var details = (await DetailsAsync(desk, claim))!;

        Assert.Equal((ClaimStanding.Covered, 1), (details.Outlook.Standing, details.Outlook.Run));
        Assert.Equal(48 * 3_000_000, details.Outlook.Lines.Single(line => line.Rule.Kind == BenefitKind.JkkDeathBaseMonths).Amount!.Value.Amount);
        Assert.Equal("Budi Pekerja", details.FullName);
        Assert.Contains(details.Checklist, line => line.Rule.Form == "F3 KK1");
        var stored = await desk.Database.ReadAsync<byte[]>("select place_sealed from worker_claims where id = $1", claim);
        Assert.Equal(-1, stored.AsSpan().IndexOf("Bengkel"u8));
        Assert.Equal(claim, Assert.Single(await desk.Get<WorkerClaimSearch>().OfEmployerAsync(employer, SmallBank.Reviewer.Actor, Desk.Cancel)).Id);
        Assert.Null(await desk.Get<WorkerClaimSearch>().DetailsAsync(claim, SmallBank.OtherOfficer.Actor, Desk.Cancel));
        Assert.Empty(await desk.Get<WorkerClaimSearch>().OfEmployerAsync(employer, SmallBank.OtherOfficer.Actor, Desk.Cancel));
    }

    [Fact]
    public async Task Documents_and_steps_are_added_and_somebody_else_ends_it()
    {
        await using var desk = await DeskAsync();
        var employer = await desk.PaidEmployerAsync();
        await desk.EmployerLoanAsync(employer);
        var claim = await desk.WorkerClaimedAsync(employer);
        var service = desk.Get<WorkerClaimService>();
        var (officer, reviewer, today) = (SmallBank.Officer.Actor, SmallBank.Reviewer.Actor, A.Date(A.Today));

        Assert.Empty((await service.MarkAsync(claim, "AccidentReport", "Received", officer, Desk.Cancel))!.Refusals);
        Assert.Empty((await service.MarkAsync(claim, "AccidentReport", "Received", officer, Desk.Cancel))!.Refusals); // the other click
        Assert.Equal(["claim.item-missing@Item"], (await service.MarkAsync(claim, "AccidentReport", "Gone", officer, Desk.Cancel))!.CodesAtFields());
        Assert.Equal(["claim.step-not-for-kind@Step"], (await service.RecordAsync(claim, new RecordStep { Step = "HeirsTold", On = today }, officer, Desk.Cancel))!.CodesAtFields());
        Assert.Empty((await service.RecordAsync(claim, new RecordStep { Step = "AccidentReported", On = today }, reviewer, Desk.Cancel))!.Refusals);
        Assert.Null(await service.MarkAsync(claim, "IdentityCard", "Received", SmallBank.OtherOfficer.Actor, Desk.Cancel));
        var details = (await DetailsAsync(desk, claim))!;
        Assert.Equal(ItemState.Received, details.Checklist.Single(line => line.Rule.Item == ClaimItem.AccidentReport).State);
        Assert.Equal(A.Today, details.Deadlines.Single(deadline => deadline.Kind == ClaimDeadlineKind.AccidentReport).DoneOn);
        Assert.Equal(2, details.Story.Count);

        var paid = new CloseClaim { Outcome = "Paid", Amount = "12.000.000", PaidOn = today };
        Assert.Equal(["claim.own-claim"], (await service.CloseAsync(claim, paid, officer, Desk.Cancel))!.Codes());
        Assert.Empty((await service.CloseAsync(claim, paid, reviewer, Desk.Cancel))!.Refusals);
        Assert.Empty((await service.CloseAsync(claim, paid, reviewer, Desk.Cancel))!.Refusals); // the other click
        Assert.Equal(["claim.closed"], (await service.CloseAsync(claim, paid with { Amount = "13.000.000" }, reviewer, Desk.Cancel))!.Codes()); // no other click
        Assert.Equal(["claim.closed"], (await service.MarkAsync(claim, "IdentityCard", "Received", officer, Desk.Cancel))!.Codes());
        details = (await DetailsAsync(desk, claim))!;
        Assert.Equal((ClaimStatus.Paid, 12_000_000), (details.Status, details.End!.Amount!.Value.Amount));
        var changed = await Assert.ThrowsAsync<PostgresException>(() => desk.Database.AsOwnerAsync("update worker_claims set happened_on = happened_on - 1"));
        Assert.Equal("BJ001", changed.SqlState);
    }

    [Fact]
    public async Task It_is_of_somebody_who_worked_there_that_day_at_an_employer_with_a_loan_and_once()
    {
        await using var desk = await DeskAsync();
        var employer = await desk.PaidEmployerAsync();
        var worker = (await desk.EmployerAsync(employer))!.Month.Workers[0].Id;
        var service = desk.Get<WorkerClaimService>();
        var death = new OpenWorkerClaim
        {
            Worker = worker.ToString(),
            Kind = nameof(ClaimKind.DeathNotAtWork),
            HappenedOn = A.Date(A.Today),
            Place = "Rumah",
            ToldBy = nameof(ClaimTeller.Family),
            ToldOn = A.Date(A.Today),
        };
        Assert.Equal(["worker-claim.no-facility@"], await CodesAsync(death));
        await desk.EmployerLoanAsync(employer);

        Assert.Equal(
            ["claim.kind-missing@Kind", "claim.place-missing@Place", "claim.teller-missing@ToldBy", "date.missing@HappenedOn", "date.missing@ToldOn", "worker-claim.worker-missing@Worker"],
            await CodesAsync(new OpenWorkerClaim()));
        Assert.Equal(["claim.in-the-future@HappenedOn"], await CodesAsync(death with { HappenedOn = A.Date(A.Today.AddDays(1)) }));
        Assert.Equal(["worker-claim.not-employed@HappenedOn"], await CodesAsync(death with { HappenedOn = A.Date(new DateOnly(2025, 12, 31)) }));
        Assert.Equal(["claim.told-before-event@ToldOn"], await CodesAsync(death with { ToldOn = A.Date(A.Today.AddDays(-1)) }));
        Assert.Null(await service.OpenAsync(employer, death, SmallBank.OtherOfficer.Actor, Desk.Cancel));
        Assert.Empty(await CodesAsync(death));
        Assert.Empty(await CodesAsync(death)); // the other click
        Assert.Equal(["claim.already-open@"], await CodesAsync(death with { HappenedOn = A.Date(A.Today.AddDays(-1)) }));

        async Task<IReadOnlyList<string>> CodesAsync(OpenWorkerClaim input) =>
            [.. (await service.OpenAsync(employer, input, SmallBank.Officer.Actor, Desk.Cancel))!.CodesAtFields().Order(StringComparer.Ordinal)];
    }

    private static Task<WorkerClaimDetails?> DetailsAsync(Desk desk, Guid claim) =>
        desk.Get<WorkerClaimSearch>().DetailsAsync(claim, SmallBank.Officer.Actor, Desk.Cancel);

    private async Task<Desk> DeskAsync()
    {
        var desk = new Desk(server);
        await desk.InitializeAsync();
        return desk;
    }
}
