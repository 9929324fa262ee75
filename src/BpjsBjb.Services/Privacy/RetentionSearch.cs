using BpjsBjb.Domain.Common;
using BpjsBjb.Domain.Privacy;
using BpjsBjb.Services.Data;
using BpjsBjb.Services.Rules;
using Microsoft.EntityFrameworkCore;

namespace BpjsBjb.Services.Privacy;

/// <summary>A term with what it concerns today.</summary>
/// <param name="Due">Cases, or notices and mails, past the term that are still there.</param>
/// <param name="Held">Of these, held by the law.</param>
/// <param name="Erased">Erased by this row so far.</param>
public sealed record RetentionItem(RetentionRule Rule, long Due, long Held, long Erased);

/// <param name="FinishedAt">Null while it works, or where it was stopped; the next round goes on.</param>
public sealed record RetentionRun(DateOnly Day, DateTimeOffset StartedAt, DateTimeOffset? FinishedAt, int Held, int Erased);

public sealed record RetentionReport(IReadOnlyList<RetentionItem> Items, IReadOnlyList<RetentionRun> Runs, int Waiting);

/// <summary>Terms, numbers and nights; never a person.</summary>
public sealed class RetentionSearch
{
    private readonly BpjsBjbDbContext _db;
    private readonly RuleBookSource _rules;
    private readonly TimeProvider _clock;

    internal RetentionSearch(BpjsBjbDbContext db, RuleBookSource rules, TimeProvider clock) => (_db, _rules, _clock) = (db, rules, clock);

    public async Task<RetentionReport> ReadAsync(Actor actor, CancellationToken cancel)
    {
        await using var work = await _db.BeginAsync(actor, cancel);
        var today = _clock.Today();
        var rules = await _rules.ReadAsync(cancel);
        var figures = await _db.Database.SqlQuery<FigureRow>($"select rule_id, due, held, erased from retention_figures(portal_today())").ToListAsync(cancel);
        var runs = await _db.Database.SqlQuery<RetentionRun>(
            $"select day, started_at, finished_at, held, erased from retention_runs order by day desc limit 14").ToListAsync(cancel);
        var notices = await _db.Database.SqlQuery<NoticeRow>(
            $"""
             select coalesce(notices_due(portal_today()), 0) as due, coalesce((select sum(notices) from retention_runs), 0)::bigint as gone
             """).SingleAsync(cancel);
        var waiting = await _db.DataRequests.CountAsync(row => row.Status == DataRequestStatus.Granted, cancel);
        return new RetentionReport(
            [.. rules.RetentionRules.Where(rule => rule.AppliesOn(today)).OrderBy(rule => rule.Purpose).Select(rule =>
            {
                if (rule.Purpose == RetentionPurpose.Notice) return new RetentionItem(rule, notices.Due, Held: 0, notices.Gone);

                var row = figures.FirstOrDefault(figure => figure.RuleId == rule.Id);
                return new RetentionItem(rule, row?.Due ?? 0, row?.Held ?? 0, row?.Erased ?? 0);
            })],
            runs,
            waiting);
    }

    private sealed record NoticeRow(long Due, long Gone);

    private sealed record FigureRow(int RuleId, long Due, long Held, long Erased);
}
