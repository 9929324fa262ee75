using BpjsBjb.Domain.Common;

namespace BpjsBjb.Domain.Rules;

/// <summary>Whose work a rule changes, by role: they are told when it becomes law and say that they have read it.</summary>
public static class RuleAudience
{
    private static readonly Role[] Registering = [Role.LoanOfficer, Role.BranchSupervisor, Role.BpjsReviewer, Role.BpjsSupervisor];
    private static readonly Role[] AnsweringDebtors = [Role.LoanOfficer, Role.BranchSupervisor, Role.RegionalAdmin];
    private static readonly Role[] ConfirmingRights = [Role.BranchSupervisor, Role.RegionalAdmin, Role.SystemAdmin];
    private static readonly Role[] Reviewing = [Role.BpjsReviewer, Role.BpjsSupervisor];
    private static readonly Role[] Disbursing = [Role.BranchSupervisor, Role.RegionalAdmin];
    private static readonly Role[] Guarding = [Role.SystemAdmin, Role.Auditor];

    /// <summary>Rules of duties, contributions and cover are for those who register, review and collect.</summary>
    public static IReadOnlyList<Role> Of(DatedRule rule) => rule is Limit limit ? Of(limit.Kind) : Registering;

    private static Role[] Of(LimitKind kind) => kind switch
    {
        LimitKind.RecertificationDays => ConfirmingRights,
        LimitKind.AccessHours or LimitKind.CorrectionHours or LimitKind.RestrictionHours or LimitKind.WithdrawalHours or LimitKind.ErasureHours =>
            AnsweringDebtors,
        LimitKind.BreachNoticeHours or LimitKind.SignInFailures or LimitKind.SignInLockMinutes or LimitKind.SignInLockMinutesMost
            or LimitKind.EndedSessionDays or LimitKind.PasswordLinkMinutes or LimitKind.JobRunDays or LimitKind.DigestHour
            or LimitKind.SigningKeyDays => Guarding,
        LimitKind.ReviewHours or LimitKind.ReviewClaimMinutes or LimitKind.SecondLookPercent or LimitKind.MergeUndoDays => Reviewing,
        LimitKind.GateDecisionHours or LimitKind.WaiverDays => Disbursing,
        _ => Registering,
    };
}
