using BpjsBjb.Domain.Common;
using BpjsBjb.Domain.People;
using BpjsBjb.Services.Enrollments;
using BpjsBjb.Services.Offices;
using Microsoft.Extensions.Localization;

namespace BpjsBjb.Web.Pages.Enrollments.Form;

/// <param name="Field">Its name within the section.</param>
/// <param name="Label">Key of its label, with the section.</param>
/// <param name="Value">The answer in words, or as typed where it cannot be read; null where there is none.</param>
public sealed record FormAnswer(string Field, string Label, string? Value);

/// <summary>A form's answers as people read them: names for codes, rupiah with dots.</summary>
public sealed class FormAnswers(EnrollmentForm form, ReferenceBook reference, IStringLocalizer<SharedTexts> texts)
{
    public IReadOnlyList<FormAnswer> Of(FormSection section) => section switch
    {
        FormSection.Loan => Loan(form.Loan),
        FormSection.Debtor => Debtor(form.Debtor),
        FormSection.Business => Business(form.Business),
        FormSection.Income => Income(form.Income),
        FormSection.Heirs => [.. form.Heirs.Heirs.SelectMany(Heir)],
        FormSection.Consent => Consent(form.Consent),
        _ => [],
    };

    private FormAnswer[] Loan(LoanForm loan) =>
    [
        Answer("Loan", nameof(loan.ProductCode), reference.Product(loan.ProductCode)?.Name ?? loan.ProductCode),
        Answer("Loan", nameof(loan.LoanAmount), Money(loan.LoanAmount)),
        Answer("Loan", nameof(loan.TermMonths), Months(loan.TermMonths)),
        Answer("Loan", nameof(loan.Purpose), loan.Purpose),
        Answer("Loan", nameof(loan.ApplicationNumber), loan.ApplicationNumber),
    ];

    private FormAnswer[] Debtor(DebtorForm debtor) =>
    [
        Answer("Debtor", nameof(debtor.Nik), Read(Nik.Parse(debtor.Nik), nik => nik.Grouped, debtor.Nik)),
        Answer("Debtor", nameof(debtor.FullName), debtor.FullName),
        Answer("Debtor", nameof(debtor.BpjsOfficeId), Guid.TryParse(debtor.BpjsOfficeId, out var office) ? reference.OfficeName(office) : null),
        Answer("Debtor", nameof(debtor.BirthPlace), debtor.BirthPlace),
        Answer("Debtor", nameof(debtor.BirthDate), Read(TypedDate.Parse(debtor.BirthDate), Format.DateLong, debtor.BirthDate)),
        Answer("Debtor", nameof(debtor.Sex), Word("Sex", debtor.Sex)),
        Answer("Debtor", nameof(debtor.MotherName), debtor.MotherName),
        Answer("Debtor", nameof(debtor.Phone), Read(MobilePhone.Parse(debtor.Phone), Format.Phone, debtor.Phone)),
        Answer("Debtor", nameof(debtor.Email), debtor.Email),
        Answer("Debtor", nameof(debtor.Address), debtor.Address),
        Answer("Debtor", nameof(debtor.DistrictCode), District(debtor.DistrictCode)),
        Answer("Debtor", nameof(debtor.StatedMembership), Word("StatedMembership", debtor.StatedMembership)),
        Answer("Debtor", nameof(debtor.StatedKpj), debtor.StatedKpj),
    ];

    private FormAnswer[] Business(BusinessForm business) =>
    [
        Answer("Business", nameof(business.BusinessTypeId), reference.BusinessType(business.BusinessTypeId)?.Name ?? business.BusinessTypeId),
        Answer("Business", nameof(business.Description), business.Description),
        Answer("Business", nameof(business.Sector), Word("ContributionSector", business.Sector)),
        Answer("Business", nameof(business.RegencyCode), Regency(business.RegencyCode)),
        Answer("Business", nameof(business.Capital), Money(business.Capital)),
        Answer("Business", nameof(business.AnnualSales), Money(business.AnnualSales)),
        Answer("Business", nameof(business.EmploysWorkers), YesOrNo(business.EmploysWorkers)),
        Answer("Business", nameof(business.WorkerCount), business.EmploysWorkers == "true" ? business.WorkerCount : null),
    ];

    private FormAnswer[] Income(IncomeForm income) =>
    [
        Answer("Income", nameof(income.MonthlyIncome), Money(income.MonthlyIncome)),
        Answer("Income", nameof(income.WithJht), YesOrNo(income.WithJht)),
        Answer("Income", nameof(income.Months), Months(income.Months)),
    ];

    private IEnumerable<FormAnswer> Heir(HeirForm heir, int index)
    {
        if (heir.IsEmpty && index > 0) yield break;

        yield return new FormAnswer($"Heirs[{index}].{nameof(heir.Name)}", "Heirs.Name", heir.Name);
        yield return new FormAnswer($"Heirs[{index}].{nameof(heir.Relation)}", "Heirs.Relation", Word("HeirRelation", heir.Relation));
        yield return new FormAnswer(
            $"Heirs[{index}].{nameof(heir.Phone)}", "Heirs.Phone", Read(MobilePhone.Parse(heir.Phone), Format.Phone, heir.Phone));
    }

    private FormAnswer[] Consent(ConsentForm consent) =>
    [
        Answer("Consent", nameof(consent.Given), YesOrNo(consent.Given)),
        .. consent.TakesPart is null ? [] : new[] { Answer("Consent", nameof(consent.TakesPart), YesOrNo(consent.TakesPart)) },
        .. consent.TakesPart == "false"
            ? new[] { Answer("Consent", nameof(consent.DeclineReason), Word("DeclineReason", consent.DeclineReason)) }
            : [],
    ];

    private static FormAnswer Answer(string section, string field, string? value) =>
        new(field, $"{section}.{field}", string.IsNullOrWhiteSpace(value) ? null : value);

    private static string? Read<T>(Result<T> parsed, Func<T, string> show, string? typed) =>
        parsed.IsRefused ? typed : show(parsed.Value);

    private static string? Money(string? typed) => Read(Rupiah.Parse(typed), Format.Rupiah, typed);

    private string? Months(string? typed) => string.IsNullOrWhiteSpace(typed) ? null : texts["Months", typed].Value;

    private string? Word(string kind, string? value) => string.IsNullOrWhiteSpace(value) ? null : texts[$"Enum.{kind}.{value}"].Value;

    private string? YesOrNo(string? value) => value switch { "true" => texts["Yes"].Value, "false" => texts["No"].Value, _ => null };

    private string? District(string? code) =>
        code == ReferenceBook.OutsideDistrict ? texts["Outside"].Value
        : reference.Region(code) is { } district ? $"{district.Name}, {reference.RegencyName(code)}" : code;

    private string? Regency(string? code) =>
        code == ReferenceBook.OutsideRegency ? texts["Outside"].Value : reference.Region(code)?.Name ?? code;
}
