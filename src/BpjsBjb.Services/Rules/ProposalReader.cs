using System.Globalization;
using System.Text.Json.Nodes;
using BpjsBjb.Domain.Common;
using BpjsBjb.Domain.Rules;
using BpjsBjb.Services.Common;

namespace BpjsBjb.Services.Rules;

/// <summary>Reads what was typed into the columns of the rule's table, or says every reason why not.</summary>
internal sealed class ProposalReader(ProposeRule input, IReadOnlySet<string> productCodes)
{
    private const int LongestRegulation = 120;
    private const int LongestArticle = 300;
    private const int LongestLetter = 120;
    private const int LongestReason = 1000;

    private readonly List<Refusal> _refusals = [];

    /// <summary>Highest number a limit may have: a bound on typing, no rule.</summary>
    private const int MostOfALimit = 100_000;

    public Result<ReadProposal> Read(ProposalKind kind)
    {
        var says = kind switch
        {
            ProposalKind.JpWageCeiling => new JsonObject
            {
                ["ceiling"] = Money(input.Ceiling, nameof(input.Ceiling)),
                ["renewed_on"] = Day(input.RenewedOn, nameof(input.RenewedOn)),
            },
            ProposalKind.Discount => new JsonObject
            {
                ["program"] = Choice<InsuranceProgram>(input.Program, nameof(input.Program)),
                ["category"] = Choice<ParticipantCategory>(input.Category, nameof(input.Category)),
                ["sector"] = Choice<ContributionSector>(input.Sector, nameof(input.Sector)),
                ["payer"] = Choice<ContributionPayer>(input.Payer, nameof(input.Payer)),
                ["percent"] = Number(input.Percent, nameof(input.Percent), 100),
            },
            ProposalKind.FlatContribution => new JsonObject
            {
                ["program"] = nameof(InsuranceProgram.Jkm),
                ["amount"] = Money(input.Amount, nameof(input.Amount)),
            },
            ProposalKind.Duty => DutySays(),
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
        var isConfirmed = input.IsConfirmed?.StartsWith("true", StringComparison.OrdinalIgnoreCase) == true;
        var letter = isConfirmed || !string.IsNullOrWhiteSpace(input.Letter)
            ? Text(input.Letter, nameof(input.Letter), LongestLetter, RuleProposal.LetterMissing)
            : null;
        var reason = Text(input.Reason, nameof(input.Reason), LongestReason, RuleProposal.ReasonMissing);
        if (_refusals.Count > 0) return _refusals;

        return new ReadProposal(says.ToJsonString(), from!.Value, through, regulation!, article!, isConfirmed, letter, reason!);
    }

    private JsonObject DutySays()
    {
        var code = input.ProductCode?.Trim();
        if (code is null || !productCodes.Contains(code)) _refusals.Add(RuleProposal.ChoiceMissing.On(nameof(input.ProductCode)));
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

    private long? Money(string? typed, string field)
    {
        var parsed = Rupiah.Parse(typed);
        if (!parsed.IsRefused) return parsed.Value.Amount;

        _refusals.AddRange(parsed.Refusals.Select(refusal => refusal.On(field)));
        return null;
    }

    private int? Number(string? typed, string field, int most)
    {
        if (int.TryParse(typed?.Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number <= most) return number;

        _refusals.Add(RuleProposal.OutOfRange.On(field));
        return null;
    }

    private string? Choice<TEnum>(string? typed, string field)
        where TEnum : struct, Enum
    {
        if (Enum.GetNames<TEnum>().FirstOrDefault(name => name == typed) is { } name) return name;

        _refusals.Add(RuleProposal.ChoiceMissing.On(field));
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

    private static string Written(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}

/// <param name="Says">The kind's own columns, in JSON.</param>
internal sealed record ReadProposal(
    string Says, DateOnly ValidFrom, DateOnly? ValidTo, string Regulation, string Article, bool IsConfirmed, string? Letter, string Reason);
