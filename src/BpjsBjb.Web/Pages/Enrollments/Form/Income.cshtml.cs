using BpjsBjb.Domain.Rules;
using BpjsBjb.Services.Enrollments;

namespace BpjsBjb.Web.Pages.Enrollments.Form;

public sealed class IncomeModel(SectionServices services) : SectionPage<IncomeForm>(services)
{
    public IReadOnlyList<PrepaymentTerm> Terms { get; private set; } = [];

    /// <summary>Where it is written that this owner must take old-age savings; null when it is the debtor's choice.</summary>
    public Citation? JhtDuty { get; private set; }

    protected override async Task PrepareAsync(CancellationToken cancel)
    {
        Terms = await Services.Search.PrepaymentTermsAsync(Form.Loan, cancel);
        JhtDuty = await Services.Search.JhtDutyAsync(Form.Business, cancel);
    }
}
