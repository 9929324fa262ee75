namespace BpjsBjb.Services.Contributions;

/// <summary>A payment as typed from its receipt.</summary>
public sealed record RecordPayment
{
    public string? Amount { get; init; }

    public string? PaidOn { get; init; }

    /// <summary>Name of a <c>PaymentChannel</c>.</summary>
    public string? Channel { get; init; }

    public string? Reference { get; init; }

    /// <summary>"true" when the money is taken although it does not fit its bill: what is too much, too little, twice or late waits in suspense.</summary>
    public string? Hold { get; init; }
}
