using BpjsBjb.Domain.Common;
using BpjsBjb.Domain.Contributions;

namespace BpjsBjb.Services.Contributions;

/// <summary>Row of the view <c>suspense_lines</c>: what stands in a waiting account of one receipt.</summary>
internal sealed class SuspenseLine
{
    public Guid ParticipationId { get; private init; }

    public Guid ReceiptId { get; private init; }

    /// <summary>The bill the receipt was brought for.</summary>
    public Guid BillId { get; private init; }

    public string Reference { get; private init; } = "";

    public PaymentChannel Channel { get; private init; }

    public DateOnly PaidOn { get; private init; }

    public DateTimeOffset RecordedAt { get; private init; }

    public MoneyAccount Account { get; private init; }

    public Rupiah Amount { get; private init; }
}
