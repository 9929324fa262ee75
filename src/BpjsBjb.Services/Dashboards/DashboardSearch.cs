using BpjsBjb.Domain.Common;
using BpjsBjb.Domain.Dashboards;
using BpjsBjb.Domain.Offices;
using BpjsBjb.Services.Offices;

namespace BpjsBjb.Services.Dashboards;

/// <summary>Reads the regional dashboard, one regency of it and one bank office.</summary>
public sealed class DashboardSearch
{
    private const int FurthestShown = 11;

    private readonly DashboardFigures _figures;
    private readonly ReviewFigures _reviews;
    private readonly ReferenceSource _reference;
    private readonly TimeProvider _clock;

    internal DashboardSearch(DashboardFigures figures, ReviewFigures reviews, ReferenceSource reference, TimeProvider clock) =>
        (_figures, _reviews, _reference, _clock) = (figures, reviews, reference, clock);

    public async Task<DashboardOverview> OverviewAsync(DashboardFilter filter, Actor actor, CancellationToken cancel)
    {
        await using var work = await _figures.BeginAsync(actor, cancel);
        var reference = await _reference.ReadAsync(cancel);
        var now = _clock.GetUtcNow();
        var address = new FigureAddress(filter, filter.From);
        var targets = await TargetsAsync(address, reference, actor, cancel);
        var contributions = await _figures.SumByMonthAsync(address, actor, cancel);
        var participants = await _figures.CountAsync(address, actor, cancel);
        var actual = filter.Measure == Measure.Participants
            ? await _figures.CountByRegencyAsync(address, actor, cancel)
            : await _figures.SumByRegencyAsync(address, actor, cancel);
        var regencies = Regencies(actual, filter, targets, reference);
        return new DashboardOverview(
            filter, now, IsWholeBank(actor, reference),
            new Achievement(participants, targets.Of(Measure.Participants, filter.To)),
            new Achievement(contributions.Values.Sum(), targets.Of(Measure.Contributions, filter.From, filter.To)),
            await _reviews.DecisionsAsync(filter, actor, cancel),
            regencies,
            [
                .. regencies.Where(regency => regency.Achievement.Share is not null)
                    .OrderBy(regency => regency.Achievement.Share).ThenBy(regency => regency.Code).Take(FurthestShown),
            ],
            [
                .. Months(filter).Select(month => new MonthFigure(
                    month, new Achievement(contributions.GetValueOrDefault(month), targets.Of(Measure.Contributions, month)))),
            ],
            await _reviews.QueueAsync(filter, now, reference, actor, cancel),
            await _figures.BaselinesAsync(cancel));
    }

    /// <summary>One regency, or null when there is none of that code.</summary>
    public async Task<RegencyDashboard?> RegencyAsync(string code, DashboardFilter filter, Actor actor, CancellationToken cancel)
    {
        await using var work = await _figures.BeginAsync(actor, cancel);
        var reference = await _reference.ReadAsync(cancel);
        if (code != ReferenceBook.OutsideRegency && reference.Tiles.All(tile => tile.RegencyCode != code)) return null;

        var whole = filter with { ProvinceCode = null };
        var address = new FigureAddress(whole, whole.From, code);
        var targets = await TargetsAsync(address, reference, actor, cancel);
        var months = await MonthsAsync(address, targets, actor, cancel);
        var counts = await _figures.CountByOfficeAsync(address, actor, cancel);
        var sums = await _figures.SumByOfficeAsync(address, actor, cancel);
        var contributions = new Achievement(sums.Values.Sum(), targets.Of(Measure.Contributions, whole.From, whole.To));
        return new RegencyDashboard(
            whole, _clock.GetUtcNow(), IsWholeBank(actor, reference),
            Regency(code, months[^1].Participants, reference),
            Regency(code, contributions, reference),
            months,
            [
                .. counts.Keys.Union(sums.Keys)
                    .Select(office => new BranchFigures(
                        office, reference.OfficeName(office), counts.GetValueOrDefault(office), new Rupiah(sums.GetValueOrDefault(office))))
                    .OrderByDescending(office => office.Participants).ThenBy(office => office.Name),
            ]);
    }

