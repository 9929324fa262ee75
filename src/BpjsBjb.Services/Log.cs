using BpjsBjb.Domain.Access;
using BpjsBjb.Domain.Gate;
using BpjsBjb.Domain.Offices;
using BpjsBjb.Domain.People;
using BpjsBjb.Domain.Privacy;
using BpjsBjb.Domain.Rules;
using Microsoft.Extensions.Logging;

namespace BpjsBjb.Services;

/// <summary>Everything this layer may log. Ids, counts and durations only: LogTests refuses a string.</summary>
internal static partial class Log
{
    [LoggerMessage(1001, LogLevel.Information, "Enrollment {EnrollmentId} started at office {OfficeId}")]
    public static partial void EnrollmentStarted(this ILogger log, Guid enrollmentId, Guid officeId);

    [LoggerMessage(1002, LogLevel.Information, "Enrollment {EnrollmentId} submitted for loan {LoanId}")]
    public static partial void EnrollmentSubmitted(this ILogger log, Guid enrollmentId, Guid loanId);

    [LoggerMessage(1003, LogLevel.Information, "Enrollment {EnrollmentId} withdrawn")]
    public static partial void EnrollmentWithdrawn(this ILogger log, Guid enrollmentId);

    [LoggerMessage(1101, LogLevel.Information, "Enrollment {EnrollmentId} accepted by {UserId}")]
    public static partial void EnrollmentAccepted(this ILogger log, Guid enrollmentId, Guid userId);

    [LoggerMessage(1102, LogLevel.Information, "Enrollment {EnrollmentId} returned by {UserId} with {FieldCount} fields")]
    public static partial void EnrollmentReturned(this ILogger log, Guid enrollmentId, Guid userId, int fieldCount);

    [LoggerMessage(1103, LogLevel.Information, "Enrollment {EnrollmentId} rejected by {UserId}")]
    public static partial void EnrollmentRejected(this ILogger log, Guid enrollmentId, Guid userId);

    [LoggerMessage(1104, LogLevel.Information, "{Count} cases taken for {AssigneeId} by {UserId}")]
    public static partial void ReviewsClaimed(this ILogger log, Guid assigneeId, Guid userId, int count);

    [LoggerMessage(1105, LogLevel.Information, "Enrollment {EnrollmentId} let go by {UserId}")]
    public static partial void ReviewReleased(this ILogger log, Guid enrollmentId, Guid userId);

    [LoggerMessage(1106, LogLevel.Warning, "{Count} cases waited longer than the limit and were escalated")]
    public static partial void ReviewsEscalated(this ILogger log, int count);

    [LoggerMessage(1107, LogLevel.Information, "Enrollment {EnrollmentId} sent on to office {OfficeId} by {UserId}")]
    public static partial void EnrollmentRedirected(this ILogger log, Guid enrollmentId, Guid officeId, Guid userId);

    [LoggerMessage(1108, LogLevel.Information, "Second look at enrollment {EnrollmentId} by {UserId}")]
    public static partial void SecondLookTaken(this ILogger log, Guid enrollmentId, Guid userId);

    [LoggerMessage(1109, LogLevel.Information, "{Records} records compared, {Pairs} pairs found")]
    public static partial void DuplicatesFound(this ILogger log, int records, int pairs);

    [LoggerMessage(1110, LogLevel.Information, "Merge {MergeId} is now {Status}, by {UserId}")]
    public static partial void MergeMoved(this ILogger log, Guid mergeId, MergeStatus status, Guid userId);

    [LoggerMessage(1111, LogLevel.Information, "Pair {PairId} dismissed by {UserId}")]
    public static partial void PairDismissed(this ILogger log, Guid pairId, Guid userId);

    [LoggerMessage(2001, LogLevel.Information, "Bill {BillId} issued for participation {ParticipationId}, {Months} months")]
    public static partial void BillIssued(this ILogger log, Guid billId, Guid participationId, int months);

    [LoggerMessage(2002, LogLevel.Information, "Payment {PaymentId} recorded for bill {BillId}")]
    public static partial void PaymentRecorded(this ILogger log, Guid paymentId, Guid billId);

    [LoggerMessage(3001, LogLevel.Information, "Loan {LoanId} cleared by {UserId}")]
    public static partial void LoanCleared(this ILogger log, Guid loanId, Guid userId);

    [LoggerMessage(3002, LogLevel.Information, "Loan {LoanId} disbursed as {DisbursementId}")]
    public static partial void LoanDisbursed(this ILogger log, Guid loanId, Guid disbursementId);

