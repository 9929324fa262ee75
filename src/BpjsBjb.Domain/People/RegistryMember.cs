using BpjsBjb.Domain.Participations;

namespace BpjsBjb.Domain.People;

/// <summary>A row of BPJS Ketenagakerjaan's own register as last read into the portal: what the reviewer compares a statement with.</summary>
public sealed class RegistryMember
{
    private RegistryMember()
    {
    }

    public Guid Id { get; private init; }

    public byte[] NikHash { get; private init; } = [];

    public Segment Segment { get; private init; }

    public byte[] KpjSealed { get; private init; } = [];

    public string FullName { get; private init; } = "";

    public DateOnly BirthDate { get; private init; }

    /// <summary>Employer of a wage earner; null for BPU.</summary>
    public string? EmployerName { get; private init; }

    /// <summary>Last day covered by what BPJS has received.</summary>
    public DateOnly? PaidThrough { get; private init; }

    public DateTimeOffset ReadAt { get; private init; }

    public static RegistryMember Read(
        Guid id, byte[] nikHash, Segment segment, byte[] kpjSealed, string fullName, DateOnly birthDate, string? employerName,
        DateOnly? paidThrough, DateTimeOffset at) => new()
        {
            Id = id,
            NikHash = nikHash,
            Segment = segment,
            KpjSealed = kpjSealed,
            FullName = fullName,
            BirthDate = birthDate,
            EmployerName = employerName,
            PaidThrough = paidThrough,
            ReadAt = at,
        };
}
