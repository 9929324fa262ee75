using BpjsBjb.Domain.Common;
using BpjsBjb.Domain.Rules;
using BpjsBjb.Services.Data;
using Microsoft.EntityFrameworkCore;

namespace BpjsBjb.Services.Rules;

/// <summary>A rule that people made law, for somebody whose work it changes.</summary>
/// <param name="Replaced">The rows it took the place of, as they stood then.</param>
public sealed record RuleNews(
    Guid ProposalId, DatedRule Rule, IReadOnlyList<DatedRule> Replaced, string Reason, DateTimeOffset DecidedAt, DateTimeOffset? ConfirmedAt);

/// <summary>Somebody whom a rule is news to, and whether they have said that they read it.</summary>
public sealed record RuleReader(string FullName, Role Role, string Office, DateTimeOffset? ConfirmedAt);

/// <summary>What is new in the law for a reader. Whom a rule is news to, the view <c>rule_news</c> says.</summary>
public sealed class RuleNewsSearch
{
    private const int Most = 50;

    private readonly BpjsBjbDbContext _db;

    internal RuleNewsSearch(BpjsBjbDbContext db) => _db = db;

    /// <summary>How many the reader has not confirmed.</summary>
    public async Task<int> WaitingAsync(Actor actor, CancellationToken cancel)
    {
        await using var work = await _db.BeginAsync(actor, cancel);
        return await _db.Database.SqlQuery<int>(
            $"select count(*)::int as \"Value\" from rule_news where user_id = {actor.UserId} and confirmed_at is null").SingleAsync(cancel);
    }

    /// <summary>Those not confirmed first, then the newest.</summary>
    public async Task<IReadOnlyList<RuleNews>> ListAsync(Actor actor, CancellationToken cancel)
    {
        await using var work = await _db.BeginAsync(actor, cancel);
        var rows = await _db.Database.SqlQuery<NewsRow>(
            $"""
             select n.proposal_id, p.kind, p.row, p.replaced::text as replaced, p.reason, n.decided_at, n.confirmed_at
               from rule_news n join rule_proposal_rows p on p.id = n.proposal_id
              where n.user_id = {actor.UserId}
              order by n.confirmed_at is not null, n.decided_at desc limit {Most}
             """).ToListAsync(cancel);
        return rows.ConvertAll(row => new RuleNews(
            row.ProposalId, ProposedRow.Read(ProposedRow.KindOf(row.Kind), [row.Row])[0], ProposedRow.ReadAll(row.Kind, row.Replaced), row.Reason,
            row.DecidedAt, row.ConfirmedAt));
    }

    /// <summary>Everybody a rule is news to, those who have not confirmed it first; none while it is not law.</summary>
    internal async Task<IReadOnlyList<RuleReader>> ReadersAsync(Guid proposal, CancellationToken cancel)
    {
        var rows = await _db.Database.SqlQuery<ReaderRow>(
            $"""
             select full_name, role, office, confirmed_at from rule_news where proposal_id = {proposal}
              order by confirmed_at is not null, office, full_name
             """).ToListAsync(cancel);
        return rows.ConvertAll(row => new RuleReader(row.FullName, Enum.Parse<Role>(row.Role), row.Office, row.ConfirmedAt));
    }

    private sealed record NewsRow(
        Guid ProposalId, string Kind, string Row, string? Replaced, string Reason, DateTimeOffset DecidedAt, DateTimeOffset? ConfirmedAt);

    private sealed record ReaderRow(string FullName, string Role, string Office, DateTimeOffset? ConfirmedAt);
}
