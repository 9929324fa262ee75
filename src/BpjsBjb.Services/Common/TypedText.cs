using BpjsBjb.Domain.Common;

namespace BpjsBjb.Services.Common;

/// <summary>What stands in a field of a form.</summary>
internal static class TypedText
{
    /// <summary>Without the blanks around it; null where nothing was typed.</summary>
    public static string? Of(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();

    /// <summary>Whether a box was ticked; a hidden "false" may follow what the box itself sends.</summary>
    public static bool IsTicked(string? text) => text?.StartsWith("true", StringComparison.OrdinalIgnoreCase) == true;

    /// <summary>The day typed in a field; null where there is none, with the reason added to the refusals.</summary>
    /// <param name="missing">The reason where nothing was typed; null where that is no fault.</param>
    public static DateOnly? DayOf(string? text, string field, List<Refusal> refusals, Refusal? missing = null)
    {
        if (Of(text) is null)
        {
            if (missing is not null) refusals.Add(missing.On(field));
            return null;
        }

        var day = TypedDate.Parse(text);
        if (!day.IsRefused) return day.Value;

        refusals.AddRange(day.Refusals.Select(refusal => refusal.On(field)));
        return null;
    }
}
