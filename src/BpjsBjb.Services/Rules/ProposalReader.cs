using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using BpjsBjb.Domain.Common;
using BpjsBjb.Domain.Rules;
using BpjsBjb.Services.Common;
using BpjsBjb.Services.Enrollments;

namespace BpjsBjb.Services.Rules;

/// <summary>Reads what was typed into the columns of the rule's table, or says every reason why not.</summary>
internal sealed partial class ProposalReader(ProposeRule input, IReadOnlySet<string> productCodes)
{
    private const int LongestRegulation = 120;
    private const int LongestArticle = 300;
    private const int LongestLetter = 120;
    private const int LongestReason = 1000;

    private readonly List<Refusal> _refusals = [];

    /// <summary>Highest number a limit may have: a bound on typing, no rule.</summary>
    private const int MostOfALimit = 100_000;

    private const int MostBrackets = 999;
    private const int MostMonths = 999;
    private const int MostRiskGroups = 5;

    public Result<ReadProposal> Read(ProposalKind kind)
    {
        var says = kind switch
        {
            ProposalKind.Bracket or ProposalKind.FlatContribution or ProposalKind.Discount or ProposalKind.PrepaymentTerm => ContributionSays(kind),
            ProposalKind.WageRate or ProposalKind.WageProgramDuty or ProposalKind.JkpShare or ProposalKind.JpWageCeiling => WageSays(kind),
            ProposalKind.Duty => DutySays(),
            ProposalKind.Evidence => new JsonObject
            {
                ["product_code"] = string.IsNullOrWhiteSpace(input.ProductCode) ? null : Product(),
                ["strength"] = Choice<EvidenceStrength>(input.Strength, nameof(input.Strength)),
            },
            ProposalKind.ProductGuarantee => new JsonObject
            {
                ["product_code"] = Product(),
                ["least_share"] = Hundredths(input.Share, nameof(input.Share)),
            },
            ProposalKind.Benefit => BenefitSays(),
            ProposalKind.ProgramDuty => new JsonObject
            {
                ["category"] = Choice<ParticipantCategory>(input.Category, nameof(input.Category)),
                ["program"] = Choice<InsuranceProgram>(input.Program, nameof(input.Program)),
                ["is_mandatory"] = TypedText.IsTicked(input.IsMandatory),
            },
            ProposalKind.EnterpriseClass => new JsonObject
            {
                ["class"] = Choice<EnterpriseClass>(input.Class, nameof(input.Class)),
                ["capital_up_to"] = Money(input.CapitalUpTo, nameof(input.CapitalUpTo)),
                ["annual_sales_up_to"] = Money(input.AnnualSalesUpTo, nameof(input.AnnualSalesUpTo)),
            },
            ProposalKind.Limit => new JsonObject
            {
                ["kind"] = Choice<LimitKind>(input.Limit, nameof(input.Limit)),
                ["value"] = Number(input.Value, nameof(input.Value), MostOfALimit),
            },
            _ => throw new InvalidOperationException($"No fields for {kind}."),
        };
        var from = Date(input.ValidFrom, nameof(input.ValidFrom), RuleProposal.StartMissing);
        var through = string.IsNullOrWhiteSpace(input.ValidTo) ? null : Date(input.ValidTo, nameof(input.ValidTo), TypedDate.Missing);
        if (through < from) _refusals.Add(RuleProposal.EndsBeforeStart.On(nameof(input.ValidTo)));
        if (kind == ProposalKind.JpWageCeiling && from is { } start && says["renewed_on"]?.GetValue<string>() is { } renewed
            && string.CompareOrdinal(renewed, Written(start)) <= 0)
        {
            _refusals.Add(RuleProposal.OutOfRange.On(nameof(input.RenewedOn)));
        }

        var regulation = Text(input.Regulation, nameof(input.Regulation), LongestRegulation, RuleProposal.CitationMissing);
        var article = Text(input.Article, nameof(input.Article), LongestArticle, RuleProposal.CitationMissing);
        var isConfirmed = TypedText.IsTicked(input.IsConfirmed);
        var letter = isConfirmed || !string.IsNullOrWhiteSpace(input.Letter)
            ? Text(input.Letter, nameof(input.Letter), LongestLetter, RuleProposal.LetterMissing)
            : null;
        var credit = RuleProposal.Prices(kind) ? Choice<CreditHandling>(input.Credit, nameof(input.Credit), RuleProposal.CreditMissing) : null;
        var reason = Text(input.Reason, nameof(input.Reason), LongestReason, RuleProposal.ReasonMissing);
        if (_refusals.Count > 0) return _refusals;

        return new ReadProposal(says.ToJsonString(), from!.Value, through, regulation!, article!, isConfirmed, letter, reason!, credit);
    }

