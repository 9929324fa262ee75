using BpjsBjb.Domain.Common;
using BpjsBjb.Services.Data;
using Microsoft.EntityFrameworkCore;

namespace BpjsBjb.Services.Rules;

/// <summary>Keeps who has read which new rule: once, and never taken back.</summary>
public sealed class RuleNewsService
{
    /// <summary>The rule is no news to whoever confirms it, or is not law.</summary>
    public static readonly Refusal NotYours = new("rule-news.not-yours");

    private readonly BpjsBjbDbContext _db;
    private readonly TimeProvider _clock;

    internal RuleNewsService(BpjsBjbDbContext db, TimeProvider clock) => (_db, _clock) = (db, clock);

    /// <summary>Confirming twice is confirming once, and both answers are yes.</summary>
    public async Task<Result<Guid>> ConfirmAsync(Guid proposal, Actor by, CancellationToken cancel)
    {
        await using var work = await _db.BeginAsync(by, cancel);
        var isTheirs = await _db.Database.SqlQuery<bool>(
            $"select exists (select from rule_news where proposal_id = {proposal} and user_id = {by.UserId}) as \"Value\"").SingleAsync(cancel);
        if (!isTheirs) return NotYours;

        var refused = await _db.TrySaveAsync(
            NotYours,
            new Dictionary<string, Refusal>(),
            cancel,
            $"""
             insert into rule_confirmations (proposal_id, user_id, confirmed_at) values ({proposal}, {by.UserId}, {_clock.GetUtcNow()})
             on conflict do nothing
             """);
        return refused.Count > 0 ? refused.ToArray() : proposal;
    }
}
