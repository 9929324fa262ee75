using BpjsBjb.Domain.Common;
using BpjsBjb.Domain.Rules;
using Microsoft.Extensions.Localization;

namespace BpjsBjb.Web.Pages.Rules;

/// <summary>A rule that people keep, in the words the list of rules uses for it.</summary>
public sealed class RuleWords(IStringLocalizerFactory texts)
{
    private readonly IStringLocalizer _words = texts.Create("Pages.Rules.Index", "BpjsBjb.Web");

    /// <summary>What the row is about, and what it says.</summary>
    public (string What, string Says) Of(DatedRule rule) => rule switch
    {
        JpWageCeiling ceiling => (Say("Ceiling.What"), Say("Ceiling.Says", Format.Rupiah(ceiling.Ceiling), Format.DateLong(ceiling.RenewedOn))),
        ContributionDiscount cut => (
            string.Join(", ", Program(cut.Program), Say($"Category.{cut.Category}"), Say($"Sector.{cut.Sector}"), Say($"Payer.{cut.Payer}")),
            Format.Percent(cut.Percent / 100m)),
        FlatContribution flat => (Program(flat.Program), Say("Amount.Monthly", Format.Rupiah(flat.Amount))),
        ParticipationDuty duty => ($"{duty.ProductCode}, {Between(duty.AmountAbove, duty.AmountUpTo)}", Say($"Duty.{duty.Duty}")),
        Limit limit => (Say($"Limit.{limit.Kind}"), Say($"Limit.{limit.Kind}.Says", limit.Value)),
        _ => throw new InvalidOperationException($"No words for {rule.GetType().Name}."),
    };

    public string Choice(Enum value) => value is InsuranceProgram program ? Program(program) : Say(value switch
    {
        ParticipantCategory => $"Category.{value}",
        ContributionSector => $"Sector.{value}",
        ContributionPayer => $"Payer.{value}",
        LimitKind => $"Limit.{value}",
        _ => $"Duty.{value}",
    });

    public string Valid(DatedRule rule) =>
        $"{Format.DateShort(rule.ValidFrom)} – {(rule.ValidTo is { } end ? Format.DateShort(end) : Say("Open"))}";

    private string Between(Rupiah above, Rupiah? upTo) => upTo is { } end
        ? Say("Amount.Between", Format.Rupiah(above), Format.Rupiah(end))
        : Say("Amount.Above", Format.Rupiah(above));

    private string Say(string key, params object[] values) => values.Length == 0 ? _words[key].Value : _words[key, values].Value;

    private static string Program(InsuranceProgram program) => program.ToString().ToUpperInvariant();
}
