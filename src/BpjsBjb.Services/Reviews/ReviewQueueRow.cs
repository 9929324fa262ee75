using BpjsBjb.Services.Access;

namespace BpjsBjb.Services.Reviews;

/// <summary>Row of the view <c>review_queue</c>: a case that waits for BPJS, and who has taken it.</summary>
internal sealed class ReviewQueueRow : IPlaced
{
    public Guid Id { get; private init; }

    public string Reference { get; private init; } = "";

    public string FullName { get; private init; } = "";

    public byte[] NikSealed { get; private init; } = [];

    public string ProductCode { get; private init; } = "";

    /// <summary>Rupiah; a plain number, because pages of the queue are cut between two of them.</summary>
    public long LoanAmount { get; private init; }

    public string? ApplicationNumber { get; private init; }

    public Guid OfficeId { get; private init; }

    public DateTimeOffset SubmittedAt { get; private init; }

    public int TimesReturned { get; private init; }

    /// <summary>Null while nobody has it, or once the term is over.</summary>
    public Guid? ClaimedBy { get; private init; }

    /// <summary>Nobody has it.</summary>
    public bool IsFree { get; private init; }

    public string? ClaimedByName { get; private init; }

    public DateTimeOffset? ClaimedUntil { get; private init; }

    /// <summary>When it became the supervisor's; null within the limit.</summary>
    public DateTimeOffset? EscalatedAt { get; private init; }

    public int BankPosition { get; private init; }

    public int BpjsPosition { get; private init; }
}
