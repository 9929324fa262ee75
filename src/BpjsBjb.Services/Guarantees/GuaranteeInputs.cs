namespace BpjsBjb.Services.Guarantees;

/// <summary>A layer of guarantee as typed.</summary>
public sealed record AddGuarantee
{
    public string? Layer { get; init; }

    public string? GuarantorCode { get; init; }

    /// <summary>Per cent of what is not paid back.</summary>
    public string? Share { get; init; }

    public string? CertificateNumber { get; init; }

    public string? Premium { get; init; }

    public string? ValidFrom { get; init; }

    public string? ValidTo { get; init; }
}

/// <summary>The end of a layer as typed.</summary>
public sealed record EndGuarantee
{
    /// <summary>Name of a <c>GuaranteeEnd</c>.</summary>
    public string? Why { get; init; }

    public string? EndedOn { get; init; }
}

/// <summary>The premium of a layer paid to its guarantor, as typed.</summary>
public sealed record RecordPremium
{
    public string? PaidOn { get; init; }

    public string? Reference { get; init; }
}

/// <summary>Who lends the bank the money of a loan, as chosen.</summary>
public sealed record ChooseFunding
{
    public string? Source { get; init; }
}