    private JsonObject ContributionSays(ProposalKind kind) => kind switch
    {
        ProposalKind.Bracket when input.Table is not null => new JsonObject { ["rows"] = Table(input.Table, nameof(input.Table)) },
        ProposalKind.Bracket => new JsonObject
        {
            ["number"] = Number(input.Number, nameof(input.Number), MostBrackets, from: 1),
            ["income_from"] = Money(input.IncomeFrom, nameof(input.IncomeFrom)),
            ["base"] = Money(input.Base, nameof(input.Base)),
            ["jkk"] = Money(input.Jkk, nameof(input.Jkk)),
            ["jht"] = Money(input.Jht, nameof(input.Jht)),
        },
        ProposalKind.FlatContribution => new JsonObject
        {
            ["program"] = nameof(InsuranceProgram.Jkm),
            ["amount"] = Money(input.Amount, nameof(input.Amount)),
        },
        ProposalKind.PrepaymentTerm => new JsonObject { ["months"] = Number(input.Months, nameof(input.Months), MostMonths, from: 1) },
        _ => new JsonObject
        {
            ["program"] = Choice<InsuranceProgram>(input.Program, nameof(input.Program)),
            ["category"] = Choice<ParticipantCategory>(input.Category, nameof(input.Category)),
            ["sector"] = Choice<ContributionSector>(input.Sector, nameof(input.Sector)),
            ["payer"] = Choice<ContributionPayer>(input.Payer, nameof(input.Payer)),
            ["percent"] = Number(input.Percent, nameof(input.Percent), 100),
        },
    };

    private JsonObject WageSays(ProposalKind kind) => kind switch
    {
        ProposalKind.WageRate => new JsonObject
        {
            ["program"] = Choice<InsuranceProgram>(input.Program, nameof(input.Program)),
            ["payer"] = Choice<WagePayer>(input.WagePayer, nameof(input.WagePayer)),
            ["risk_group"] = string.IsNullOrWhiteSpace(input.RiskGroup) ? null : Number(input.RiskGroup, nameof(input.RiskGroup), MostRiskGroups, from: 1),
            ["hundredths"] = Hundredths(input.Share, nameof(input.Share)),
        },
        ProposalKind.WageProgramDuty => new JsonObject
        {
            ["class"] = Choice<EnterpriseClass>(input.Class, nameof(input.Class)),
            ["program"] = Choice<InsuranceProgram>(input.Program, nameof(input.Program)),
            ["is_mandatory"] = TypedText.IsTicked(input.IsMandatory),
        },
        ProposalKind.JkpShare => new JsonObject
        {
            ["source"] = Choice<JkpSource>(input.Source, nameof(input.Source)),
            ["hundredths"] = Hundredths(input.Share, nameof(input.Share)),
        },
        _ => new JsonObject
        {
            ["ceiling"] = Money(input.Ceiling, nameof(input.Ceiling)),
            ["renewed_on"] = Day(input.RenewedOn, nameof(input.RenewedOn)),
        },
    };

    private JsonObject BenefitSays() => new()
    {
        ["kind"] = Choice<BenefitKind>(input.Benefit, nameof(input.Benefit)),
        ["program"] = Choice<InsuranceProgram>(input.Program, nameof(input.Program)),
        ["amount"] = string.IsNullOrWhiteSpace(input.BenefitAmount) ? null : Money(input.BenefitAmount, nameof(input.BenefitAmount)),
        ["base_months"] = string.IsNullOrWhiteSpace(input.BaseMonths) ? null : Number(input.BaseMonths, nameof(input.BaseMonths), MostMonths, from: 1),
    };

