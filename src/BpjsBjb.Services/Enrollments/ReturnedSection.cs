using BpjsBjb.Domain.Common;
using BpjsBjb.Domain.Enrollments;

namespace BpjsBjb.Services.Enrollments;

/// <summary>A case that came back is corrected where it was sent back for, and nowhere else.</summary>
internal static class ReturnedSection
{
    /// <summary>What changes with a field that was sent back.</summary>
    private static readonly Dictionary<string, string[]> Together = new()
    {
        ["Debtor.Phone"] = ["Debtor.Email"],
        ["Debtor.Address"] = ["Debtor.DistrictCode"],
        ["Debtor.DistrictCode"] = ["Debtor.Address"],
        ["Debtor.StatedMembership"] = ["Debtor.StatedKpj"],
        ["Business.BusinessTypeId"] = ["Business.Description", "Business.Sector"],
        ["Business.EmploysWorkers"] = ["Business.WorkerCount", "Income.WithJht"],
        ["Income.MonthlyIncome"] = ["Income.WithJht"],
    };

    /// <summary>That the notice was read out once more is no change of the case.</summary>
    private static readonly string[] Acknowledged = ["Consent.TextVersion", "Consent.Given", "Consent.Manner"];

    /// <summary>Fields that may be corrected, heirs as one.</summary>
    public static IReadOnlySet<string> Open(IEnumerable<string> returned) =>
        returned.SelectMany(field => Together.GetValueOrDefault(field, []).Prepend(field)).Concat(Acknowledged).ToHashSet(StringComparer.Ordinal);

    /// <summary>A refusal at each field that would change without having been sent back.</summary>
    public static IReadOnlyList<Refusal> WhatIsFixed(EnrollmentForm stored, IFormSection typed, IEnumerable<string> returned)
    {
        var open = Open(returned);
        return [.. Changed(stored, stored.With(typed)).Where(change => !open.Contains(change.Key)).Select(change => Enrollment.FieldIsFixed.On(change.Field))];
    }

    /// <summary>Every text that differs between two forms, by section and field: before and after.</summary>
    public static IEnumerable<FieldChange> Changed(EnrollmentForm before, EnrollmentForm after) =>
        from pair in before.Sections.Zip(after.Sections)
        let was = StaleSection.Texts(pair.First.Value)
        let now = StaleSection.Texts(pair.Second.Value)
        from field in was.Keys.Union(now.Keys)
        where Plain(was.GetValueOrDefault(field)) != Plain(now.GetValueOrDefault(field))
        select new FieldChange(pair.First.Key, field, was.GetValueOrDefault(field), now.GetValueOrDefault(field));

    /// <summary>Typed anew, 150.000.000 is 150000000, and an unticked box was never ticked.</summary>
    private static string Plain(string? text)
    {
        var trimmed = (text ?? "").Trim();
        var digits = trimmed.Replace(".", "", StringComparison.Ordinal).Replace(" ", "", StringComparison.Ordinal);
        return trimmed == "false" ? "" : digits.Length > 0 && digits.All(char.IsAsciiDigit) ? digits : trimmed;
    }
}

/// <param name="Field">Its name inside the section, such as <c>FullName</c> or <c>Heirs[0].Name</c>.</param>
internal sealed record FieldChange(string Section, string Field, string? Before, string? After)
{
    /// <summary>The name it is sent back under: heirs are one field.</summary>
    public string Key => Section == nameof(EnrollmentForm.Heirs) ? "Heirs.Heirs" : $"{Section}.{Field}";
}
