using BpjsBjb.Domain.Common;
using BpjsBjb.Domain.Rules;
using BpjsBjb.Services.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace BpjsBjb.Services.Rules;

/// <summary>Proposes, tries and decides rules. Who may, and whether a run justifies it, PostgreSQL decides (rule_proposals.v1.sql).</summary>
public sealed class RuleProposalService
{
    private static readonly Dictionary<string, Refusal> ByConstraint = new()
    {
        ["ex_"] = RuleProposal.Overlaps.On(nameof(ProposeRule.ValidFrom)),
        ["ux_rule_trials_one_open"] = RuleProposal.TrialRunning,
        ["ck_rule_proposals_citation"] = RuleProposal.CitationMissing,
        ["ck_rule_proposals_withdrawn"] = RuleProposal.NotOwnProposal,
        [RuleProposal.Overlaps.Code] = RuleProposal.Overlaps.On(nameof(ProposeRule.ValidFrom)),
        [RuleProposal.CreditMissing.Code] = RuleProposal.CreditMissing.On(nameof(ProposeRule.Credit)),
        [RuleProposal.DutyNotAhead.Code] = RuleProposal.DutyNotAhead.On(nameof(ProposeRule.ValidFrom)),
        ["ck_"] = RuleProposal.OutOfRange,
    };

    private readonly BpjsBjbDbContext _db;
    private readonly RuleBookSource _rules;
    private readonly TimeProvider _clock;
    private readonly ILogger<RuleProposalService> _log;

    internal RuleProposalService(BpjsBjbDbContext db, RuleBookSource rules, TimeProvider clock, ILogger<RuleProposalService> log) =>
        (_db, _rules, _clock, _log) = (db, rules, clock, log);

    public async Task<Result<Guid>> ProposeAsync(ProposalKind kind, ProposeRule input, Actor by, CancellationToken cancel)
    {
        await using var work = await _db.BeginAsync(by, cancel);
        var products = await _db.LoanProducts.Select(product => product.Code).ToListAsync(cancel);
        var read = new ProposalReader(input, products.ToHashSet()).Read(kind);
        if (read.IsRefused) return read.Refusals.ToArray();

        var (now, row) = (_clock.GetUtcNow(), read.Value);
        var id = Guid.CreateVersion7(now);
        var told = RuleAudience.Of(ProposedRow.Read(kind, [row.AsRow(now)])[0]).Select(role => role.ToString()).ToArray();
        var refused = await RunAsync(
            $"""
             insert into rule_proposals (id, kind, says, valid_from, valid_to, regulation, article, is_confirmed, letter, reason, told, credit, proposed_by,
                                         proposed_at)
             values ({id}, {ProposedRow.TableOf(kind)}, {row.Says}::jsonb, {row.ValidFrom}, {row.ValidTo}::date, {row.Regulation}, {row.Article},
                     {row.IsConfirmed}, {row.Letter}::text, {row.Reason}, {told}, {row.Credit}::text, {by.UserId}, {now})
             """,
            cancel);
        if (refused.Count > 0) return refused.ToArray();

        _log.RuleProposed(id, kind, by.UserId);
        return id;
    }

    /// <summary>Asks the worker for a run over all live debtors.</summary>
    public async Task<Result<Guid>> TryAsync(Guid proposal, Actor by, CancellationToken cancel)
    {
        await using var work = await _db.BeginAsync(by, cancel);
        var now = _clock.GetUtcNow();
        var id = Guid.CreateVersion7(now);
        var refused = await RunAsync(
            $"insert into rule_trials (id, proposal_id, asked_by, asked_at) values ({id}, {proposal}, {by.UserId}, {now})", cancel);
        return refused.Count > 0 ? refused.ToArray() : id;
    }

    /// <summary>Makes it law together with the run that was shown.</summary>
    public async Task<Result<Guid>> ApproveAsync(Guid proposal, Guid trial, Actor by, CancellationToken cancel)
    {
        await using var work = await _db.BeginAsync(by, cancel);
        var refused = await RunAsync($"select approve_rule({proposal}, {trial}, {_clock.GetUtcNow()})", cancel);
        if (refused.Count > 0) return refused.ToArray();

        _rules.Forget();
        _log.RuleDecided(proposal, ProposalStatus.Approved, by.UserId);
        return proposal;
    }

    /// <summary>By anybody but the proposer.</summary>
    public Task<Result<Guid>> RefuseAsync(Guid proposal, Actor by, CancellationToken cancel) => EndAsync(proposal, ProposalStatus.Refused, by, cancel);

    /// <summary>By the proposer alone.</summary>
    public Task<Result<Guid>> WithdrawAsync(Guid proposal, Actor by, CancellationToken cancel) => EndAsync(proposal, ProposalStatus.Withdrawn, by, cancel);

    private async Task<Result<Guid>> EndAsync(Guid proposal, ProposalStatus status, Actor by, CancellationToken cancel)
    {
        await using var work = await _db.BeginAsync(by, cancel);
        var refused = await RunAsync(
            $"update rule_proposals set status = {status.ToString()}, decided_by = {by.UserId}, decided_at = {_clock.GetUtcNow()} where id = {proposal}",
            cancel);
        if (refused.Count > 0) return refused.ToArray();

        _log.RuleDecided(proposal, status, by.UserId);
        return proposal;
    }

    private Task<IReadOnlyList<Refusal>> RunAsync(FormattableString statement, CancellationToken cancel) =>
        _db.TrySaveAsync(RuleProposal.Decided, ByConstraint, cancel, statement);
}
