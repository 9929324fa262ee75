using BpjsBjb.Domain.Common;
using BpjsBjb.Domain.Dashboards;

namespace BpjsBjb.Services.Dashboards;

/// <summary>The targets in force for a dashboard's months. Where no row exists there is no target, which is not a target of zero.</summary>
internal sealed class Targets(IReadOnlyList<TargetInForce> rows)
{
    public static readonly Targets None = new([]);

    public long? Of(Measure measure, Month month) => Of(measure, month, month);

    public long? Of(Measure measure, Month from, Month to) => Sum(Between(measure, from, to));

    /// <summary>Participants are a state, so the last month's target counts; contributions flow, so the months' targets add up.</summary>
    public long? OfRegency(string code, DashboardFilter filter) => Sum(
        Between(filter.Measure, filter.Measure == Measure.Participants ? filter.To : filter.From, filter.To)
            .Where(target => target.RegencyCode == code));

    private IEnumerable<TargetInForce> Between(Measure measure, Month from, Month to) => rows.Where(target =>
        target.Measure == measure && target.Month >= from.FirstDay && target.Month <= to.FirstDay);

    private static long? Sum(IEnumerable<TargetInForce> targets) =>
        targets.Aggregate((long?)null, (sum, target) => (sum ?? 0) + target.Amount);
}
