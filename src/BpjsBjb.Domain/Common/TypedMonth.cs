namespace BpjsBjb.Domain.Common;

/// <summary>A month as people type it: 2026-10, 10-2026, 10/2026 or Oktober 2026; a whole date stands for its month.</summary>
public static class TypedMonth
{
    public static readonly Refusal Missing = new("month.missing");
    public static readonly Refusal NotAMonth = new("month.not-a-month");

    public static Result<Month> Parse(string? text)
    {
        var typed = (text ?? "").Trim();
        if (typed.Length == 0) return Missing;

        foreach (var day in new[] { $"{typed}-01", $"01-{typed}", $"01/{typed}", $"01 {typed}", typed })
        {
            var parsed = TypedDate.Parse(day);
            if (!parsed.IsRefused) return Month.Of(parsed.Value);
        }

        return NotAMonth;
    }
}
