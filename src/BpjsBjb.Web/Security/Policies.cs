using BpjsBjb.Domain.Common;
using Microsoft.AspNetCore.Authorization;

namespace BpjsBjb.Web.Security;

/// <summary>Which role may do what. Which rows it sees is Services' matter.</summary>
public static class Policies
{
    public const string SignedIn = nameof(SignedIn);
    public const string SetUpFactors = nameof(SetUpFactors);
    public const string RegisterDebtors = nameof(RegisterDebtors);
    public const string ReadEnrollments = nameof(ReadEnrollments);
    public const string ReviewEnrollments = nameof(ReviewEnrollments);
    public const string ReadDisagreement = nameof(ReadDisagreement);
    public const string ReadParticipations = nameof(ReadParticipations);
    public const string ReadBills = nameof(ReadBills);
    public const string RecordPayments = nameof(RecordPayments);
    public const string ReadLoans = nameof(ReadLoans);
    public const string ClearLoans = nameof(ClearLoans);
    public const string FollowCover = nameof(FollowCover);
    public const string DecideWaivers = nameof(DecideWaivers);
    public const string ReadClaims = nameof(ReadClaims);
    public const string KeepClaims = nameof(KeepClaims);
    public const string ReadCsr = nameof(ReadCsr);
    public const string KeepCsr = nameof(KeepCsr);
    public const string ApproveCsr = nameof(ApproveCsr);
    public const string ReadCsrFigures = nameof(ReadCsrFigures);
    public const string ReadOwnFunds = nameof(ReadOwnFunds);
    public const string IssueProofs = nameof(IssueProofs);
    public const string ReadEmployers = nameof(ReadEmployers);
    public const string EnterNpp = nameof(EnterNpp);
    public const string ReadDashboards = nameof(ReadDashboards);
    public const string ReadRules = nameof(ReadRules);
    public const string ReadAgreement = nameof(ReadAgreement);
    public const string KeepAgreement = nameof(KeepAgreement);
    public const string ReadPartnerFigures = nameof(ReadPartnerFigures);
    public const string KeepRules = nameof(KeepRules);
    public const string KeepReference = nameof(KeepReference);
    public const string KeepOffices = nameof(KeepOffices);
    public const string RevealPersonalData = nameof(RevealPersonalData);
    public const string ReadAudit = nameof(ReadAudit);
    public const string VerifyAudit = nameof(VerifyAudit);
    public const string ReadDataRequests = nameof(ReadDataRequests);
    public const string RecordDataRequests = nameof(RecordDataRequests);
    public const string DecideDataRequests = nameof(DecideDataRequests);
    public const string ReadBreaches = nameof(ReadBreaches);
    public const string ManageBreaches = nameof(ManageBreaches);
    public const string ReadRetention = nameof(ReadRetention);
    public const string ReadJobs = nameof(ReadJobs);
    public const string ReadCaughtMail = nameof(ReadCaughtMail);
    public const string KeepSigningKeys = nameof(KeepSigningKeys);
    public const string ManageUsers = nameof(ManageUsers);
    public const string ConfirmRights = nameof(ConfirmRights);

    /// <summary>People of the agreement's other parties: they see sums and no row.</summary>
    private static readonly Role[] Partners = [Role.KadinViewer, Role.LpdbViewer];