    [LoggerMessage(3003, LogLevel.Warning, "Disbursement of loan {LoanId} refused by the database, tried by {UserId}")]
    public static partial void DisbursementRefused(this ILogger log, Guid loanId, Guid userId);

    [LoggerMessage(3004, LogLevel.Information, "Waiver {WaiverId} of loan {LoanId} proposed by {UserId}")]
    public static partial void WaiverProposed(this ILogger log, Guid waiverId, Guid loanId, Guid userId);

    [LoggerMessage(3005, LogLevel.Information, "Waiver {WaiverId} {Verdict} by {UserId}")]
    public static partial void WaiverDecided(this ILogger log, Guid waiverId, WaiverVerdict verdict, Guid userId);

    [LoggerMessage(3006, LogLevel.Critical, "{Differences} payouts are not borne out by the ledger or the trail")]
    public static partial void PayoutsDiffer(this ILogger log, int differences);

    [LoggerMessage(3007, LogLevel.Information, "Key {KeyId} is made and will sign the gate's decisions")]
    public static partial void SigningKeyMade(this ILogger log, Guid keyId);

    [LoggerMessage(3101, LogLevel.Information, "Employer {EmployerId} registered at office {OfficeId}")]
    public static partial void EmployerRegistered(this ILogger log, Guid employerId, Guid officeId);

    [LoggerMessage(3102, LogLevel.Information, "Employer {EmployerId} given its number by {UserId}")]
    public static partial void EmployerNumbered(this ILogger log, Guid employerId, Guid userId);

    [LoggerMessage(3103, LogLevel.Information, "Worker {WorkerId} of employer {EmployerId} kept")]
    public static partial void WorkerKept(this ILogger log, Guid workerId, Guid employerId);

    [LoggerMessage(3104, LogLevel.Information, "Payment {PaymentId} of employer {EmployerId} recorded for {Workers} workers")]
    public static partial void EmployerPaid(this ILogger log, Guid paymentId, Guid employerId, int workers);

    [LoggerMessage(3105, LogLevel.Information, "Loan {LoanId} of employer {EmployerId} applied for")]
    public static partial void EmployerLoanApplied(this ILogger log, Guid loanId, Guid employerId);

    [LoggerMessage(3106, LogLevel.Information, "Member {MemberId} put on the list of loan {LoanId}")]
    public static partial void LoanMemberAdded(this ILogger log, Guid memberId, Guid loanId);

    [LoggerMessage(3107, LogLevel.Information, "Member {MemberId} taken off the list of loan {LoanId}")]
    public static partial void LoanMemberRemoved(this ILogger log, Guid memberId, Guid loanId);

    [LoggerMessage(3108, LogLevel.Information, "Group {GroupId} registered at office {OfficeId}")]
    public static partial void LoanGroupRegistered(this ILogger log, Guid groupId, Guid officeId);

    [LoggerMessage(4001, LogLevel.Information, "Proof {ProofId} issued for participation {ParticipationId}")]
    public static partial void ProofIssued(this ILogger log, Guid proofId, Guid participationId);

    [LoggerMessage(6001, LogLevel.Information, "Request {RequestId} for {Kind} recorded by {UserId}")]
    public static partial void DataRequestReceived(this ILogger log, Guid requestId, DataRequestKind kind, Guid userId);

    [LoggerMessage(6002, LogLevel.Information, "Request {RequestId} is {Status}")]
    public static partial void DataRequestMoved(this ILogger log, Guid requestId, DataRequestStatus status);

    [LoggerMessage(6301, LogLevel.Information, "Rule {ProposalId} of kind {Kind} proposed by {UserId}")]
    public static partial void RuleProposed(this ILogger log, Guid proposalId, ProposalKind kind, Guid userId);

    [LoggerMessage(6302, LogLevel.Information, "Rule {ProposalId} is {Status}, decided by {UserId}")]
    public static partial void RuleDecided(this ILogger log, Guid proposalId, ProposalStatus status, Guid userId);

    [LoggerMessage(6303, LogLevel.Information, "Trial {TrialId} ran over {Debtors} debtors")]
    public static partial void RuleTried(this ILogger log, Guid trialId, int debtors);

    [LoggerMessage(6304, LogLevel.Warning, "Trial {TrialId} failed: the proposal cannot be priced")]
    public static partial void RuleTrialFailed(this ILogger log, Guid trialId);

