using BpjsBjb.Domain.Common;
using BpjsBjb.Domain.Rules;

namespace BpjsBjb.Domain.Participations;

/// <summary>A person's membership in one segment. What is covered stands in the ledger, not here.</summary>
public sealed class Participation
{
    private Participation()
    {
    }

    public Guid Id { get; private init; }

    public Guid PersonId { get; private init; }

    public Segment Segment { get; private init; }

    public Guid BpjsOfficeId { get; private set; }

    public int BpjsPosition { get; private set; }

    public ParticipantCategory Category { get; private set; }

    public ContributionSector Sector { get; private set; }

    /// <summary>Base of the stated income's bracket, rupiah a month; null until the first application is sent.</summary>
    public Rupiah ContributionBase { get; private set; }

    /// <summary>Stated monthly income, sealed.</summary>
    public byte[] IncomeSealed { get; private set; } = [];

    public bool WithJht { get; private set; }

    /// <summary>Card number, sealed; null until BPJS accepts.</summary>
    public byte[]? KpjSealed { get; private set; }

    public byte[]? KpjHash { get; private set; }

    public DateTimeOffset? AcceptedAt { get; private set; }

    /// <summary>First day of the first covered month; kept by the database from the ledger.</summary>
    public DateOnly? CoveredFrom { get; private init; }

    /// <summary>Last day of the last covered month; kept by the database from the ledger.</summary>
    public DateOnly? CoveredThrough { get; private init; }

    public DateTimeOffset CreatedAt { get; private init; }

    public uint Version { get; private init; }

    public bool HasCard => KpjHash is not null;

    public static Participation Require(Guid personId, Segment segment, Guid bpjsOfficeId, int bpjsPosition, DateTimeOffset at) => new()
    {
        Id = Guid.CreateVersion7(at),
        PersonId = personId,
        Segment = segment,
        BpjsOfficeId = bpjsOfficeId,
        BpjsPosition = bpjsPosition,
        CreatedAt = at,
    };

    /// <summary>Takes over what an application states, as long as BPJS has not issued a card.</summary>
    public void State(ParticipantCategory category, ContributionSector sector, Rupiah contributionBase, byte[] incomeSealed, bool withJht)
    {
        Category = category;
        Sector = sector;
        ContributionBase = contributionBase;
        IncomeSealed = incomeSealed;
        WithJht = withJht;
    }

    public void MoveTo(Guid bpjsOfficeId, int bpjsPosition)
    {
        BpjsOfficeId = bpjsOfficeId;
        BpjsPosition = bpjsPosition;
    }

    public void IssueCard(byte[] kpjSealed, byte[] kpjHash, DateTimeOffset at)
    {
        KpjSealed = kpjSealed;
        KpjHash = kpjHash;
        AcceptedAt = at;
    }
}
