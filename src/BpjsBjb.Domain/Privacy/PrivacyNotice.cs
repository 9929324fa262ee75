using BpjsBjb.Domain.Rules;

namespace BpjsBjb.Domain.Privacy;

/// <summary>What a paragraph of the privacy notice is about; those that process data name the basis they rest on.</summary>
public enum NoticePart
{
    Controllers,
    Data,
    Duty,
    Agreement,
    Offer,
    Supervision,
    Records,
    Rights,

    /// <summary>A sentence the officer reads out and the debtor acknowledges.</summary>
    Statement,
}

/// <summary>Why personal data may be processed at all (UU 27/2022 art. 20(2)).</summary>
public enum LegalBasis
{
    Consent,
    Contract,
    LegalDuty,
    LegitimateInterest,
}

/// <summary>One paragraph of the notice debtors are given, in both languages. A new wording is a new version: new rows, dated ahead.</summary>
public sealed class PrivacyNotice : DatedRule
{
    public required string Version { get; init; }

    /// <summary>Its place in the notice.</summary>
    public int Number { get; init; }

    public NoticePart Part { get; init; }

    /// <summary>Null where nothing is processed, only told.</summary>
    public LegalBasis? Basis { get; init; }

    public required string TextId { get; init; }

    public required string TextEn { get; init; }
}

/// <summary>The notice as it stands on one day.</summary>
public sealed record NoticeInForce(string Version, DateOnly ValidFrom, IReadOnlyList<PrivacyNotice> Paragraphs);
