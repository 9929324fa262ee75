using System.Globalization;
using BpjsBjb.Domain.Common;
using BpjsBjb.Domain.People;
using BpjsBjb.Services.Enrollments;
using BpjsBjb.Services.Offices;
using BpjsBjb.Web.Localisation;
using Microsoft.Extensions.Localization;

namespace BpjsBjb.Web.Pages.Enrollments;

/// <summary>One answer of the form in the reader's words.</summary>
/// <param name="Field">Name in refusals, such as <c>Debtor.Nik</c>.</param>
/// <param name="Text">Null when nothing was filled in.</param>
public sealed record CaseAnswer(string Field, string? Text, bool IsHidden = false);

public sealed record CaseSection(FormSection Section, IReadOnlyList<CaseAnswer> Answers);

/// <summary>The form as answers: amounts, dates and choices spelled out where they can be read, else as typed.</summary>
public sealed class CaseSummary(IStringLocalizer<SharedTexts> texts, ReferenceBook reference)
{
    /// <param name="inFull">False for readers who do not work on the record: no whole NIK, no contact, no mother's name.</param>
    public IReadOnlyList<CaseSection> Of(EnrollmentForm form, bool inFull) =>
    [
        new(FormSection.Loan, OfLoan(form.Loan)),
        new(FormSection.Debtor, OfDebtor(form.Debtor, inFull)),
        new(FormSection.Business, OfBusiness(form.Business)),
        new(FormSection.Income, OfIncome(form.Income)),
        new(FormSection.Heirs, OfHeirs(form.Heirs, inFull)),
        new(FormSection.Consent, OfConsent(form.Consent)),
    ];

    private CaseAnswer[] OfLoan(LoanForm loan) =>
    [
        new("Loan.ProductCode", reference.Product(loan.ProductCode)?.Name ?? Typed(loan.ProductCode)),
        new("Loan.LoanAmount", Amount(loan.LoanAmount)),
        new("Loan.TermMonths", Months(loan.TermMonths)),
        new("Loan.Purpose", Typed(loan.Purpose)),
        new("Loan.ApplicationNumber", Typed(loan.ApplicationNumber)),
    ];

    private CaseAnswer[] OfDebtor(DebtorForm debtor, bool inFull) =>
    [
        new("Debtor.Nik", Number(debtor.Nik, inFull)),
        new("Debtor.FullName", Typed(debtor.FullName)),
        new("Debtor.BpjsOfficeId", Guid.TryParse(debtor.BpjsOfficeId, out var office) ? reference.OfficeName(office) : null),
        new("Debtor.BirthPlace", Typed(debtor.BirthPlace)),
        new("Debtor.BirthDate", TypedDate.Parse(debtor.BirthDate) is { IsRefused: false } date ? Format.DateLong(date.Value) : Typed(debtor.BirthDate)),
        new("Debtor.Sex", Word<Sex>(debtor.Sex)),
        Private("Debtor.Kk", Typed(debtor.Kk), inFull),
        Private("Debtor.MotherName", Typed(debtor.MotherName), inFull),
        Private("Debtor.Phone", Phone(debtor.Phone), inFull),
        Private("Debtor.Email", Typed(debtor.Email), inFull),
        Private("Debtor.Address", Typed(debtor.Address), inFull),
        new("Debtor.DistrictCode", District(debtor.DistrictCode)),
        new("Debtor.StatedMembership", debtor.StatedMembership is { Length: > 0 } stated ? texts[$"Enum.StatedMembership.{stated}"].Value : null),
        Private("Debtor.StatedKpj", Typed(debtor.StatedKpj), inFull),
    ];

    private CaseAnswer[] OfBusiness(BusinessForm business) =>
    [
        new("Business.BusinessTypeId", reference.BusinessType(business.BusinessTypeId)?.Name ?? Typed(business.BusinessTypeId)),
        new("Business.Description", Typed(business.Description)),
        new("Business.Sector", Word<Domain.Rules.ContributionSector>(business.Sector)),
        new("Business.RegencyCode", business.RegencyCode is ReferenceBook.OutsideRegency ? texts["Outside"].Value : reference.Region(business.RegencyCode)?.Name),
        new("Business.Capital", Amount(business.Capital)),
        new("Business.AnnualSales", Amount(business.AnnualSales)),
        new("Business.EmploysWorkers", YesOrNo(business.EmploysWorkers)),
        new("Business.WorkerCount", business.EmploysWorkers is "true" ? Typed(business.WorkerCount) : null),
    ];

    private CaseAnswer[] OfIncome(IncomeForm income) =>
    [
        new("Income.MonthlyIncome", Amount(income.MonthlyIncome)),
        new("Income.WithJht", YesOrNo(income.WithJht)),
        new("Income.Months", Months(income.Months)),
    ];

    private CaseAnswer[] OfHeirs(HeirsForm heirs, bool inFull) =>
    [
        .. heirs.Heirs.Where(heir => !heir.IsEmpty).Select(heir => Private(
            "Heirs.Heirs",
            string.Join(", ", new[] { Typed(heir.Name), Word<HeirRelation>(heir.Relation), Phone(heir.Phone) }.OfType<string>()),
            inFull)),
    ];

    private CaseAnswer[] OfConsent(ConsentForm consent) =>
    [
        new("Consent.Given", YesOrNo(consent.Given)),
        .. consent.Given is "true"
            ? [new("Consent.Manner", Word<Domain.Privacy.ConsentManner>(consent.Manner ?? nameof(Domain.Privacy.ConsentManner.ReadAloud)))]
            : Array.Empty<CaseAnswer>(),
        .. consent.TakesPart is "false"
            ? [new("Consent.TakesPart", texts["No"]), new CaseAnswer("Consent.DeclineReason", Word<Domain.Loans.DeclineReason>(consent.DeclineReason))]
            : Array.Empty<CaseAnswer>(),
    ];

    private static CaseAnswer Private(string field, string? text, bool inFull) => new(field, inFull ? text : null, !inFull && text is not null);

    private static string? Typed(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();

    private static string? Amount(string? text) => Rupiah.Parse(text) is { IsRefused: false } amount ? Format.Rupiah(amount.Value) : Typed(text);

    private static string? Phone(string? text) => MobilePhone.Parse(text) is { IsRefused: false } phone ? Format.Phone(phone.Value) : Typed(text);

    /// <summary>What is no NIK stays hidden from readers who may not see a whole one.</summary>
    private static string? Number(string? text, bool inFull) => Nik.Parse(text) is { IsRefused: false } nik
        ? inFull ? nik.Value.Grouped : nik.Value.ToString()
        : inFull ? Typed(text) : null;

    private string? Months(string? text) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var months)
        ? texts[months == 1 ? "OneMonth" : "Months", Format.Number(months)]
        : Typed(text);

    private string? District(string? code) => code switch
    {
        null or "" => null,
        ReferenceBook.OutsideDistrict => texts["Outside"],
        _ => $"{reference.RegionName(code)}, {reference.RegencyName(code)}",
    };

    private string? YesOrNo(string? text) => text switch { "true" => texts["Yes"].Value, "false" => texts["No"].Value, _ => null };

    private string? Word<TEnum>(string? text)
        where TEnum : struct, Enum =>
        Enum.TryParse<TEnum>(text, out var value) ? texts.Of(value) : Typed(text);
}
