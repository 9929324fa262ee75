using BpjsBjb.Domain.Common;
using BpjsBjb.Services.Access;

namespace BpjsBjb.Services.Contributions;

/// <summary>Row of the view <c>case_bills</c>: a bill with the case it was issued for.</summary>
internal sealed class CaseBill : IPlaced
{
    public Guid Id { get; private init; }

    public string Number { get; private init; } = "";

    public Guid EnrollmentId { get; private init; }

    /// <summary>First day of the first month it covers.</summary>
    public DateOnly FirstMonth { get; private init; }

    public int Months { get; private init; }

    public Rupiah Total { get; private init; }

    public DateOnly DueOn { get; private init; }

    public DateTimeOffset IssuedAt { get; private init; }

    public DateTimeOffset? PaidAt { get; private init; }

    public DateTimeOffset? CancelledAt { get; private init; }

    public DateTimeOffset? ReversedAt { get; private init; }

    public DateOnly? PaidOn { get; private init; }

    public string FullName { get; private init; } = "";

    public byte[] NikSealed { get; private init; } = [];

    public Guid RegisteredBy { get; private init; }

    public int BankPosition { get; private init; }

    public int BpjsPosition { get; private init; }
}
