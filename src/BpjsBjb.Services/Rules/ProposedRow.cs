using System.Text.Json.Nodes;
using BpjsBjb.Domain.Rules;

namespace BpjsBjb.Services.Rules;

/// <summary>Between a proposal's kind, the rule's table and the rule's type.</summary>
internal static class ProposedRow
{
    private static readonly Dictionary<ProposalKind, (string Table, Type Rule)> Kinds = new()
    {
        [ProposalKind.JpWageCeiling] = ("jp_wage_ceilings", typeof(JpWageCeiling)),
        [ProposalKind.Discount] = ("contribution_discounts", typeof(ContributionDiscount)),
        [ProposalKind.FlatContribution] = ("flat_contributions", typeof(FlatContribution)),
        [ProposalKind.Duty] = ("participation_duties", typeof(ParticipationDuty)),
        [ProposalKind.Limit] = ("limits", typeof(Limit)),
        [ProposalKind.Bracket] = ("contribution_brackets", typeof(ContributionBracket)),
        [ProposalKind.ProgramDuty] = ("program_duties", typeof(ProgramDuty)),
        [ProposalKind.PrepaymentTerm] = ("prepayment_terms", typeof(PrepaymentTerm)),
        [ProposalKind.EnterpriseClass] = ("enterprise_classes", typeof(EnterpriseClassRule)),
        [ProposalKind.Benefit] = ("benefits", typeof(BenefitRule)),
        [ProposalKind.WageRate] = ("wage_rates", typeof(WageRate)),
        [ProposalKind.WageProgramDuty] = ("wage_program_duties", typeof(WageProgramDuty)),
        [ProposalKind.JkpShare] = ("jkp_shares", typeof(JkpShare)),
        [ProposalKind.Evidence] = ("evidence_duties", typeof(EvidenceDuty)),
        [ProposalKind.ProductGuarantee] = ("product_guarantees", typeof(ProductGuarantee)),
    };

    public static string TableOf(ProposalKind kind) => Kinds[kind].Table;

    /// <summary>Null for a kind that people do not keep.</summary>
    public static string? TableOf(DatedRule rule) => Kinds.Values.FirstOrDefault(kind => kind.Rule == rule.GetType()).Table;

    public static ProposalKind KindOf(string table) => Kinds.First(pair => pair.Value.Table == table).Key;

    /// <summary>Rows of the kind as PostgreSQL wrote them in JSON.</summary>
    public static IReadOnlyList<DatedRule> Read(ProposalKind kind, IEnumerable<string> rows) =>
        [.. rows.Select(row => JsonNode.Parse(row)!).Select(row => row["rows"] is JsonArray table ? TableOf(row, table) : SupersededRule.Read(row, Kinds[kind].Rule))];

    /// <summary>Brackets proposed together: each has the days and the citation of all.</summary>
    private static BracketTable TableOf(JsonNode all, JsonArray table)
    {
        var common = all.AsObject().Where(member => member.Key != "rows").ToList();
        ContributionBracket[] rows =
        [
            .. table.Select(row => (ContributionBracket)SupersededRule.Read(
                new JsonObject([.. row!.AsObject().Concat(common).Select(member => KeyValuePair.Create(member.Key, member.Value?.DeepClone()))]),
                typeof(ContributionBracket))),
        ];
        var first = rows[0];
        return new BracketTable
        {
            ValidFrom = first.ValidFrom,
            ValidTo = first.ValidTo,
            Regulation = first.Regulation,
            Article = first.Article,
            IsConfirmed = first.IsConfirmed,
            RecordedAt = first.RecordedAt,
            Rows = rows,
        };
    }

    /// <summary>Rows of a table that were kept as one list; none where nothing was kept.</summary>
    public static IReadOnlyList<DatedRule> ReadAll(string table, string? list) =>
        list is null ? [] : [.. JsonNode.Parse(list)!.AsArray().Select(row => SupersededRule.Read(row!, Kinds[KindOf(table)].Rule))];
}