    /// <summary>The whole table.</summary>
    public static readonly IReadOnlyDictionary<string, Role[]> Roles = new Dictionary<string, Role[]>
    {
        [SignedIn] = Enum.GetValues<Role>(),
        [SetUpFactors] = Enum.GetValues<Role>(),
        [RegisterDebtors] = [Role.LoanOfficer],
        [ReadEnrollments] =
            [Role.LoanOfficer, Role.BranchSupervisor, Role.BpjsReviewer, Role.BpjsSupervisor, Role.RegionalAdmin, Role.Auditor],
        [ReviewEnrollments] = [Role.BpjsReviewer, Role.BpjsSupervisor],
        [ReadDisagreement] = [Role.BpjsSupervisor, Role.RegionalAdmin, Role.Auditor],
        [ReadParticipations] =
            [Role.LoanOfficer, Role.BranchSupervisor, Role.BpjsReviewer, Role.BpjsSupervisor, Role.RegionalAdmin, Role.Auditor],
        [ReadBills] = [Role.LoanOfficer, Role.BranchSupervisor, Role.BpjsReviewer, Role.BpjsSupervisor],
        [RecordPayments] = [Role.BpjsReviewer, Role.BranchSupervisor],
        [ReadLoans] = [Role.LoanOfficer, Role.BranchSupervisor, Role.RegionalAdmin, Role.Auditor],
        [ClearLoans] = [Role.BranchSupervisor],
        [DecideWaivers] = [Role.BranchSupervisor, Role.RegionalAdmin],
        [FollowCover] = [Role.LoanOfficer, Role.BranchSupervisor],
        [ReadClaims] =
            [Role.LoanOfficer, Role.BranchSupervisor, Role.BpjsReviewer, Role.BpjsSupervisor, Role.RegionalAdmin, Role.Auditor],
        [KeepClaims] = [Role.LoanOfficer, Role.BranchSupervisor, Role.BpjsReviewer, Role.BpjsSupervisor],
        [ReadCsr] = [Role.BpjsReviewer, Role.BpjsSupervisor, Role.RegionalAdmin, Role.Auditor],
        [KeepCsr] = [Role.BpjsReviewer, Role.BpjsSupervisor, Role.RegionalAdmin],
        [ApproveCsr] = [Role.BpjsSupervisor, Role.RegionalAdmin],
        [ReadCsrFigures] = [Role.BpjsReviewer, Role.BpjsSupervisor, Role.RegionalAdmin, Role.Auditor, Role.DonorViewer],
        [ReadOwnFunds] = [Role.DonorViewer],
        [IssueProofs] = [Role.LoanOfficer, Role.BranchSupervisor],
        [ReadEmployers] =
            [Role.LoanOfficer, Role.BranchSupervisor, Role.BpjsReviewer, Role.BpjsSupervisor, Role.RegionalAdmin, Role.Auditor],
        [EnterNpp] = [Role.BpjsReviewer],
        [ReadDashboards] = [Role.RegionalAdmin, Role.Auditor, Role.BranchSupervisor],
        [ReadRules] = [.. Enum.GetValues<Role>().Except([.. Partners, Role.DonorViewer])],
        [ReadAgreement] = [.. Enum.GetValues<Role>().Where(role => role != Role.DonorViewer)],
        [KeepAgreement] = [Role.RegionalAdmin, Role.BpjsSupervisor],
        [ReadPartnerFigures] = Partners,
        [KeepRules] = [Role.SystemAdmin],
        [KeepReference] = [Role.SystemAdmin],
        [KeepOffices] = [Role.SystemAdmin],
        [RevealPersonalData] = [Role.LoanOfficer, Role.BranchSupervisor, Role.BpjsReviewer, Role.BpjsSupervisor],
        [ReadAudit] = [Role.Auditor],
        [VerifyAudit] = [Role.Auditor, Role.SystemAdmin],
        [ReadDataRequests] = [Role.LoanOfficer, Role.BranchSupervisor, Role.RegionalAdmin, Role.Auditor],
        [RecordDataRequests] = [Role.LoanOfficer, Role.BranchSupervisor],
        [DecideDataRequests] = [Role.BranchSupervisor, Role.RegionalAdmin],
        [ReadBreaches] = [Role.SystemAdmin, Role.Auditor],
        [ManageBreaches] = [Role.SystemAdmin],
        [ReadRetention] = [Role.SystemAdmin, Role.Auditor],
        [ReadJobs] = [Role.SystemAdmin, Role.Auditor],
        [ReadCaughtMail] = [Role.SystemAdmin],
        [KeepSigningKeys] = [Role.SystemAdmin],
        [ManageUsers] = [Role.SystemAdmin],
        [ConfirmRights] = [Role.BranchSupervisor, Role.RegionalAdmin, Role.SystemAdmin],
    };

    public static bool Allows(string policy, Role role) => Roles[policy].Contains(role);

    /// <param name="needsFactor">The password alone opens nothing but the set-up of a second factor.</param>
    internal static void AddTo(AuthorizationOptions options, bool needsFactor)
    {
        foreach (var (policy, roles) in Roles)
        {
            var names = roles.Select(role => role.ToString()).ToArray();
            options.AddPolicy(policy, builder =>
            {
                builder.RequireAuthenticatedUser().RequireClaim(PortalClaims.Role, names);
                if (needsFactor && policy != SetUpFactors) builder.RequireClaim(PortalClaims.SecondFactor, bool.TrueString);
            });
        }

        options.AddPolicy(PagePermissions.Closed, builder => builder.RequireAssertion(_ => false));
        options.DefaultPolicy = options.GetPolicy(SignedIn)!;
        options.FallbackPolicy = options.DefaultPolicy;
    }
}
