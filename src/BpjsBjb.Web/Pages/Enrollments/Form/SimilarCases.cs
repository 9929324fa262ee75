using System.Text.Json;
using BpjsBjb.Services.Enrollments;

namespace BpjsBjb.Web.Pages.Enrollments.Form;

/// <summary>What the live check of a NIK answers.</summary>
public sealed record SimilarCases(IReadOnlyList<SimilarCase> Cases, NikReading? Reading = null)
{
    public static readonly SimilarCases None = new([]);

    /// <summary>Field name → value, for the script that fills fields still empty.</summary>
    public string? Fill => Reading is null ? null : JsonSerializer.Serialize(new Dictionary<string, string>
    {
        ["Input.BirthDate"] = Format.DateTyped(Reading.BirthDate),
        ["Input.Sex"] = Reading.Sex.ToString(),
    });
}
