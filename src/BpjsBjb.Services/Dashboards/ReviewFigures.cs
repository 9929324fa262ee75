using BpjsBjb.Domain.Common;
using BpjsBjb.Domain.Enrollments;
using BpjsBjb.Services.Access;
using BpjsBjb.Services.Data;
using BpjsBjb.Services.Offices;
using Microsoft.EntityFrameworkCore;

namespace BpjsBjb.Services.Dashboards;

/// <summary>How long cases wait for BPJS: the queue now, and the decisions of a period.</summary>
internal sealed class ReviewFigures(BpjsBjbDbContext db)
{
    public async Task<IReadOnlyList<QueueFigure>> QueueAsync(
        DashboardFilter filter, DateTimeOffset now, ReferenceBook reference, Actor actor, CancellationToken cancel)
    {
        var dayAgo = now.AddDays(-1);
        var waiting = db.Enrollments.AsNoTracking().VisibleTo(actor).Where(e => e.Status == EnrollmentStatus.Submitted);
        if (filter.ProvinceCode is { } province) waiting = waiting.Where(e => e.RegencyCode!.StartsWith(province));
        if (filter.ProductCode is { } product) waiting = waiting.Where(e => e.ProductCode == product);
        var offices = await waiting.GroupBy(e => e.BpjsOfficeId)
            .Select(office => new
            {
                office.Key,
                Waiting = office.Count(),
                Older = office.Count(e => e.SubmittedAt < dayAgo),
                Hours = office.Average(e => (now - e.SubmittedAt!.Value).TotalHours),
            })
            .ToListAsync(cancel);
        return
        [
            .. offices.OrderByDescending(office => office.Waiting).ThenByDescending(office => office.Hours)
                .Select(office => new QueueFigure(
                    reference.OfficeName(office.Key), office.Waiting, office.Older, Math.Max(0, (decimal)office.Hours))),
        ];
    }

    /// <summary>Decisions a reviewer took in the filter's period; cases the portal settled itself have no waiting time.</summary>
    public Task<DecisionTime> DecisionsAsync(DashboardFilter filter, Actor actor, CancellationToken cancel)
    {
        var (from, until) = (MidnightOf(filter.From), MidnightOf(filter.To.Plus(1)));
        var (province, product) = ($"{filter.ProvinceCode}%", filter.ProductCode ?? "");
        return db.Database.SqlQuery<DecisionTime>(
            $"""
             select count(*)::int as decisions,
                    percentile_cont(0.5) within group (order by extract(epoch from decided_at - submitted_at) / 3600) as median_hours
               from enrollments
              where decided_by is not null and decided_at >= {from} and decided_at < {until}
                and bank_position between {actor.Bank.From} and {actor.Bank.To}
                and bpjs_position between {actor.Bpjs.From} and {actor.Bpjs.To}
                and coalesce(regency_code, '') like {province}
                and ({product} = '' or product_code = {product})
             """).SingleAsync(cancel);
    }

    /// <summary>The instant a month begins in Jakarta.</summary>
    private static DateTimeOffset MidnightOf(Month month)
    {
        var midnight = month.FirstDay.ToDateTime(TimeOnly.MinValue);
        return new DateTimeOffset(midnight, JakartaTime.Zone.GetUtcOffset(midnight)).ToUniversalTime();
    }
}