    private JsonObject DutySays()
    {
        var code = Product();
        var above = Money(input.AmountAbove, nameof(input.AmountAbove));
        var upTo = string.IsNullOrWhiteSpace(input.AmountUpTo) ? null : Money(input.AmountUpTo, nameof(input.AmountUpTo));
        if (above is { } low && upTo is { } high && high <= low) _refusals.Add(RuleProposal.RangeEmpty.On(nameof(input.AmountUpTo)));
        return new JsonObject
        {
            ["product_code"] = code,
            ["amount_above"] = above,
            ["amount_up_to"] = upTo,
            ["duty"] = Choice<Duty>(input.Duty, nameof(input.Duty)),
        };
    }

    private string? Product()
    {
        var code = input.ProductCode?.Trim();
        if (code is null || !productCodes.Contains(code)) _refusals.Add(RuleProposal.ChoiceMissing.On(nameof(input.ProductCode)));
        return code;
    }

    private JsonArray? Table(string typed, string field)
    {
        var read = BracketLines.Read(typed);
        if (!read.IsRefused) return read.Value;

        _refusals.AddRange(read.Refusals.Select(refusal => refusal.On(field)));
        return null;
    }

    private long? Money(string? typed, string field)
    {
        var parsed = Rupiah.Parse(typed);
        if (!parsed.IsRefused) return parsed.Value.Amount;

        _refusals.AddRange(parsed.Refusals.Select(refusal => refusal.On(field)));
        return null;
    }

    private int? Number(string? typed, string field, int most, int from = 0)
    {
        if (int.TryParse(typed?.Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= from && number <= most) return number;

        _refusals.Add(RuleProposal.OutOfRange.On(field));
        return null;
    }

    /// <summary>Percent with at most two decimals, such as 0,24, in hundredths of a percent.</summary>
    private int? Hundredths(string? typed, string field)
    {
        if (PercentPattern().Match(typed?.Trim() ?? "") is { Success: true } match)
        {
            var whole = int.Parse(match.Groups["whole"].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture);
            var rest = int.Parse(match.Groups["rest"].Value.PadRight(2, '0'), NumberStyles.None, CultureInfo.InvariantCulture);
            if ((whole * 100) + rest is var hundredths and >= 1 and <= 10_000) return hundredths;
        }

        _refusals.Add(RuleProposal.OutOfRange.On(field));
        return null;
    }

    private string? Choice<TEnum>(string? typed, string field, Refusal? missing = null)
        where TEnum : struct, Enum
    {
        if (SectionValidators.Choice<TEnum>(typed) is { } chosen) return chosen.ToString();

        _refusals.Add((missing ?? RuleProposal.ChoiceMissing).On(field));
        return null;
    }

    private string? Day(string? typed, string field) => Date(typed, field, TypedDate.Missing) is { } day ? Written(day) : null;

    private DateOnly? Date(string? typed, string field, Refusal missing)
    {
        var parsed = TypedDate.Parse(typed);
        if (!parsed.IsRefused) return parsed.Value;

        _refusals.AddRange(parsed.Refusals.Select(refusal => (refusal.Code == TypedDate.Missing.Code ? missing : refusal).On(field)));
        return null;
    }

    private string? Text(string? typed, string field, int longest, Refusal missing)
    {
        var text = typed?.Trim();
        if (string.IsNullOrEmpty(text)) _refusals.Add(missing.On(field));
        else if (text.Length > longest) _refusals.Add(Validation.TooLong.With(longest).On(field));
        return text;
    }

    [GeneratedRegex("^(?<whole>[0-9]{1,3})([.,](?<rest>[0-9]{1,2}))?$", RegexOptions.NonBacktracking)]
    private static partial Regex PercentPattern();

    private static string Written(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}

/// <param name="Says">The kind's own columns, in JSON.</param>
internal sealed record ReadProposal(
    string Says, DateOnly ValidFrom, DateOnly? ValidTo, string Regulation, string Article, bool IsConfirmed, string? Letter, string Reason,
    string? Credit)
{
    /// <summary>The row it would be, as PostgreSQL writes one in JSON; it has no number yet.</summary>
    public string AsRow(DateTimeOffset recordedAt)
    {
        var row = JsonNode.Parse(Says)!.AsObject();
        row["id"] = 0;
        row["valid_from"] = ValidFrom.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        row["valid_to"] = ValidTo?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        row["regulation"] = Regulation;
        row["article"] = Article;
        row["is_confirmed"] = IsConfirmed;
        row["recorded_at"] = recordedAt;
        return row.ToJsonString();
    }
}
