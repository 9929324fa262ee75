using BpjsBjb.Domain.Businesses;
using BpjsBjb.Domain.Common;
using BpjsBjb.Domain.People;
using BpjsBjb.Services.Offices;

namespace BpjsBjb.Services.Identifiers;

/// <summary>Says of a number whether it can be right. It looks into no register: whether anybody has it is never answered.</summary>
public sealed class IdentifierChecks
{
    public static readonly Refusal UnknownKkRegion = new("kk.unknown-region");

    private static readonly IdentifierFacts NoFacts = new();

    private readonly ReferenceSource _reference;
    private readonly TimeProvider _clock;

    internal IdentifierChecks(ReferenceSource reference, TimeProvider clock) => (_reference, _clock) = (reference, clock);

    /// <param name="on">The day ages are counted; today in Jakarta when null.</param>
    public async Task<IdentifierFinding> CheckAsync(IdentifierKind kind, string value, DateOnly? on, CancellationToken cancel)
    {
        var reference = await _reference.ReadAsync(cancel);
        var day = on ?? _clock.Today();
        return kind switch
        {
            IdentifierKind.Nik => Of(Nik.Parse(value), nik => OfPerson(nik.Digits, nik, [], reference, day)),
            IdentifierKind.Npwp => Of(Npwp.Parse(value), npwp => OfPerson(npwp.Digits, npwp.Nik, npwp.Warnings, reference, day)),
            IdentifierKind.Nib => Of(Nib.Parse(value), nib => Found(nib.Digits, [])),
            IdentifierKind.Kpj => Of(Kpj.Parse(value), kpj => Found(kpj.Digits, kpj.Warnings)),
            IdentifierKind.Npp => Of(Npp.Parse(value), npp => Found(npp.Text, npp.Warnings)),
            IdentifierKind.Phone => Of(MobilePhone.Parse(value), phone => Found(phone.E164, [])),
            IdentifierKind.Kk => Of(Kk.Parse(value), kk => OfFamily(kk, reference)),
            IdentifierKind.NikKoperasi => Of(NikKoperasi.Parse(value), number => Found(number.Digits, [])),
            _ => throw new ArgumentOutOfRangeException(nameof(kind)),
        };
    }

    private static IdentifierFinding Of<T>(Result<T> parsed, Func<T, IdentifierFinding> found) =>
        parsed.IsRefused ? Invalid(parsed.Refusals) : found(parsed.Value);

    private static IdentifierFinding Invalid(IReadOnlyList<Refusal> reasons) => new(IdentifierVerdict.Invalid, null, NoFacts, reasons);

    private static IdentifierFinding Found(string normalized, IReadOnlyList<Refusal> warnings, IdentifierFacts? facts = null) =>
        new(warnings.Count == 0 ? IdentifierVerdict.Ok : IdentifierVerdict.Warning, normalized, facts ?? NoFacts, warnings);

    private static IdentifierFinding OfPerson(
        string normalized, Nik? nik, IReadOnlyList<Refusal> warnings, ReferenceBook reference, DateOnly day)
    {
        if (nik is null) return Found(normalized, warnings);
        var findings = NikRegions.FindingsOf(nik, reference).ToList();
        if (findings.Any(finding => !finding.IsWarning)) return Invalid(findings);

        var isSure = nik.IsSureOfCentury(day);
        var region = reference.Region(nik.RegencyCode);
        var facts = new IdentifierFacts(
            isSure ? nik.BirthDate(day) : null,
            nik.Sex,
            isSure ? nik.AgeOn(day) : null,
            region is null ? nik.RegencyCode : $"{region.Code} {region.Name}");
        return Found(normalized, [.. warnings, .. findings, .. isSure ? Array.Empty<Refusal>() : [Nik.UnsureCentury.AsWarning()]], facts);
    }

    private static IdentifierFinding OfFamily(Kk kk, ReferenceBook reference)
    {
        var region = reference.Region(kk.RegencyCode);
        return Found(
            kk.Digits,
            region is null ? [UnknownKkRegion.AsWarning().With(kk.RegencyCode)] : [],
            new IdentifierFacts(Region: region is null ? kk.RegencyCode : $"{region.Code} {region.Name}"));
    }
}
