using BpjsBjb.Domain.Dashboards;
using BpjsBjb.Services.Dashboards;
using BpjsBjb.Services.Gate;
using BpjsBjb.Services.Offices;
using BpjsBjb.Web.Security;

namespace BpjsBjb.Web.Pages.Dashboards;

public sealed class IndexModel(DashboardSearch dashboards, GateSearch gate, ReferenceSource reference, TimeProvider clock) : DashboardPage(reference, clock)
{
    public override bool IsOverview => true;

    public DashboardOverview Overview { get; private set; } = null!;

    /// <summary>Conditions of payouts that people opened, by how they stand.</summary>
    public IReadOnlyDictionary<WaiverTab, int> Waivers { get; private set; } = new Dictionary<WaiverTab, int>();

    public async Task OnGetAsync(CancellationToken cancel)
    {
        Waivers = await gate.CountsAsync(User.ToActor(), cancel);
        await ReadFilterAsync(cancel);
        Overview = await dashboards.OverviewAsync(Filter, User.ToActor(), cancel);
    }

    /// <summary>The whole of the chosen measure, and where its rows are.</summary>
    public Achievement Total => Filter.Measure == Measure.Participants ? Overview.Participants : Overview.Contributions;

    public string RowsLink(string? regency = null) => Filter.Measure == Measure.Participants
        ? PeopleLink(Filter.To, regency)
        : PaymentsLink(Filter.From, Filter.To, regency);

    /// <summary>What a tile has room for: 88%, or the number where there is no target.</summary>
    public string TileText(Achievement achievement) => achievement.Percent is { } percent
        ? $"{percent}%"
        : Amount(Filter.Measure, achievement.Actual).Replace("Rp", "", StringComparison.Ordinal);
}
