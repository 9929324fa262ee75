using BpjsBjb.Domain.Common;
using BpjsBjb.Domain.Participations;

namespace BpjsBjb.Domain.Proofs;

/// <summary>A printed proof of participation. Its code says nothing about the person; the page behind it answers whether it still holds.</summary>
public sealed class Proof
{
    public static readonly Refusal NothingToProve = new("proof.not-active");
    public static readonly Refusal UnknownCode = new("proof.unknown-code");

    private Proof()
    {
    }

    public Guid Id { get; private init; }

    public ProofCode Code { get; private init; } = null!;

    /// <summary>BP-2026-000001, given by the database.</summary>
    public string DocumentNumber { get; private init; } = "";

    public Guid ParticipationId { get; private init; }

    public Guid LoanId { get; private init; }

    public DateOnly CoveredFrom { get; private init; }

    public DateOnly CoveredThrough { get; private init; }

    public DateTimeOffset IssuedAt { get; private init; }

    public Guid IssuedBy { get; private init; }

    public static Proof Issue(
        Guid participationId, Guid loanId, CoveragePeriod cover, Actor by, DateTimeOffset at) => new()
        {
            Id = Guid.CreateVersion7(at),
            Code = ProofCode.Draw(),
            ParticipationId = participationId,
            LoanId = loanId,
            CoveredFrom = cover.FirstDay,
            CoveredThrough = cover.LastDay,
            IssuedAt = at,
            IssuedBy = by.UserId,
        };
}
