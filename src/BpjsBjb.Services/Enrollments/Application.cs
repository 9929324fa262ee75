using System.Globalization;
using BpjsBjb.Domain.Common;
using BpjsBjb.Domain.Loans;
using BpjsBjb.Domain.Offices;
using BpjsBjb.Domain.People;
using BpjsBjb.Domain.Rules;
using BpjsBjb.Services.Offices;

namespace BpjsBjb.Services.Enrollments;

/// <summary>The form, parsed: made only from a form whose sections were not refused.</summary>
internal sealed record Application(
    Nik Nik,
    string FullName,
    Office BpjsOffice,
    string BirthPlace,
    DateOnly BirthDate,
    Sex Sex,
    string MotherName,
    MobilePhone Phone,
    string Address,
    string DistrictCode,
    string ProductCode,
    Rupiah LoanAmount,
    int TermMonths,
    string Purpose,
    string ApplicationNumber,
    Guid? GroupId,
    string BusinessTypeId,
    string BusinessDescription,
    ContributionSector Sector,
    string BusinessRegencyCode,
    Rupiah Capital,
    Rupiah? AnnualSales,
    int WorkerCount,
    Rupiah MonthlyIncome,
    bool WithJht,
    int Months,
    IReadOnlyList<ApplicationHeir> Heirs,
    DeclineReason? Declined)
{
    public ParticipantCategory Category => WorkerCount > 0 ? ParticipantCategory.Employer : ParticipantCategory.SelfEmployed;

    public static Application From(EnrollmentForm form, ReferenceBook reference) => new(
        Nik.Parse(form.Debtor.Nik).Value,
        PersonName.Parse(form.Debtor.FullName).Value,
        reference.Office(Guid.Parse(form.Debtor.BpjsOfficeId!))!,
        form.Debtor.BirthPlace!.Trim(),
        TypedDate.Parse(form.Debtor.BirthDate).Value,
        Enum.Parse<Sex>(form.Debtor.Sex!),
        PersonName.Parse(form.Debtor.MotherName).Value,
        MobilePhone.Parse(form.Debtor.Phone).Value,
        form.Debtor.Address!.Trim(),
        form.Debtor.DistrictCode!,
        form.Loan.ProductCode!,
        Rupiah.Parse(form.Loan.LoanAmount).Value,
        int.Parse(form.Loan.TermMonths!.Trim(), CultureInfo.InvariantCulture),
        form.Loan.Purpose!.Trim(),
        form.Loan.ApplicationNumber!.Trim(),
        reference.Product(form.Loan.ProductCode) is { IsForGroups: true } && Guid.TryParse(form.Loan.GroupId, out var group) ? group : null,
        form.Business.BusinessTypeId!,
        form.Business.Description!.Trim(),
        Enum.Parse<ContributionSector>(form.Business.Sector!),
        form.Business.RegencyCode!,
        Rupiah.Parse(form.Business.Capital).Value,
        string.IsNullOrWhiteSpace(form.Business.AnnualSales) ? null : Rupiah.Parse(form.Business.AnnualSales).Value,
        SectionValidators.YesOrNo(form.Business.EmploysWorkers) is true
            ? int.Parse(form.Business.WorkerCount!.Trim(), CultureInfo.InvariantCulture)
            : 0,
        Rupiah.Parse(form.Income.MonthlyIncome).Value,
        SectionValidators.YesOrNo(form.Income.WithJht) is true,
        int.Parse(form.Income.Months!.Trim(), CultureInfo.InvariantCulture),
        [.. form.Heirs.Heirs.Where(heir => !heir.IsEmpty).Select(ApplicationHeir.From)],
        SectionValidators.YesOrNo(form.Consent.TakesPart) is false
            ? SectionValidators.Choice<DeclineReason>(form.Consent.DeclineReason)
            : null);
}

internal sealed record ApplicationHeir(string Name, HeirRelation Relation, MobilePhone? Phone)
{
    public static ApplicationHeir From(HeirForm form) => new(
        PersonName.Parse(form.Name).Value,
        Enum.Parse<HeirRelation>(form.Relation!),
        string.IsNullOrWhiteSpace(form.Phone) ? null : MobilePhone.Parse(form.Phone).Value);
}
