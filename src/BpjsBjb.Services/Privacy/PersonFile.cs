using BpjsBjb.Domain.Common;
using BpjsBjb.Domain.Employers;
using BpjsBjb.Domain.Enrollments;
using BpjsBjb.Domain.Loans;
using BpjsBjb.Domain.Privacy;
using BpjsBjb.Services.Csr;
using BpjsBjb.Services.Enrollments;

namespace BpjsBjb.Services.Privacy;

/// <summary>Everything the reader's offices hold on one person, for that person.</summary>
/// <param name="Donations">Places on donors' lists, in every fund.</param>
/// <param name="ElsewhereOffices">Offices outside the reader's scope that have a case of this person; their data are asked for there.</param>
public sealed record PersonFile(
    string RequestNumber, DateTimeOffset At, IReadOnlyList<FiledCase> Cases, IReadOnlyList<FiledLoan> Loans, IReadOnlyList<FiledMembership> Memberships,
    IReadOnlyList<FiledBill> Bills, IReadOnlyList<FiledConsent> Consents, IReadOnlyList<FiledLook> Looks, IReadOnlyList<FiledWork> Work,
    IReadOnlyList<FiledListing> Listings, IReadOnlyList<FiledDonation> Donations, IReadOnlyList<string> ElsewhereOffices)
{
    public int Records => Cases.Count + Loans.Count + Memberships.Count + Bills.Count + Consents.Count + Looks.Count + Work.Count + Listings.Count + Donations.Count;
}

public sealed record FiledCase(string Reference, EnrollmentStatus Status, DateTimeOffset RegisteredAt, DateTimeOffset? SentAt, EnrollmentForm Form);

public sealed record FiledLoan(
    string ApplicationNumber, string ProductCode, Rupiah Amount, int TermMonths, string Purpose, LoanStatus Status, DateOnly AppliedOn,
    IReadOnlyList<FiledPayout> Payouts);

public sealed record FiledPayout(DateOnly ValueDate, Rupiah Amount, string Reference);

public sealed record FiledMembership(string? Kpj, Rupiah ContributionBase, bool WithJht, DateOnly? CoveredFrom, DateOnly? CoveredThrough);

public sealed record FiledBill(string Number, Rupiah Total, int Months, DateOnly DueOn, DateOnly? PaidOn);

public sealed record FiledConsent(string NoticeVersion, LegalBasis Basis, ConsentManner Manner, DateTimeOffset RecordedAt, DateTimeOffset? WithdrawnAt);

/// <summary>A stretch of a wage at an employer.</summary>
/// <param name="Covered">First days of the months paid for this person at this employer.</param>
public sealed record FiledWork(string Employer, WorkerRole Role, Rupiah Wage, DateOnly From, DateOnly? To, IReadOnlyList<DateOnly> Covered);

/// <summary>A place on the member list of a cooperative's facility.</summary>
/// <param name="Exemption">Null for a member who must be covered.</param>
public sealed record FiledListing(string Cooperative, string ApplicationNumber, MemberExemption? Exemption);

public sealed record FiledLook(DateTimeOffset At, string Kind, string Purpose, IReadOnlyList<string> Fields);
