namespace BpjsBjb.Domain.Common;

/// <summary>A coded "no": which rule, at which field, with the values its sentence needs. Never a sentence itself.</summary>
/// <param name="Code">Noun and reason, such as <c>nik.not-sixteen-digits</c>; the sentences are Web's resources.</param>
/// <param name="Field">Name of the input field it belongs to, or null when it concerns the whole case.</param>
/// <param name="Values">What the sentence fills in: counts, dates, rupiah. A refusal is shown, never logged.</param>
/// <param name="IsWarning">True when the reader may pass it with a reason; false when it blocks.</param>
public sealed record Refusal(
    string Code,
    string? Field = null,
    IReadOnlyList<object>? Values = null,
    bool IsWarning = false)
{
    public Refusal On(string field) => this with { Field = field };

    public Refusal With(params object[] values) => this with { Values = values };

    public Refusal AsWarning() => this with { IsWarning = true };
}