    [LoggerMessage(6401, LogLevel.Information, "Office {OfficeId} added, changed or closed by {UserId}")]
    public static partial void OfficeKept(this ILogger log, Guid officeId, Guid userId);

    [LoggerMessage(6402, LogLevel.Information, "Merger {MergerId} proposed by {UserId}")]
    public static partial void MergerProposed(this ILogger log, Guid mergerId, Guid userId);

    [LoggerMessage(6403, LogLevel.Information, "Merger {MergerId} is {Status}, decided by {UserId}")]
    public static partial void MergerDecided(this ILogger log, Guid mergerId, MergerStatus status, Guid userId);

    [LoggerMessage(6404, LogLevel.Information, "Merger {MergerId} carried out")]
    public static partial void MergerDone(this ILogger log, Guid mergerId);

    [LoggerMessage(6201, LogLevel.Warning, "Breach {IncidentId} opened by {UserId}")]
    public static partial void BreachOpened(this ILogger log, Guid incidentId, Guid userId);

    [LoggerMessage(6202, LogLevel.Information, "Breach {IncidentId} is {Status}")]
    public static partial void BreachMoved(this ILogger log, Guid incidentId, BreachStatus status);

    [LoggerMessage(6101, LogLevel.Information, "Personal data of enrollment {EnrollmentId} erased, retention row {RuleId}")]
    public static partial void CaseErased(this ILogger log, Guid enrollmentId, int ruleId);

    [LoggerMessage(6102, LogLevel.Warning, "Enrollment {EnrollmentId} was not erased: the database holds it")]
    public static partial void ErasureRefused(this ILogger log, Guid enrollmentId);

    [LoggerMessage(5101, LogLevel.Information, "Grant {GrantId} for user {UserId} proposed by {ProposedBy}")]
    public static partial void GrantProposed(this ILogger log, Guid grantId, Guid userId, Guid proposedBy);

    [LoggerMessage(5102, LogLevel.Information, "Grant {GrantId} for user {UserId} approved by {ApprovedBy}")]
    public static partial void GrantApproved(this ILogger log, Guid grantId, Guid userId, Guid approvedBy);

    [LoggerMessage(5103, LogLevel.Information, "Grant {GrantId} for user {UserId} refused by {RefusedBy}")]
    public static partial void GrantRefused(this ILogger log, Guid grantId, Guid userId, Guid refusedBy);

    [LoggerMessage(5104, LogLevel.Information, "Grant {GrantId} of user {UserId} ended by {EndedBy}: {Why}")]
    public static partial void GrantEnded(this ILogger log, Guid grantId, Guid userId, Guid endedBy, GrantEnd why);

    [LoggerMessage(5105, LogLevel.Information, "Grant {GrantId} of user {UserId} confirmed by {ConfirmedBy}")]
    public static partial void GrantConfirmed(this ILogger log, Guid grantId, Guid userId, Guid confirmedBy);

    [LoggerMessage(5106, LogLevel.Information, "Link {InvitationId} for user {UserId} made by {MadeBy}")]
    public static partial void LinkMade(this ILogger log, Guid invitationId, Guid userId, Guid madeBy);

    [LoggerMessage(5107, LogLevel.Information, "Link {InvitationId} used by user {UserId}")]
    public static partial void InvitationAccepted(this ILogger log, Guid invitationId, Guid userId);

    [LoggerMessage(5108, LogLevel.Warning, "Administrator {UserId} invited from the console with link {InvitationId}")]
    public static partial void AdminInvitedFromConsole(this ILogger log, Guid userId, Guid invitationId);

    [LoggerMessage(5109, LogLevel.Warning, "Link {InvitationId} for the forgotten password of user {UserId} made by {MadeBy}: {Reason}, recognised {Recognised}")]
    public static partial void PasswordLinkMade(
        this ILogger log, Guid invitationId, Guid userId, Guid madeBy, Access.PasswordLoss reason, Access.Recognition recognised);

    [LoggerMessage(5110, LogLevel.Information, "Links of user {UserId} withdrawn by {WithdrawnBy}")]
    public static partial void LinkWithdrawn(this ILogger log, Guid userId, Guid withdrawnBy);

    [LoggerMessage(7101, LogLevel.Information, "Audit sealed as {Number}")]
    public static partial void AuditSealed(this ILogger log, long number);

