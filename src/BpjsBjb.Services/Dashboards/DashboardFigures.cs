using BpjsBjb.Domain.Common;
using BpjsBjb.Domain.Dashboards;
using BpjsBjb.Services.Access;
using BpjsBjb.Services.Data;
using Microsoft.EntityFrameworkCore;

namespace BpjsBjb.Services.Dashboards;

/// <summary>The numbers behind every dashboard page, summed inside the reader's scope.</summary>
internal sealed class DashboardFigures(BpjsBjbDbContext db)
{
    /// <summary>One unit of work for a page of numbers: they are of one reader and add up.</summary>
    public Task<UnitOfWork> BeginAsync(Actor actor, CancellationToken cancel) => db.BeginAsync(actor, cancel);

    /// <summary>People covered in the filter's months, once per loan: always count distinct people.</summary>
    public IQueryable<ParticipantMonth> Participants(FigureAddress address, Actor actor) =>
        Narrowed(db.ParticipantMonths, address, actor).Where(row => row.Month == address.Filter.To.FirstDay);

    public IQueryable<ContributionReceipt> Contributions(FigureAddress address, Actor actor) =>
        Narrowed(db.ContributionReceipts, address, actor)
            .Where(row => row.PaidOn >= address.First.FirstDay && row.PaidOn <= address.Filter.To.LastDay);

    public async Task<long> CountAsync(FigureAddress address, Actor actor, CancellationToken cancel) =>
        await Participants(address, actor).Select(row => row.PersonId).Distinct().LongCountAsync(cancel);

    public Task<long> SumAsync(FigureAddress address, Actor actor, CancellationToken cancel) =>
        Contributions(address, actor).SumAsync(row => row.Amount, cancel);

    public Task<Dictionary<string, long>> CountByRegencyAsync(FigureAddress address, Actor actor, CancellationToken cancel) =>
        Participants(address, actor).GroupBy(row => row.RegencyCode)
            .Select(regency => new { regency.Key, Count = regency.Select(row => row.PersonId).Distinct().LongCount() })
            .ToDictionaryAsync(regency => regency.Key, regency => regency.Count, cancel);

    public Task<Dictionary<string, long>> SumByRegencyAsync(FigureAddress address, Actor actor, CancellationToken cancel) =>
        Contributions(address, actor).GroupBy(row => row.RegencyCode)
            .Select(regency => new { regency.Key, Sum = regency.Sum(row => row.Amount) })
            .ToDictionaryAsync(regency => regency.Key, regency => regency.Sum, cancel);

    public Task<Dictionary<Guid, long>> CountByOfficeAsync(FigureAddress address, Actor actor, CancellationToken cancel) =>
        Participants(address, actor).GroupBy(row => row.OfficeId)
            .Select(office => new { office.Key, Count = office.Select(row => row.PersonId).Distinct().LongCount() })
            .ToDictionaryAsync(office => office.Key, office => office.Count, cancel);

    public Task<Dictionary<Guid, long>> SumByOfficeAsync(FigureAddress address, Actor actor, CancellationToken cancel) =>
        Contributions(address, actor).GroupBy(row => row.OfficeId)
            .Select(office => new { office.Key, Sum = office.Sum(row => row.Amount) })
            .ToDictionaryAsync(office => office.Key, office => office.Sum, cancel);

    public Task<Dictionary<Month, long>> CountByMonthAsync(FigureAddress address, Actor actor, CancellationToken cancel) =>
        Narrowed(db.ParticipantMonths, address, actor)
            .Where(row => row.Month >= address.First.FirstDay && row.Month <= address.Filter.To.FirstDay)
            .GroupBy(row => row.Month)
            .Select(month => new { month.Key, Count = month.Select(row => row.PersonId).Distinct().LongCount() })
            .ToDictionaryAsync(month => Month.Of(month.Key), month => month.Count, cancel);

    public Task<Dictionary<Month, long>> SumByMonthAsync(FigureAddress address, Actor actor, CancellationToken cancel) =>
        Contributions(address, actor).GroupBy(row => new { row.PaidOn.Year, row.PaidOn.Month })
            .Select(month => new { month.Key, Sum = month.Sum(row => row.Amount) })
            .ToDictionaryAsync(month => new Month(month.Key.Year, month.Key.Month), month => month.Sum, cancel);

    public Task<List<TargetInForce>> TargetsAsync(FigureAddress address, CancellationToken cancel)
    {
        var targets = db.TargetsInForce.AsNoTracking()
            .Where(target => target.Month >= address.First.FirstDay && target.Month <= address.Filter.To.FirstDay);
        if (address.Filter.ProvinceCode is { } province) targets = targets.Where(target => target.RegencyCode.StartsWith(province));
        if (address.RegencyCode is { } regency) targets = targets.Where(target => target.RegencyCode == regency);
        return targets.ToListAsync(cancel);
    }

    public async Task<IReadOnlyList<BaselineFigure>> BaselinesAsync(CancellationToken cancel) =>
        await db.Baselines.AsNoTracking().OrderBy(row => row.Id)
            .Select(row => new BaselineFigure(row.Area, row.Measure, row.AsOf, new Achievement(row.Achieved, row.Target), row.Source))
            .ToListAsync(cancel);

    private static IQueryable<TRow> Narrowed<TRow>(IQueryable<TRow> rows, FigureAddress address, Actor actor)
        where TRow : class, ILoanPlace
    {
        rows = rows.AsNoTracking().VisibleTo(actor);
        if (address.Filter.ProvinceCode is { } province) rows = rows.Where(row => row.RegencyCode.StartsWith(province));
        if (address.Filter.ProductCode is { } product) rows = rows.Where(row => row.ProductCode == product);
        if (address.RegencyCode is { } regency) rows = rows.Where(row => row.RegencyCode == regency);
        if (address.OfficeId is { } office) rows = rows.Where(row => row.OfficeId == office);
        return rows;
    }
}
