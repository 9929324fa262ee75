using BpjsBjb.Domain.Rules;
using BpjsBjb.Services.Data.Reference;

namespace BpjsBjb.UnitTests.Rules;

/// <summary>The rules as the portal ships them: tests ask the same rows production asks.</summary>
internal static class Shipped
{
    public static readonly DateTimeOffset RecordedAt = new(2026, 11, 22, 3, 0, 0, TimeSpan.Zero);

    public static readonly RuleBook Rules = RuleSheets.Read(RecordedAt);

    /// <summary>A book with other rows of these kinds.</summary>
    public static RuleBook With(
        RuleBook book,
        IReadOnlyList<DatedRule> superseded,
        IReadOnlyList<WageProgramDuty> duties,
        IReadOnlyList<WageRate> rates,
        IReadOnlyList<JpWageCeiling> ceilings,
        IReadOnlyList<ContributionBracket> brackets) => new()
        {
            Brackets = brackets,
            FlatContributions = book.FlatContributions,
            Discounts = book.Discounts,
            ProgramDuties = book.ProgramDuties,
            PrepaymentTerms = book.PrepaymentTerms,
            ParticipationDuties = book.ParticipationDuties,
            EvidenceDuties = book.EvidenceDuties,
            ProductGuarantees = book.ProductGuarantees,
            Limits = book.Limits,
            EnterpriseClasses = book.EnterpriseClasses,
            Benefits = book.Benefits,
            WageRates = rates,
            JpWageCeilings = ceilings,
            WageProgramDuties = duties,
            JkpShares = book.JkpShares,
            PrivacyNotices = book.PrivacyNotices,
            RetentionRules = book.RetentionRules,
            ClaimItems = book.ClaimItems,
            Superseded = superseded,
        };
}