    [LoggerMessage(7102, LogLevel.Warning, "The audit chain is kept by the database alone: Portal__AuditSealFile names no file outside it")]
    public static partial void SealsOnlyInDatabase(this ILogger log);

    [LoggerMessage(7103, LogLevel.Error, "The audit chain's head could not be written outside the database")]
    public static partial void SealFileNotWritten(this ILogger log, Exception failure);

    [LoggerMessage(5001, LogLevel.Information, "Session {SessionId} of {UserId} started, {EndedCount} older ones ended")]
    public static partial void SessionStarted(this ILogger log, Guid sessionId, Guid userId, int endedCount);

    [LoggerMessage(5002, LogLevel.Information, "Sessions of {UserId} ended: {Count}, {Reason}")]
    public static partial void SessionsEnded(this ILogger log, Guid userId, int count, Access.SessionEnd reason);

    [LoggerMessage(5005, LogLevel.Warning, "Wrong password or code for user {UserId}")]
    public static partial void SignInFailed(this ILogger log, Guid userId);

    [LoggerMessage(4101, LogLevel.Information, "Reference data {Kind}: {AddedCount} rows added, {ChangedCount} changed by {UserId}")]
    public static partial void ReferenceChanged(this ILogger log, Reference.ReferenceName kind, int addedCount, int changedCount, Guid userId);

    [LoggerMessage(5006, LogLevel.Warning, "Sign-in of user {UserId} refused unseen: locked, without a password, or without a right in force")]
    public static partial void SignInRefused(this ILogger log, Guid userId);

    [LoggerMessage(5007, LogLevel.Warning, "Sign-in refused: no such account")]
    public static partial void SignInUnknown(this ILogger log);

    [LoggerMessage(5004, LogLevel.Information, "Sessions nobody came back to ended: {EndedCount}; removed after their time on record: {RemovedCount}")]
    public static partial void SessionsKept(this ILogger log, int endedCount, int removedCount);

    [LoggerMessage(5003, LogLevel.Warning, "User {UserId} locked after too many failures, {LocksInARow} locks in a row")]
    public static partial void UserLocked(this ILogger log, Guid userId, int locksInARow);

    [LoggerMessage(5201, LogLevel.Information, "User {UserId} turned the authenticator on")]
    public static partial void AuthenticatorTurnedOn(this ILogger log, Guid userId);

    [LoggerMessage(5202, LogLevel.Warning, "The authenticator of user {UserId} was turned off")]
    public static partial void AuthenticatorTurnedOff(this ILogger log, Guid userId);

    [LoggerMessage(5204, LogLevel.Warning, "Factors of user {UserId} reset by {ResetBy} as {ResetId}: {Reason}, recognised {Recognised}")]
    public static partial void FactorsReset(
        this ILogger log, Guid resetId, Guid userId, Guid resetBy, Access.FactorLoss reason, Access.Recognition recognised);

    [LoggerMessage(5205, LogLevel.Information, "User {UserId} added a passkey")]
    public static partial void PasskeyAdded(this ILogger log, Guid userId);

    [LoggerMessage(5206, LogLevel.Warning, "User {UserId} removed a passkey")]
    public static partial void PasskeyRemoved(this ILogger log, Guid userId);

    [LoggerMessage(5207, LogLevel.Warning, "User {UserId} is bound to a subject of an identity provider")]
    public static partial void ProviderBound(this ILogger log, Guid userId);

    [LoggerMessage(5208, LogLevel.Warning, "User {UserId} is no longer bound to a subject of an identity provider")]
    public static partial void ProviderUnbound(this ILogger log, Guid userId);

    [LoggerMessage(5209, LogLevel.Warning, "Signing in through an identity provider failed: {Problem}")]
    public static partial void ProviderFailed(this ILogger log, Access.ProviderProblem problem);

    [LoggerMessage(5203, LogLevel.Warning, "User {UserId} used a recovery code")]
    public static partial void RecoveryCodeUsed(this ILogger log, Guid userId);

    [LoggerMessage(3403, LogLevel.Information, "Receipt {ReceiptId} for bill {BillId} waits as {Account}")]
    public static partial void MoneyHeld(this ILogger log, Guid receiptId, Guid billId, Domain.Contributions.MoneyAccount account);

    [LoggerMessage(3404, LogLevel.Information, "Waiting money of receipt {ReceiptId} was given back by {UserId}")]
    public static partial void MoneyRefunded(this ILogger log, Guid receiptId, Guid userId);

