using BpjsBjb.Domain.Common;
using Microsoft.Extensions.Localization;

namespace BpjsBjb.Web.Localisation;

/// <param name="Text">What is wrong and what to do.</param>
/// <param name="Todo">Who must do what next, for refusals that concern somebody else's work; null for most.</param>
public sealed record Sentence(string Text, string? Todo)
{
    public override string ToString() => Text;
}

/// <summary>Turns a coded "no" into the reader's language.</summary>
public sealed class RefusalSentences(IStringLocalizer<RefusalTexts> texts)
{
    public Sentence Of(Refusal refusal)
    {
        var values = (refusal.Values ?? []).Select(Format.Value).ToArray();
        var todo = Text(refusal.Code + ".todo", values);
        return new Sentence(Text(refusal.Code, values).Value, todo.ResourceNotFound ? null : todo.Value);
    }

    private LocalizedString Text(string code, object[] values) => values.Length == 0 ? texts[code] : texts[code, values];
}
