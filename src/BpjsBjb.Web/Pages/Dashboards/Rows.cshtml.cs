using BpjsBjb.Domain.Common;
using BpjsBjb.Domain.Dashboards;
using BpjsBjb.Services.Common;
using BpjsBjb.Services.Dashboards;
using BpjsBjb.Services.Offices;
using BpjsBjb.Web.Security;
using BpjsBjb.Web.TagHelpers;

namespace BpjsBjb.Web.Pages.Dashboards;

public sealed class RowsModel(DashboardRowSearch rows, ReferenceSource reference, TimeProvider clock) : DashboardPage(reference, clock)
{
    private readonly ReferenceSource _reference = reference;
    private readonly TimeProvider _clock = clock;

    public FigureAddress Address { get; private set; } = null!;

    public DateTimeOffset AsOf { get; private set; }

    /// <summary>Set when people stand behind the number.</summary>
    public Page<ParticipantRow>? People { get; private set; }

    /// <summary>Set when payments do.</summary>
    public ContributionRows? Payments { get; private set; }

    public string? RegencyName { get; private set; }

    public string? OfficeName { get; private set; }

    public async Task OnGetAsync(CancellationToken cancel)
    {
        await ReadFilterAsync(cancel);
        var book = await _reference.ReadAsync(cancel);
        AsOf = _clock.GetUtcNow();
        Address = new FigureAddress(
            Filter, FirstMonth(), Asked("regency"), Guid.TryParse(Asked("branch"), out var office) ? office : null);
        var page = AskedNumber(ListQuery.PageNumber) ?? 1;
        if (Filter.Measure == Measure.Participants) People = await rows.ParticipantsAsync(Address, page, User.ToActor(), cancel);
        else Payments = await rows.ContributionsAsync(Address, page, User.ToActor(), cancel);

        var place = Address.RegencyCode ?? Filter.ProvinceCode;
        RegencyName = place is null ? null : book.RegionName(place);
        OfficeName = Address.OfficeId is { } branch ? book.OfficeName(branch) : null;
    }

    private Month FirstMonth() => new(Filter.To.Year, Math.Clamp(AskedNumber("first") ?? 1, 1, Filter.To.Number));
}