    /// <summary>One bank office, in all or in one regency; null when it is not there or not the reader's.</summary>
    public async Task<BranchDashboard?> BranchAsync(
        Guid officeId, string? regencyCode, DashboardFilter filter, Actor actor, CancellationToken cancel)
    {
        await using var work = await _figures.BeginAsync(actor, cancel);
        var reference = await _reference.ReadAsync(cancel);
        var office = reference.Office(officeId);
        if (office is not { Institution: Institution.Bjb } || !actor.Bank.Contains(office.Position)) return null;

        var address = new FigureAddress(filter, filter.From, regencyCode, officeId);
        var months = await MonthsAsync(address, Targets.None, actor, cancel);
        var sum = months.Sum(month => month.Contributions.Actual);
        return new BranchDashboard(
            filter, _clock.GetUtcNow(),
            new BranchFigures(officeId, office.Name, months[^1].Participants.Actual, new Rupiah(sum)),
            regencyCode is null ? null : Regency(regencyCode, months[^1].Participants, reference),
            months);
    }

    private async Task<IReadOnlyList<MonthFigures>> MonthsAsync(
        FigureAddress address, Targets targets, Actor actor, CancellationToken cancel)
    {
        var people = await _figures.CountByMonthAsync(address, actor, cancel);
        var rupiah = await _figures.SumByMonthAsync(address, actor, cancel);
        return
        [
            .. Months(address.Filter).Select(month => new MonthFigures(
                month,
                new Achievement(people.GetValueOrDefault(month), targets.Of(Measure.Participants, month)),
                new Achievement(rupiah.GetValueOrDefault(month), targets.Of(Measure.Contributions, month)))),
        ];
    }

    /// <summary>Every regency of the map, then every other place that has a number: nothing counted is left out.</summary>
    private static List<RegencyFigure> Regencies(
        Dictionary<string, long> actual, DashboardFilter filter, Targets targets, ReferenceBook reference)
    {
        var mapped = reference.Regencies.Select(regency => regency.Code)
            .Where(code => filter.ProvinceCode is null || code.StartsWith(filter.ProvinceCode, StringComparison.Ordinal));
        IEnumerable<string> outside = filter.ProvinceCode is null ? [ReferenceBook.OutsideRegency] : [];
        return
        [
            .. mapped.Union(outside).Union(actual.Keys)
                .Select(code => Regency(
                    code, new Achievement(actual.GetValueOrDefault(code), targets.OfRegency(code, filter)), reference)),
        ];
    }

    private static RegencyFigure Regency(string code, Achievement achievement, ReferenceBook reference) => new(
        code, reference.RegionName(code), reference.Tiles.FirstOrDefault(tile => tile.RegencyCode == code), achievement);

    private static IEnumerable<Month> Months(DashboardFilter filter) =>
        Enumerable.Range(0, filter.To.Since(filter.From) + 1).Select(filter.From.Plus);

    /// <summary>A target is the whole bank's, over all products: set beside a part of the loans it would mislead, so none is.</summary>
    private async Task<Targets> TargetsAsync(FigureAddress address, ReferenceBook reference, Actor actor, CancellationToken cancel) =>
        IsWholeBank(actor, reference) && address.Filter.ProductCode is null
            ? new Targets(await _figures.TargetsAsync(address, cancel))
            : Targets.None;

    private static bool IsWholeBank(Actor actor, ReferenceBook reference) =>
        reference.Offices.Where(office => office.Kind == OfficeKind.HeadOffice).All(head =>
        {
            var interval = head.Institution == Institution.Bjb ? actor.Bank : actor.Bpjs;
            return interval.Contains(head.Position) && interval.Contains(head.PositionEnd);
        });
}