    [LoggerMessage(3405, LogLevel.Warning, "Payment {PaymentId} was taken back by {UserId}: {Reason}")]
    public static partial void PaymentReversed(this ILogger log, Guid paymentId, Guid userId, Domain.Contributions.ReversalReason reason);

    [LoggerMessage(3406, LogLevel.Information, "Discounts carried forward for {MonthCount} paid months")]
    public static partial void DiscountsCarried(this ILogger log, int monthCount);

    [LoggerMessage(3401, LogLevel.Information, "A month turned: {ChangedCount} participations fell into grace or ended")]
    public static partial void MonthTurned(this ILogger log, int changedCount);

    [LoggerMessage(3501, LogLevel.Information, "Guarantee {GuaranteeId} of loan {LoanId} recorded")]
    public static partial void GuaranteeRecorded(this ILogger log, Guid guaranteeId, Guid loanId);

    [LoggerMessage(3502, LogLevel.Information, "Guarantee {GuaranteeId} of loan {LoanId} ended")]
    public static partial void GuaranteeEnded(this ILogger log, Guid guaranteeId, Guid loanId);

    [LoggerMessage(3402, LogLevel.Information, "{BillCount} renewals billed")]
    public static partial void RenewalsBilled(this ILogger log, int billCount);

    [LoggerMessage(9101, LogLevel.Warning, "Mail {MailId} was not taken at attempt {Attempts}; it is tried again")]
    public static partial void MailNotSent(this ILogger log, Guid mailId, int attempts);

    [LoggerMessage(9102, LogLevel.Warning, "Mail {MailId} is given up after {Attempts} attempts")]
    public static partial void MailGivenUp(this ILogger log, Guid mailId, int attempts);

    [LoggerMessage(3601, LogLevel.Information, "Claim {ClaimId} of participation {ParticipationId} opened: {Kind}")]
    public static partial void ClaimOpened(this ILogger log, Guid claimId, Guid participationId, Domain.Claims.ClaimKind kind);

    [LoggerMessage(3611, LogLevel.Information, "Claim {ClaimId} of a worker of employer {EmployerId} opened: {Kind}")]
    public static partial void WorkerClaimOpened(this ILogger log, Guid claimId, Guid employerId, Domain.Claims.ClaimKind kind);

    [LoggerMessage(3602, LogLevel.Information, "Claim {ClaimId} closed: {Outcome}")]
    public static partial void ClaimClosed(this ILogger log, Guid claimId, Domain.Claims.ClaimOutcome outcome);

    [LoggerMessage(3801, LogLevel.Information, "CSR fund {FundId} registered by {UserId}")]
    public static partial void CsrFundRegistered(this ILogger log, Guid fundId, Guid userId);

    [LoggerMessage(3802, LogLevel.Information, "Donation {DonationId} recorded for CSR fund {FundId}")]
    public static partial void CsrDonationRecorded(this ILogger log, Guid donationId, Guid fundId);

    [LoggerMessage(3809, LogLevel.Information, "CSR list {ListId} looked at: {RowCount} rows, {RefusedCount} refused")]
    public static partial void CsrListLookedAt(this ILogger log, Guid listId, int rowCount, int refusedCount);

    [LoggerMessage(3803, LogLevel.Information, "CSR list {ListId} confirmed with {PersonCount} people")]
    public static partial void CsrListConfirmed(this ILogger log, Guid listId, int personCount);

    [LoggerMessage(3804, LogLevel.Information, "Allocation {AllocationId} of CSR fund {FundId} proposed for {PersonCount} people")]
    public static partial void CsrAllocationProposed(this ILogger log, Guid allocationId, Guid fundId, int personCount);

    [LoggerMessage(3805, LogLevel.Information, "Allocation {AllocationId} approved by {UserId}")]
    public static partial void CsrAllocationApproved(this ILogger log, Guid allocationId, Guid userId);

    [LoggerMessage(3806, LogLevel.Information, "Allocation {AllocationId} ended by {UserId}")]
    public static partial void CsrAllocationEnded(this ILogger log, Guid allocationId, Guid userId);

    [LoggerMessage(3807, LogLevel.Information, "CSR bill {BillId} issued for allocation {AllocationId}")]
    public static partial void CsrBilled(this ILogger log, Guid billId, Guid allocationId);

    [LoggerMessage(3808, LogLevel.Information, "CSR bill {BillId} of allocation {AllocationId} paid")]
    public static partial void CsrBillPaid(this ILogger log, Guid billId, Guid allocationId);
}
