using BpjsBjb.Domain.People;
using BpjsBjb.Services.Reviews;

namespace BpjsBjb.Web.Pages.Reviews;

/// <summary>The list of pairs as its address asks for it; nothing in it tells of a person.</summary>
public sealed record DuplicateQuery
{
    public DuplicateShow? Show { get; init; }

    public LikenessReason? Reason { get; init; }

    public Guid? After { get; init; }

    public DuplicateFilter ToFilter() => new(Show ?? DuplicateShow.Open, Reason, After);
}
