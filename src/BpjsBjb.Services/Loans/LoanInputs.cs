namespace BpjsBjb.Services.Loans;

/// <summary>A payout as typed.</summary>
public sealed record RecordDisbursement
{
    public string? Amount { get; init; }

    public string? ValueDate { get; init; }

    public string? Reference { get; init; }
}
