using BpjsBjb.Services.Enrollments;
using BpjsBjb.Services.Loans;
using BpjsBjb.Web.Security;

namespace BpjsBjb.Web.Pages.Enrollments.Form;

public sealed class LoanModel(SectionServices services, LoanGroupService groups) : SectionPage<LoanForm>(services)
{
    /// <summary>Groups of the officer's branch.</summary>
    public IReadOnlyList<GroupListItem> Groups { get; private set; } = [];

    protected override async Task PrepareAsync(CancellationToken cancel) => Groups = await groups.ListAsync(User.ToActor(), cancel);
}
