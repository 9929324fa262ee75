using BpjsBjb.Domain.Common;
using BpjsBjb.Domain.Rules;
using Microsoft.Extensions.Localization;

namespace BpjsBjb.Web.Pages.Rules;

/// <summary>A rule in words: the same on every page.</summary>
public sealed class RuleWords(IStringLocalizerFactory texts)
{
    private readonly IStringLocalizer _words = texts.Create("Pages.Rules.Index", "BpjsBjb.Web");

    /// <summary>What the row is about, and what it says.</summary>
    public (string What, string Says) Of(DatedRule rule) => rule switch
    {
        ParticipationDuty duty => ($"{duty.ProductCode}, {Between(duty.AmountAbove, duty.AmountUpTo)}", Choice(duty.Duty)),
        EvidenceDuty evidence => (evidence.ProductCode ?? Say("Evidence.Every"), Choice(evidence.Strength)),
        ProductGuarantee guarantee => (guarantee.ProductCode, Say("Guarantee.Says", Format.Percent(guarantee.LeastShare / 10_000m, 2))),
        ProgramDuty duty => ($"{Choice(duty.Category)}, {Choice(duty.Program)}", IsMandatory(duty.IsMandatory)),
        FlatContribution flat => (Choice(flat.Program), Say("Amount.Monthly", Format.Rupiah(flat.Amount))),
        ContributionBracket bracket => (
            Say("Bracket.From", bracket.Number, Format.Rupiah(bracket.IncomeFrom)),
            Say("Bracket.Says", Format.Rupiah(bracket.Base), Format.Rupiah(bracket.Jkk), Format.Rupiah(bracket.Jht))),
        BracketTable table => (Say("Table.What"), Say("Table.Says", table.Rows.Count, Format.Rupiah(table.Rows[0].IncomeFrom), Format.Rupiah(table.Rows[^1].IncomeFrom))),
        ContributionDiscount cut => (
            string.Join(", ", Choice(cut.Program), Choice(cut.Category), Choice(cut.Sector), Choice(cut.Payer)), Format.Percent(cut.Percent / 100m)),
        PrepaymentTerm term => (Say("Term.What"), Say("Months", term.Months)),
        Limit limit => (Choice(limit.Kind), Say($"Limit.{limit.Kind}.Says", limit.Value)),
        EnterpriseClassRule size => (
            Choice(size.Class), Say("Class.Says", Format.RupiahShort(size.CapitalUpTo), Format.RupiahShort(size.AnnualSalesUpTo))),
        BenefitRule benefit => ($"{Choice(benefit.Program)}, {Choice(benefit.Kind)}", SaysOf(benefit)),
        _ => OfWage(rule),
    };

    public string Choice(Enum value) => value is InsuranceProgram program ? program.ToString().ToUpperInvariant() : Say(value switch
    {
        ParticipantCategory => $"Category.{value}",
        ContributionSector => $"Sector.{value}",
        ContributionPayer => $"Payer.{value}",
        EvidenceStrength => $"Evidence.{value}",
        LimitKind => $"Limit.{value}",
        EnterpriseClass => $"Class.{value}",
        BenefitKind => $"Benefit.{value}",
        WagePayer => $"WagePayer.{value}",
        JkpSource => $"Jkp.{value}",
        CreditHandling => $"Credit.{value}",
        _ => $"Duty.{value}",
    });

    public string Valid(DatedRule rule) =>
        $"{Format.DateShort(rule.ValidFrom)} – {(rule.ValidTo is { } end ? Format.DateShort(end) : Say("Open"))}";

    private string Between(Rupiah above, Rupiah? upTo) => upTo is { } end
        ? Say("Amount.Between", Format.Rupiah(above), Format.Rupiah(end))
        : Say("Amount.Above", Format.Rupiah(above));

    private string Say(string key, params object[] values) => values.Length == 0 ? _words[key].Value : _words[key, values].Value;

    private (string What, string Says) OfWage(DatedRule rule) => rule switch
    {
        WageRate { RiskGroup: { } group } rate => ($"{Say("Wage.Group", Choice(rate.Program), group)}, {Choice(rate.Payer)}", OfTheWage(rate.Hundredths)),
        WageRate rate => ($"{Choice(rate.Program)}, {Choice(rate.Payer)}", OfTheWage(rate.Hundredths)),
        JpWageCeiling ceiling => (Say("Ceiling.What"), Say("Ceiling.Says", Format.Rupiah(ceiling.Ceiling), Format.DateLong(ceiling.RenewedOn))),
        WageProgramDuty duty => ($"{Choice(duty.Class)}, {Choice(duty.Program)}", IsMandatory(duty.IsMandatory)),
        JkpShare share => (Choice(share.Source), OfTheWage(share.Hundredths)),
        _ => throw new InvalidOperationException($"No words for {rule.GetType().Name}."),
    };

    private string SaysOf(BenefitRule benefit) =>
        benefit.Amount is { } amount ? Format.Rupiah(amount)
        : benefit.BaseMonths is { } months ? Say("Benefit.BaseMonths", months)
        : Say("Benefit.NoCeiling");

    private string IsMandatory(bool isMandatory) => Say(isMandatory ? "Program.Mandatory" : "Program.Optional");

    private string OfTheWage(int hundredths) => Say("Wage.Says", Format.Percent(hundredths / 10_000m, 2));
}
