using BpjsBjb.Domain.Common;
using BpjsBjb.Domain.Gate;
using BpjsBjb.Services.Enrollments;
using BpjsBjb.Services.Gate;
using BpjsBjb.Services.Loans;
using Npgsql;

namespace BpjsBjb.IntegrationTests.Support;

/// <summary>The gate asked by somebody who goes around the services.</summary>
public static class GateSteps
{
    /// <summary>Has a decision made for this day, and returns its number.</summary>
    public static async Task<Guid> DecideAsync(this Desk desk, Guid loanId, DateOnly? on = null) => (Guid)(await desk.Database.AsAppAsync(
        """
        with asked as materialized (select gen_random_uuid() as id), decided as materialized (select id, decide_gate(id, $1, $2) as is_open from asked)
        select id from decided where is_open is not null
        """,
        loanId, on ?? A.Today))!;

    /// <summary>Pays out on a decision; returns why not, or null.</summary>
    public static async Task<string?> RawPayOutAsync(this Desk desk, Guid loanId, Guid decision, long amount, DateOnly? on = null, string? reference = null) =>
        await desk.Database.AsAppAsync(
            "select disburse(gen_random_uuid(), $1, null, $2, $3, $4, $5)",
            loanId, decision, amount, on ?? A.Today, reference ?? $"LANGSUNG-{A.Number()}") as string;

    /// <summary>Asks and pays out in one breath.</summary>
    public static async Task<string?> RawPayOutAsync(this Desk desk, Guid loanId, long amount, DateOnly? on = null) =>
        await desk.RawPayOutAsync(loanId, await desk.DecideAsync(loanId, on), amount, on);

    /// <summary>Runs SQL as another role of the database; null is the administrator, whom nothing binds.</summary>
    public static async Task<object?> AsRoleAsync(this TestDatabase database, string? role, string sql, params object[] values)
    {
        var owner = new NpgsqlConnectionStringBuilder(database.OwnerConnectionString);
        owner.Options = owner.Options!.Replace("role=bpjsbjb_owner", role is null ? "role=none" : $"role={role}", StringComparison.Ordinal);
        await using var connection = new NpgsqlConnection(owner.ConnectionString);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        foreach (var value in values) command.Parameters.Add(new NpgsqlParameter { Value = value });
        return await command.ExecuteScalarAsync();
    }

    /// <summary>A loan whose debtor is accepted and has not paid, of a product whose duty is not the law's.</summary>
    public static async Task<LoanDetails> UnpaidAsync(this Desk desk, EnrollmentForm? form = null, TestUser? by = null) =>
        await desk.LoanOfAsync(await desk.AcceptedAsync(form ?? A.OfferedForm(), by));

    /// <summary>Proposes a waiver, as the supervisor of the loan's branch does.</summary>
    public static Task<Result<Guid>> ProposeWaiverAsync(
        this Desk desk, Guid loanId, string condition = "gate.covered", string days = "5", TestUser? by = null) => desk.Get<WaiverService>().ProposeAsync(
            loanId, new ProposeWaiver { Condition = condition, Reason = nameof(WaiverReason.PaymentNotConfirmed), Days = days }, (by ?? SmallBank.Supervisor).Actor,
            Desk.Cancel);

    /// <summary>Decides a waiver, as the region does.</summary>
    public static Task<Result<Guid>> DecideWaiverAsync(
        this Desk desk, Guid id, WaiverVerdict verdict = WaiverVerdict.Approved, TestUser? by = null) => desk.Get<WaiverService>().DecideAsync(
            id, new DecideWaiver { Verdict = verdict.ToString() }, (by ?? SmallBank.Regional).Actor, Desk.Cancel);
}
