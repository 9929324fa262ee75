using BpjsBjb.IntegrationTests.Support;
using Npgsql;

namespace BpjsBjb.IntegrationTests.Gate;

/// <summary>Everything somebody might try to pay out without the facts, as every role of the database.</summary>
public sealed class AdversaryTests(Desk desk) : IClassFixture<Desk>
{
    private const string InsufficientPrivilege = "42501";

    private const string Insert =
        """
        insert into disbursements (id, loan_id, amount, value_date, reference, recorded_by, recorded_at)
        select gen_random_uuid(), id, 1, current_date, 'LANGSUNG-' || left(gen_random_uuid()::text, 8), registered_by, now() from loans limit 1
        """;

    /// <summary>What nobody but the gate may do, and the gate cannot sign in.</summary>
    private static readonly string[] Attacks =
    [
        Insert,
        "update disbursements set amount = amount + 1",
        "delete from disbursements",
        "truncate disbursements",
        "insert into gate_decisions select * from gate_decisions",
        "update gate_decisions set expires_at = now() + interval '1 day', is_open = true",
        "delete from gate_decisions",
        "insert into gate_waivers select * from gate_waivers",
        "update gate_waivers set verdict = 'Approved'",
        "insert into disbursement_attempts select * from disbursement_attempts",
        "delete from disbursement_attempts",
        "update gate_differences set gone_at = now()",
        "alter table disbursements disable trigger all",
        "alter table disbursements disable trigger disbursements_guard",
        "drop trigger disbursements_guard on disbursements",
        "alter table disbursements owner to current_user",
        "alter table disbursements no force row level security",
        "create or replace function disbursements_guard() returns trigger language plpgsql as 'begin return new; end'",
        "create table forged partition of covered_months for values from ('2090-01-01') to ('2091-01-01'); insert into disbursements default values",
        "select gate_pay_out(gen_random_uuid(), id, null, null, 1, current_date, 'X', now()) from loans limit 1",
        "grant bpjsbjb_gate to current_user",
    ];

    /// <summary>What the schema's owner may begin, since its functions are its own, and comes to nothing at the commit; and what a login alone is asked.</summary>
    private static readonly string[] AttacksOfLogins = ["select loan_paid_out(id) from loans limit 1", "set role bpjsbjb_gate", "set role bpjsbjb_owner"];

    public static TheoryData<string, string> EveryRoleAndAttack
    {
        get
        {
            TheoryData<string, string> all = [];
            foreach (var role in new[] { "app", "worker", "bpjsbjb_owner", "bpjsbjb_figures", "bpjsbjb_lookup", "bpjsbjb_rules", "bpjsbjb_offices", "bpjsbjb_readonly", "bpjsbjb_auditor" })
            {
                foreach (var attack in role is "app" or "worker" ? [.. Attacks, .. AttacksOfLogins] : Attacks) all.Add(role, attack);
            }

            return all;
        }
    }

    [Theory, MemberData(nameof(EveryRoleAndAttack))]
    public async Task No_role_pays_out_around_the_gate(string role, string attack)
    {
        var before = await CountAsync();

        var refusal = await Assert.ThrowsAsync<PostgresException>(() => RunAsync(role, attack));

        Assert.Equal(InsufficientPrivilege, refusal.SqlState);
        Assert.Equal(before, await CountAsync());
    }

    [Theory]
    [InlineData("app")]
    [InlineData("worker")]
    [InlineData("bpjsbjb_owner")]
    public async Task Neither_is_anything_copied_in(string role)
    {
        await using var connection = await ConnectionAsync(role);

        var refusal = await Assert.ThrowsAsync<PostgresException>(
            () => connection.BeginTextImportAsync("copy disbursements (id, loan_id, amount, value_date, reference, recorded_by, recorded_at) from stdin", Desk.Cancel));

        Assert.Contains(refusal.SqlState, new[] { InsufficientPrivilege, "0A000" }); // 0A000: COPY under row policies
    }

    [Theory]
    [InlineData("")]
    [InlineData("set session_replication_role = replica; ")]
    public async Task Even_an_administrators_insert_meets_the_guard(string before)
    {
        await desk.ClearedAsync();

        var refusal = await Assert.ThrowsAsync<PostgresException>(() => desk.Database.AsRoleAsync(null, before + Insert));

        Assert.Equal(("BJ010", "disbursement.past-the-gate"), (refusal.SqlState, refusal.MessageText));
    }

    [Fact]
    public async Task The_portals_roles_may_not_turn_triggers_off_by_replication()
    {
        foreach (var role in new[] { "app", "worker" })
        {
            var refusal = await Assert.ThrowsAsync<PostgresException>(() => RunAsync(role, "set session_replication_role = replica"));
            Assert.Equal(InsufficientPrivilege, refusal.SqlState);
        }
    }

