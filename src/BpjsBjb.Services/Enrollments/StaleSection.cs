using System.Reflection;
using BpjsBjb.Domain.Common;
using BpjsBjb.Domain.Enrollments;

namespace BpjsBjb.Services.Enrollments;

/// <summary>What a stale page is told: that the draft changed, and for each field that differs what is stored now.</summary>
internal static class StaleSection
{
    public static Refusal[] WhatDiffers(EnrollmentForm stored, IFormSection typed)
    {
        var now = stored.Sections.Single(section => section.Value.Section == typed.Section).Value;
        return
        [
            Enrollment.ChangedMeanwhile,
            .. Texts(now).Where(field => !Same(field.Value, Texts(typed).GetValueOrDefault(field.Key)))
                .Select(field => Enrollment.FieldChangedMeanwhile.With(string.IsNullOrWhiteSpace(field.Value) ? "–" : field.Value).On(field.Key)),
        ];
    }

    private static bool Same(string? left, string? right) =>
        string.Equals((left ?? "").Trim(), (right ?? "").Trim(), StringComparison.Ordinal);

    /// <summary>Every text of a section by its field.</summary>
    internal static Dictionary<string, string?> Texts(IFormSection section) => section is HeirsForm heirs
        ? heirs.Heirs.SelectMany((heir, index) => TextsOf(heir, $"Heirs[{index}].")).ToDictionary()
        : TextsOf(section, "").ToDictionary();

    private static IEnumerable<KeyValuePair<string, string?>> TextsOf(object record, string prefix) => record.GetType()
        .GetProperties(BindingFlags.Public | BindingFlags.Instance)
        .Where(property => property.PropertyType == typeof(string))
        .Select(property => KeyValuePair.Create(prefix + property.Name, (string?)property.GetValue(record)));
}
