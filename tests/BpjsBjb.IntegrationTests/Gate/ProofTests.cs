using BpjsBjb.IntegrationTests.Support;
using BpjsBjb.Services.Gate;

namespace BpjsBjb.IntegrationTests.Gate;

/// <summary>Whoever goes around the gate with an administrator's rights is found the next night.</summary>
public sealed class ProofTests(PostgresServer server)
{
    [Fact]
    public async Task Payouts_that_went_through_the_gate_are_borne_out()
    {
        await using var desk = await NewAsync();
        var loan = await desk.ClearedAsync();
        Assert.Empty((await desk.Loans.DisburseAsync(loan.Id, loan.Version, A.Payout("1.000.000"), SmallBank.Supervisor.Actor, Desk.Cancel)).Refusals);

        Assert.Equal(0, await desk.Get<PayoutProver>().RunAsync(Desk.Cancel));

        var (proofs, differences) = await desk.Get<GateSearch>().ProofsAsync(SmallBank.Auditor.Actor, Desk.Cancel);
        Assert.Equal((1, 0), (proofs[0].Disbursements, proofs[0].Differences));
        Assert.Empty(differences);
    }

    [Fact]
    public async Task A_payout_written_by_an_administrator_is_named_with_all_that_is_wrong_with_it()
    {
        await using var desk = await NewAsync();
        var decided = await desk.DecideAsync((await desk.ClearedAsync()).Id); // the gate has begun
        var unpaid = await desk.UnpaidAsync();
        await desk.Database.AsRoleAsync(
            null,
            $"""
             alter table disbursements disable trigger user;
             insert into disbursements (id, loan_id, amount, value_date, reference, recorded_by, recorded_at)
             values (gen_random_uuid(), '{unpaid.Id}', 1000000, '{A.Today:yyyy-MM-dd}', 'LICIK', '{SmallBank.Supervisor.Id}', now() + interval '1 hour');
             """);

        Assert.NotEqual(Guid.Empty, decided);
        Assert.Equal(5, await desk.Get<PayoutProver>().RunAsync(Desk.Cancel));

        var (_, differences) = await desk.Get<GateSearch>().ProofsAsync(SmallBank.Auditor.Actor, Desk.Cancel);
        Assert.Equal(
            ["proof.guard-is-off", "proof.loan-not-disbursed", "proof.no-decision", "proof.not-covered", "proof.not-in-trail"],
            differences.Select(difference => difference.Code).Order(StringComparer.Ordinal));
        Assert.All(differences, difference => Assert.Equal(unpaid.Id, difference.LoanId));
        Assert.Equal(5L, await desk.Database.ReadAsync<long>(
            "select count(*) from notices where kind = 'ProofDiffers' and is_urgent and user_id = $1", SmallBank.Auditor.Id));

        // Told once, and gone when it is put right.
        Assert.Equal(5, await desk.Get<PayoutProver>().RunAsync(Desk.Cancel));
        Assert.Equal(5L, await desk.Database.ReadAsync<long>("select count(*) from notices where kind = 'ProofDiffers' and user_id = $1", SmallBank.Auditor.Id));
        await desk.Database.AsRoleAsync(
            null,
            """
            delete from disbursements where reference = 'LICIK';
            do $$ declare t record; begin
                for t in select tgname from pg_trigger where tgrelid = 'disbursements'::regclass and not tgisinternal loop
                    execute format('alter table disbursements enable always trigger %I', t.tgname);
                end loop;
            end $$;
            """);
        Assert.Equal(0, await desk.Get<PayoutProver>().RunAsync(Desk.Cancel));
    }

    [Fact]
    public async Task A_month_that_was_forged_or_taken_from_under_a_payout_is_found()
    {
        await using var desk = await NewAsync();
        var loan = await desk.ClearedAsync();
        Assert.Empty((await desk.Loans.DisburseAsync(loan.Id, loan.Version, A.Payout("1.000.000"), SmallBank.Supervisor.Actor, Desk.Cancel)).Refusals);

        await desk.Database.AsRoleAsync(null, "set session_replication_role = replica; delete from covered_months; delete from gate_differences");

        Assert.Equal(1, await desk.Get<PayoutProver>().RunAsync(Desk.Cancel));
        Assert.Equal(["proof.not-covered"], await desk.Database.ListAsync<string>("select code from gate_differences"));
    }

    [Fact]
    public async Task An_amount_changed_afterwards_is_not_the_trails()
    {
        await using var desk = await NewAsync();
        var loan = await desk.ClearedAsync();
        Assert.Empty((await desk.Loans.DisburseAsync(loan.Id, loan.Version, A.Payout("1.000.000"), SmallBank.Supervisor.Actor, Desk.Cancel)).Refusals);
        await desk.Database.AsRoleAsync(
            null,
            """
            alter table disbursements disable trigger disbursements_append_only; alter table disbursements disable trigger disbursements_audit;
            update disbursements set amount = 2000000;
            alter table disbursements enable always trigger disbursements_append_only; alter table disbursements enable always trigger disbursements_audit;
            """);

        Assert.Equal(1, await desk.Get<PayoutProver>().RunAsync(Desk.Cancel));
        Assert.Equal(["proof.not-in-trail"], await desk.Database.ListAsync<string>("select code from gate_differences"));
    }

    private async Task<Desk> NewAsync()
    {
        var desk = new Desk(server);
        await desk.InitializeAsync();
        return desk;
    }
}
