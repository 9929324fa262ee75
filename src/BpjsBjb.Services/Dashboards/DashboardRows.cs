using BpjsBjb.Domain.Dashboards;
using BpjsBjb.Services.Access;

namespace BpjsBjb.Services.Dashboards;

/// <summary>What a view row says about its loan: enough to bound a reader and to narrow a dashboard.</summary>
internal interface ILoanPlace : IPlaced
{
    string RegencyCode { get; }

    Guid OfficeId { get; }

    string ProductCode { get; }
}

/// <summary>Row of the view <c>participant_months</c>: a person covered in a month, once per loan.</summary>
internal sealed class ParticipantMonth : ILoanPlace
{
    public DateOnly Month { get; private init; }

    public Guid PersonId { get; private init; }

    public Guid ParticipationId { get; private init; }

    public Guid? PaymentId { get; private init; }

    public Guid LoanId { get; private init; }

    public string RegencyCode { get; private init; } = "";

    public Guid OfficeId { get; private init; }

    public string ProductCode { get; private init; } = "";

    public int BankPosition { get; private init; }

    public int BpjsPosition { get; private init; }
}

/// <summary>Row of the view <c>contribution_receipts</c>: a payment with the one loan it counts for.</summary>
internal sealed class ContributionReceipt : ILoanPlace
{
    public Guid PaymentId { get; private init; }

    public DateOnly PaidOn { get; private init; }

    /// <summary>Whole rupiah; plain, so that the database can sum it.</summary>
    public long Amount { get; private init; }

    public string Reference { get; private init; } = "";

    public string BillNumber { get; private init; } = "";

    public Guid LoanId { get; private init; }

    public string RegencyCode { get; private init; } = "";

    public Guid OfficeId { get; private init; }

    public string ProductCode { get; private init; } = "";

    public int BankPosition { get; private init; }

    public int BpjsPosition { get; private init; }
}

/// <summary>Row of the view <c>targets_in_force</c>: the plan's newest version.</summary>
internal sealed class TargetInForce
{
    public string RegencyCode { get; private init; } = "";

    public DateOnly Month { get; private init; }

    public Measure Measure { get; private init; }

    public long Amount { get; private init; }
}
