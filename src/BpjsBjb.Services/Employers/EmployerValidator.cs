using BpjsBjb.Domain.Businesses;
using BpjsBjb.Domain.Common;
using BpjsBjb.Domain.Employers;
using BpjsBjb.Domain.People;
using BpjsBjb.Services.Common;
using BpjsBjb.Services.Enrollments;
using BpjsBjb.Services.Offices;

namespace BpjsBjb.Services.Employers;

/// <summary>Judges what was typed of an employer, everything at once.</summary>
internal static class EmployerValidator
{
    public const int LongestName = 120;

    public static readonly Refusal LegalFormMissing = new("employer.legal-form-missing");
    public static readonly Refusal NameMissing = new("employer.name-missing");
    public static readonly Refusal CooperativeNumberNotForForm = new("employer.cooperative-number-not-for-form");

    public static (EmployerFacts? Facts, Npwp? Npwp, Nitku? Nitku, List<Refusal> Refusals) Read(StateEmployer typed, ReferenceBook reference)
    {
        List<Refusal> refusals = [];
        var form = SectionValidators.Choice<LegalForm>(typed.LegalForm);
        if (form is null) refusals.Add(LegalFormMissing.On(nameof(typed.LegalForm)));

        var name = TypedText.Of(typed.Name);
        if (name is null) refusals.Add(NameMissing.On(nameof(typed.Name)));
        else if (name.Length > LongestName) refusals.Add(Validation.TooLong.With(LongestName).On(nameof(typed.Name)));

        var npwp = Parsed(Npwp.Parse(typed.Npwp), nameof(typed.Npwp));
        var nitku = TypedText.Of(typed.Nitku) is { } nitkuText ? Parsed(Nitku.Parse(nitkuText), nameof(typed.Nitku)) : null;
        if (nitku is not null && npwp is not null && nitku.Npwp.Digits != npwp.Digits) refusals.Add(Nitku.OfAnotherTaxpayer.On(nameof(typed.Nitku)));

        var nib = TypedText.Of(typed.Nib) is { } nibText ? Parsed(Nib.Parse(nibText), nameof(typed.Nib)) : null;
        var number = TypedText.Of(typed.CooperativeNumber) is { } numberText
            ? Parsed(NikKoperasi.Parse(numberText), nameof(typed.CooperativeNumber))
            : null;
        if (number is not null && form is not (null or LegalForm.Cooperative))
        {
            refusals.Add(CooperativeNumberNotForForm.On(nameof(typed.CooperativeNumber)));
        }

        var type = reference.BusinessType(typed.BusinessTypeId);
        if (type is null) refusals.Add(ApplicantCheck.UnknownBusinessType.On(nameof(typed.BusinessTypeId)));

        var capital = Rupiah.Parse(typed.Capital);
        refusals.AddRange(capital.Refusals.Select(refusal => refusal.On(nameof(typed.Capital))));
        Rupiah? sales = null;
        if (TypedText.Of(typed.AnnualSales) is { } salesText)
        {
            var parsed = Rupiah.Parse(salesText);
            refusals.AddRange(parsed.Refusals.Select(refusal => refusal.On(nameof(typed.AnnualSales))));
            if (!parsed.IsRefused) sales = parsed.Value;
        }

        var regency = reference.Regencies.FirstOrDefault(one => one.Code == typed.RegencyCode);
        if (regency is null) refusals.Add(ApplicantCheck.UnknownBusinessRegency.On(nameof(typed.RegencyCode)));

        var office = Guid.TryParse(typed.BpjsOfficeId, out var officeId)
            ? reference.BpjsBranches.FirstOrDefault(branch => branch.Id == officeId)
            : null;
        if (office is null) refusals.Add(ApplicantCheck.UnknownBpjsOffice.On(nameof(typed.BpjsOfficeId)));

        if (refusals.Count > 0) return (null, null, null, refusals);

        return (
            new EmployerFacts(form!.Value, name!, nib, number, type!, capital.Value, sales, regency!.Code, office!.Id, office.Position),
            npwp, nitku, refusals);

        T? Parsed<T>(Result<T> result, string field)
            where T : class
        {
            refusals.AddRange(result.Refusals.Select(refusal => refusal.On(field)));
            return result.IsRefused ? null : result.Value;
        }
    }
}
