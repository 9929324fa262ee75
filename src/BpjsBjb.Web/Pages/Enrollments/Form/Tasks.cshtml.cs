using BpjsBjb.Services.Enrollments;
using BpjsBjb.Web.Security;

namespace BpjsBjb.Web.Pages.Enrollments.Form;

/// <summary>The six sections of a case, how far each is, and what the reviewer sent back.</summary>
public sealed class TasksModel(SectionServices services) : CasePage(services)
{
    public LastEdit? LastEdit { get; private set; }

    public async Task OnGetAsync(CancellationToken cancel)
    {
        await DescribeAsync(cancel);
        LastEdit = await Services.Search.LastEditAsync(Id, User.ToActor(), cancel);
    }

    /// <summary>The first section that still needs work; the check page when none does.</summary>
    public string NextPage => Progress.FirstOrDefault(section => section.State != SectionState.Done)?.Section.ToString() ?? "Check";
}
