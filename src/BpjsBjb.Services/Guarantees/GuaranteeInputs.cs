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
    public Guid GuaranteeId { get; init; }

    /// <summary>Name of a <c>GuaranteeEnd</c>.</summary>
    public string? Why { get; init; }

    public string? EndedOn { get; init; }
}