    [Fact]
    public async Task A_decision_pays_out_its_own_loan_on_its_own_day_up_to_its_own_amount_while_it_is_valid()
    {
        var (loan, other) = (await desk.ClearedAsync(), await desk.ClearedAsync());
        var decision = await desk.DecideAsync(loan.Id);

        Assert.Equal("decision.missing", await desk.RawPayOutAsync(other.Id, decision, 1));
        Assert.Equal("decision.missing", await desk.RawPayOutAsync(loan.Id, Guid.CreateVersion7(A.Now), 1));
        Assert.Equal("disbursement.before-application", await desk.RawPayOutAsync(loan.Id, decision, 1, A.Today.AddDays(-1)));
        Assert.Equal("disbursement.in-the-future", await desk.RawPayOutAsync(loan.Id, decision, 1, A.Today.AddDays(1)));
        Assert.Equal("disbursement.amount-missing", await desk.RawPayOutAsync(loan.Id, decision, 0));
        Assert.Null(await desk.RawPayOutAsync(loan.Id, decision, loan.LoanAmount.Amount - 1));
        Assert.Equal("disbursement.above-loan-amount", await desk.RawPayOutAsync(loan.Id, decision, 2));
        Assert.Null(await desk.RawPayOutAsync(loan.Id, decision, 1));
        Assert.Equal(8L, await AttemptsAsync(loan.Id) + await AttemptsAsync(other.Id));
    }

    [Fact]
    public async Task An_amount_split_in_two_stays_within_its_decision()
    {
        var loan = await desk.ClearedAsync();
        Assert.Null(await desk.RawPayOutAsync(loan.Id, 100_000_000));
        var decision = await desk.DecideAsync(loan.Id); // fifty million are left
        Assert.Equal(50_000_000, await desk.Database.ReadAsync<long>("select amount_cap from gate_decisions where id = $1", decision));

        Assert.Null(await desk.RawPayOutAsync(loan.Id, decision, 30_000_000));
        Assert.Equal("disbursement.above-loan-amount", await desk.RawPayOutAsync(loan.Id, decision, 30_000_000));
        Assert.Null(await desk.RawPayOutAsync(loan.Id, decision, 20_000_000));
    }

    [Fact]
    public async Task A_closed_decision_and_one_of_another_loan_open_nothing_later()
    {
        var id = await desk.AcceptedAsync();
        var unpaid = await desk.LoanOfAsync(id);
        var closed = await desk.DecideAsync(unpaid.Id);

        Assert.Equal("loan.not-cleared", await desk.RawPayOutAsync(unpaid.Id, closed, 1));
        Assert.False(await desk.Database.ReadAsync<bool>("select is_open from gate_decisions where id = $1", closed));

        var cleared = await desk.ClearedAsync();
        Assert.Equal("decision.missing", await desk.RawPayOutAsync(cleared.Id, closed, 1));
    }

    [Fact]
    public async Task An_old_decision_that_is_restored_is_expired()
    {
        var loan = await desk.ClearedAsync();
        var old = await desk.DecideAsync(loan.Id);
        var restored = Guid.CreateVersion7(A.Now);
        await desk.Database.AsRoleAsync(
            null,
            """
            alter table gate_decisions disable trigger all;
            insert into gate_decisions
            select (jsonb_populate_record(g, jsonb_build_object('id', '$restored', 'decided_at', decided_at - interval '2 days', 'expires_at', expires_at - interval '2 days',
                     'facts_hash', '\x' || encode(facts_hash, 'hex'), 'people_hash', '\x' || encode(people_hash, 'hex')))).*
              from gate_decisions g where id = '$old';
            alter table gate_decisions enable trigger all;
            """.Replace("$restored", $"{restored}", StringComparison.Ordinal).Replace("$old", $"{old}", StringComparison.Ordinal));

        Assert.Equal("decision.expired", await desk.RawPayOutAsync(loan.Id, restored, 1));
    }

    [Fact]
    public async Task A_decision_about_other_people_is_worth_nothing()
    {
        var loan = await desk.ClearedAsync();
        var decision = await desk.DecideAsync(loan.Id);
        await desk.Database.AsRoleAsync(
            null,
            $"""
             alter table gate_decisions disable trigger all;
             update gate_decisions set people_hash = sha256('others') where id = '{decision}';
             alter table gate_decisions enable trigger all;
             """);

        Assert.Equal("decision.facts-changed", await desk.RawPayOutAsync(loan.Id, decision, 1));
    }

    [Fact]
    public async Task Two_payouts_racing_for_all_of_it_are_one()
    {
        var loan = await desk.ClearedAsync();
        var (one, other) = (await desk.DecideAsync(loan.Id), await desk.DecideAsync(loan.Id));

        var outcomes = await Task.WhenAll(
            desk.RawPayOutAsync(loan.Id, one, loan.LoanAmount.Amount), desk.RawPayOutAsync(loan.Id, other, loan.LoanAmount.Amount));

        Assert.Equal([null, "disbursement.above-loan-amount"], outcomes.OrderBy(code => code is not null));
        Assert.Equal(2L, await AttemptsAsync(loan.Id));
    }

