using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc.ApplicationModels;

namespace BpjsBjb.Web.Security;

/// <summary>
/// Which page needs which permission: one each, the whole table. A page that is not listed is closed to everybody,
/// so that a forgotten line is noticed at once and opens nothing.
/// </summary>
public static class PagePermissions
{
    /// <summary>No role has it.</summary>
    public const string Closed = nameof(Closed);

    /// <summary>Strangers may come in.</summary>
    private const string Anybody = "";

    public static readonly IReadOnlyDictionary<string, string> Table = new Dictionary<string, string>
    {
        ["/Index"] = Policies.SignedIn,
        ["/Account/Confirm"] = Policies.SignedIn,
        ["/Account/Factors"] = Policies.SetUpFactors,
        ["/Account/Mail"] = Policies.SignedIn,
        ["/Account/Password"] = Policies.SignedIn,
        ["/Account/Sessions"] = Policies.SignedIn,
        ["/Audit/Index"] = Policies.VerifyAudit,
        ["/Audit/Person"] = Policies.ReadAudit,
        ["/Audit/Readers"] = Policies.ReadAudit,
        ["/Bills/Details"] = Policies.ReadBills,
        ["/Bills/Explain"] = Policies.ReadBills,
        ["/Bills/Index"] = Policies.ReadBills,
        ["/Bills/Payment"] = Policies.RecordPayments,
        ["/Bills/Replacement"] = Policies.ReadBills,
        ["/Dashboards/Branch"] = Policies.ReadDashboards,
        ["/Dashboards/Index"] = Policies.ReadDashboards,
        ["/Dashboards/Regency"] = Policies.ReadDashboards,
        ["/Dashboards/Rows"] = Policies.ReadDashboards,
        ["/Employers/Apply"] = Policies.RegisterDebtors,
        ["/Employers/Details"] = Policies.ReadEmployers,
        ["/Employers/Edit"] = Policies.RegisterDebtors,
        ["/Employers/Index"] = Policies.ReadEmployers,
        ["/Employers/Loan"] = Policies.ReadLoans,
        ["/Employers/Members"] = Policies.RegisterDebtors,
        ["/Employers/Npp"] = Policies.EnterNpp,
        ["/Employers/Payment"] = Policies.RecordPayments,
        ["/Employers/Payout"] = Policies.ClearLoans,
        ["/Employers/Register"] = Policies.RegisterDebtors,
        ["/Employers/Worker"] = Policies.RegisterDebtors,
        ["/Enrollments/Details"] = Policies.ReadEnrollments,
        ["/Enrollments/Form/Business"] = Policies.RegisterDebtors,
        ["/Enrollments/Form/Check"] = Policies.RegisterDebtors,
        ["/Enrollments/Form/Consent"] = Policies.RegisterDebtors,
        ["/Enrollments/Form/Debtor"] = Policies.RegisterDebtors,
        ["/Enrollments/Form/Heirs"] = Policies.RegisterDebtors,
        ["/Enrollments/Form/Income"] = Policies.RegisterDebtors,
        ["/Enrollments/Form/Loan"] = Policies.RegisterDebtors,
        ["/Enrollments/Form/Tasks"] = Policies.RegisterDebtors,
        ["/Enrollments/Form/Withdrawal"] = Policies.RegisterDebtors,
        ["/Enrollments/Index"] = Policies.ReadEnrollments,
        ["/Enrollments/Register"] = Policies.RegisterDebtors,
        ["/Enrollments/Reveal"] = Policies.RevealPersonalData,
        ["/Error"] = Anybody,
        ["/Groups/Details"] = Policies.ReadLoans,
        ["/Groups/Index"] = Policies.ReadLoans,
        ["/Groups/Register"] = Policies.RegisterDebtors,
        ["/Invitation/Index"] = Anybody,
        ["/Jobs/History"] = Policies.ReadJobs,
        ["/Jobs/Index"] = Policies.ReadJobs,
        ["/Jobs/Mail"] = Policies.ReadCaughtMail,
        ["/Language"] = Anybody,
        ["/Loans/Clearance"] = Policies.ClearLoans,
        ["/Loans/Details"] = Policies.ReadLoans,
        ["/Loans/Disbursement"] = Policies.ClearLoans,
        ["/Loans/Index"] = Policies.ReadLoans,
        ["/Notices/Index"] = Policies.SignedIn,
        ["/Privacy/Breach"] = Policies.ReadBreaches,
        ["/Privacy/Breaches"] = Policies.ReadBreaches,
        ["/Privacy/Index"] = Anybody,
        ["/Privacy/Record"] = Policies.RecordDataRequests,
        ["/Privacy/Request"] = Policies.ReadDataRequests,
        ["/Privacy/Requests"] = Policies.ReadDataRequests,
        ["/Privacy/Retention"] = Policies.ReadRetention,
        ["/Proofs/Details"] = Policies.ReadLoans,
        ["/Proofs/Issue"] = Policies.IssueProofs,
        ["/Proofs/Pdf"] = Policies.ReadLoans,
        ["/Reference/History"] = Policies.KeepReference,
        ["/Reference/Import"] = Policies.KeepReference,
        ["/Reference/Index"] = Policies.KeepReference,
        ["/Reference/List"] = Policies.KeepReference,
        ["/Reference/Row"] = Policies.KeepReference,
        ["/Reference/Upload"] = Policies.KeepReference,
        ["/Reference/Offices/Add"] = Policies.KeepOffices,
        ["/Reference/Offices/Change"] = Policies.KeepOffices,
        ["/Reference/Offices/Close"] = Policies.KeepOffices,
        ["/Reference/Offices/Details"] = Policies.KeepOffices,
        ["/Reference/Offices/Index"] = Policies.KeepOffices,
        ["/Reference/Offices/Merge"] = Policies.KeepOffices,
        ["/Reference/Offices/Merger"] = Policies.KeepOffices,
        ["/Reference/Offices/Mergers"] = Policies.KeepOffices,
        ["/Reviews/Case"] = Policies.ReviewEnrollments,
        ["/Reviews/Index"] = Policies.ReviewEnrollments,
        ["/Rules/Explain"] = Policies.ReadRules,
        ["/Rules/Index"] = Policies.ReadRules,
        ["/Rules/News"] = Policies.ReadRules,
        ["/Rules/Proposal"] = Policies.KeepRules,
        ["/Rules/Proposals"] = Policies.KeepRules,
        ["/Rules/Propose"] = Policies.KeepRules,
        ["/Search/Index"] = Policies.ReadEnrollments,
        ["/SignIn/Code"] = Anybody,
        ["/SignIn/Index"] = Anybody,
        ["/SignIn/Onward"] = Anybody,
        ["/SignOut"] = Anybody,
        ["/Status"] = Anybody,
        ["/Style/Index"] = Anybody,
        ["/Users/Approvals"] = Policies.ManageUsers,
        ["/Users/Certification"] = Policies.ConfirmRights,
        ["/Users/Change"] = Policies.ManageUsers,
        ["/Users/Details"] = Policies.ManageUsers,
        ["/Users/Factors"] = Policies.ManageUsers,
        ["/Users/Index"] = Policies.ManageUsers,
        ["/Users/Invite"] = Policies.ManageUsers,
        ["/Users/Password"] = Policies.ManageUsers,
        ["/Users/Sessions"] = Policies.ManageUsers,
        ["/Verify/Index"] = Anybody,
    };

    public static void AddTo(PageConventionCollection pages) =>
        pages.AddFolderApplicationModelConvention("/", page => page.EndpointMetadata.Add(Of(page.ViewEnginePath)));

    private static object Of(string page) => Table.GetValueOrDefault(page, Closed) switch
    {
        Anybody => new AllowAnonymousAttribute(),
        var permission => new AuthorizeAttribute(permission),
    };
}
