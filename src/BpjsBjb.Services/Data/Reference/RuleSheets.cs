using System.Globalization;
using System.Reflection;
using System.Text.Json;
using BpjsBjb.Domain.Claims;
using BpjsBjb.Domain.Common;
using BpjsBjb.Domain.Privacy;
using BpjsBjb.Domain.Rules;
using CsvHelper;

namespace BpjsBjb.Services.Data.Reference;

/// <summary>The law as shipped with the portal: one sheet a kind of rule, one row a rule.</summary>
internal static class RuleSheets
{
    /// <summary>Reads every sheet; <paramref name="recordedAt"/> is when the portal learns of the rows.</summary>
    public static RuleBook Read(DateTimeOffset recordedAt) => new()
    {
        Brackets = Read<ContributionBracket>("contribution_brackets", recordedAt),
        FlatContributions = Read<FlatContribution>("flat_contributions", recordedAt),
        Discounts = Read<ContributionDiscount>("contribution_discounts", recordedAt),
        ProgramDuties = Read<ProgramDuty>("program_duties", recordedAt),
        PrepaymentTerms = Read<PrepaymentTerm>("prepayment_terms", recordedAt),
        ParticipationDuties = Read<ParticipationDuty>("participation_duties", recordedAt),
        EvidenceDuties = Read<EvidenceDuty>("evidence_duties", recordedAt),
        ProductGuarantees = Read<ProductGuarantee>("product_guarantees", recordedAt),
        Limits = Read<Limit>("limits", recordedAt),
        EnterpriseClasses = Read<EnterpriseClassRule>("enterprise_classes", recordedAt),
        Benefits = Read<BenefitRule>("benefits", recordedAt),
        WageRates = Read<WageRate>("wage_rates", recordedAt),
        JpWageCeilings = Read<JpWageCeiling>("jp_wage_ceilings", recordedAt),
        WageProgramDuties = Read<WageProgramDuty>("wage_program_duties", recordedAt),
        JkpShares = Read<JkpShare>("jkp_shares", recordedAt),
        PrivacyNotices = Read<PrivacyNotice>("privacy_notices", recordedAt),
        RetentionRules = Read<RetentionRule>("retention_rules", recordedAt),
        ClaimItems = Read<ClaimItemRule>("claim_items", recordedAt),
    };

    /// <summary>A column for every property; the column <c>note</c> is for readers of the sheet alone.</summary>
    private static IReadOnlyList<T> Read<T>(string sheet, DateTimeOffset recordedAt)
        where T : DatedRule
    {
        var properties = typeof(T).GetProperties().Where(property => property.CanWrite).ToList();
        return ReferenceSheet.Read($"rules.{sheet}.csv", csv =>
        {
            var rule = Activator.CreateInstance<T>();
            foreach (var property in properties) property.SetValue(rule, ValueOf(property, csv, recordedAt));
            return rule;
        });
    }

    private static object? ValueOf(PropertyInfo property, CsvReader csv, DateTimeOffset recordedAt) => property.Name switch
    {
        nameof(DatedRule.RecordedAt) => recordedAt,
        nameof(DatedRule.SupersededAt) => null,
        nameof(DatedRule.IsConfirmed) => csv.Parse<bool>("confirmed"),
        _ when IsNone(property, csv) => null,
        _ => Value(csv.GetString(JsonNamingPolicy.SnakeCaseLower.ConvertName(property.Name)), property.PropertyType),
    };

    /// <summary>An empty column of a text that may be none.</summary>
    private static bool IsNone(PropertyInfo property, CsvReader csv) =>
        property.PropertyType == typeof(string)
        && csv.GetString(JsonNamingPolicy.SnakeCaseLower.ConvertName(property.Name)).Length == 0
        && new NullabilityInfoContext().Create(property).WriteState == NullabilityState.Nullable;

    private static object? Value(string text, Type type)
    {
        if (Nullable.GetUnderlyingType(type) is { } underlying) return text.Length == 0 ? null : Value(text, underlying);
        if (type.IsEnum) return Enum.Parse(type, text);
        if (type == typeof(Rupiah)) return new Rupiah(long.Parse(text, CultureInfo.InvariantCulture));
        if (type == typeof(DateOnly)) return DateOnly.ParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture);
        return Convert.ChangeType(text, type, CultureInfo.InvariantCulture);
    }
}