    [Fact]
    public async Task A_lapse_waits_for_the_payout_that_is_being_made_or_is_seen_by_it()
    {
        var loan = await desk.ClearedAsync();
        var decision = await desk.DecideAsync(loan.Id);
        await using var paying = await ConnectionAsync("app");
        await using var work = await paying.BeginTransactionAsync(Desk.Cancel);
        await using (var command = new NpgsqlCommand("select disburse(gen_random_uuid(), $1, null, $2, 1, $3, 'BERPACU')", paying, work))
        {
            foreach (var value in new object[] { loan.Id, decision, A.Today }) command.Parameters.Add(new NpgsqlParameter { Value = value });
            Assert.Equal(DBNull.Value, await command.ExecuteScalarAsync(Desk.Cancel));
        }

        // Another session takes the payment back: it waits, longer than a statement of the portal may.
        var lapse = await Assert.ThrowsAsync<PostgresException>(() => TakeBackAsync(null));
        Assert.Equal("55P03", lapse.SqlState);

        // The same transaction takes it back after the payout: the commit sees it.
        await TakeBackAsync(paying);
        var refusal = await Assert.ThrowsAsync<PostgresException>(() => work.CommitAsync(Desk.Cancel));
        Assert.Equal(("BJ010", "disbursement.gate-closed"), (refusal.SqlState, refusal.MessageText));
        Assert.Equal(0L, await desk.Database.ReadAsync<long>("select count(*) from disbursements where loan_id = $1", loan.Id));

        async Task TakeBackAsync(NpgsqlConnection? within)
        {
            await using var own = within is null ? await ConnectionAsync("app") : null;
            await using var command = new NpgsqlCommand(
                """
                insert into payment_reversals (payment_id, reason, reversed_by, reversed_at)
                select p.id, 'TakenBack', $2, now() from payments p join bills b on b.id = p.bill_id
                  join loan_insured i on i.participation_id = b.participation_id where i.loan_id = $1
                """,
                within ?? own);
            command.Parameters.Add(new NpgsqlParameter { Value = loan.Id });
            command.Parameters.Add(new NpgsqlParameter { Value = SmallBank.OtherSupervisor.Id });
            await command.ExecuteNonQueryAsync(Desk.Cancel);
        }
    }

    [Fact]
    public async Task Every_attempt_through_the_portal_is_one_line()
    {
        var loan = await desk.ClearedAsync();
        var supervisor = SmallBank.Supervisor.Actor;

        await desk.Loans.DisburseAsync(loan.Id, loan.Version, A.Payout("999.000.000"), supervisor, Desk.Cancel);
        await desk.Loans.DisburseAsync(loan.Id, loan.Version + 1, A.Payout("1.000.000"), supervisor, Desk.Cancel);
        Assert.Empty((await desk.Loans.DisburseAsync(loan.Id, loan.Version, A.Payout("1.000.000"), supervisor, Desk.Cancel)).Refusals);

        Assert.Equal(
            ["disbursement.above-loan-amount", "loan.changed-meanwhile", "paid"],
            await desk.Database.ListAsync<string>($"select coalesce(code, 'paid') from disbursement_attempts where loan_id = '{loan.Id}' order by at"));
        Assert.Equal(1L, await desk.Database.ReadAsync<long>(
            "select count(*) from audit_entries where table_name = 'disbursements' and loan_id = $1 and operation = 'INSERT'", loan.Id));
    }

    private async Task<long> CountAsync() => await desk.Database.ReadAsync<long>("select count(*) from disbursements");

    private async Task<long> AttemptsAsync(Guid loanId) =>
        await desk.Database.ReadAsync<long>("select count(*) from disbursement_attempts where loan_id = $1", loanId);

    private async Task RunAsync(string role, string sql)
    {
        await using var connection = await ConnectionAsync(role);
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync(Desk.Cancel);
    }

    private async Task<NpgsqlConnection> ConnectionAsync(string role)
    {
        var scope = Services.Access.RowScope.Everything.AsSessionOptions();
        var owner = new NpgsqlConnectionStringBuilder(desk.Database.OwnerConnectionString);
        var connectionString = role switch
        {
            "app" => new NpgsqlConnectionStringBuilder(desk.Database.AppConnectionString) { Options = scope }.ConnectionString,
            "worker" => new NpgsqlConnectionStringBuilder(desk.Database.WorkerConnectionString) { Options = scope }.ConnectionString,
            // Set by the administrator who connects, and kept: a role of nobody's login cannot go back.
            _ => owner.ConnectionString.Replace("role=bpjsbjb_owner", $"role={role}", StringComparison.Ordinal),
        };
        var connection = new NpgsqlConnection(connectionString);
        await connection.OpenAsync(Desk.Cancel);
        return connection;
    }
}
