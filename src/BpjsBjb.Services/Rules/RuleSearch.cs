using BpjsBjb.Domain.Common;
using BpjsBjb.Domain.Rules;
using BpjsBjb.Services.Data;
using Microsoft.EntityFrameworkCore;

namespace BpjsBjb.Services.Rules;

/// <summary>The proposal a row came from: who made it law, and which letter confirms it.</summary>
public sealed record RuleOrigin(Guid ProposalId, string Number, string? Letter, string ProposedByName, string ApprovedByName, DateTimeOffset ApprovedAt);

/// <summary>The rows of the law for whoever asks "which rule" and "who made it so".</summary>
public sealed class RuleSearch
{
    private readonly BpjsBjbDbContext _db;
    private readonly RuleBookSource _source;

    internal RuleSearch(BpjsBjbDbContext db, RuleBookSource source) => (_db, _source) = (db, source);

    public Task<RuleBook> AllAsync(CancellationToken cancel) => _source.ReadAsync(cancel);

    /// <param name="knownOn">Last day whose knowledge of the law counts; null for everything the portal knows now.</param>
    public Task<RuleBook> AllAsync(DateOnly? knownOn, CancellationToken cancel) => _source.ReadAsync(knownOn, cancel);

    /// <summary>Where the rows came from that did not come with a release; of a row superseded in place the last proposal.</summary>
    public async Task<RuleOrigins> OriginsAsync(Actor actor, CancellationToken cancel)
    {
        await using var work = await _db.BeginAsync(actor, cancel);
        var rows = await _db.Database.SqlQuery<OriginRow>(
            $"""
             select o.kind, o.rule_id, p.id as proposal_id, p.number, p.letter, u.full_name as proposed_by_name, d.full_name as approved_by_name,
                    p.decided_at as approved_at
               from rule_origins o join rule_proposals p on p.id = o.proposal_id
               join users u on u.id = p.proposed_by join users d on d.id = p.decided_by
              where p.status = 'Approved'
              order by p.decided_at
             """).ToListAsync(cancel);
        return new RuleOrigins(rows.GroupBy(row => (row.Kind, row.RuleId)).ToDictionary(
            group => group.Key, group => group.Last().AsOrigin()));
    }

    private sealed record OriginRow(
        string Kind, int RuleId, Guid ProposalId, string Number, string? Letter, string ProposedByName, string ApprovedByName, DateTimeOffset ApprovedAt)
    {
        public RuleOrigin AsOrigin() => new(ProposalId, Number, Letter, ProposedByName, ApprovedByName, ApprovedAt);
    }
}

/// <summary>The origins of rows by the row.</summary>
public sealed class RuleOrigins
{
    private readonly Dictionary<(string Table, int RuleId), RuleOrigin> _origins;

    internal RuleOrigins(Dictionary<(string Table, int RuleId), RuleOrigin> origins) => _origins = origins;

    /// <summary>Null for a row that came with a release.</summary>
    public RuleOrigin? Of(DatedRule rule) =>
        ProposedRow.TableOf(rule) is { } table ? _origins.GetValueOrDefault((table, rule.Id)) : null;
}
