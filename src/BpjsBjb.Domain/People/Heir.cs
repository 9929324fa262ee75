namespace BpjsBjb.Domain.People;

/// <summary>Relation to the participant, in the order the regulation names beneficiaries.</summary>
public enum HeirRelation
{
    Spouse,
    Child,
    Parent,
    Grandchild,
    Grandparent,
    Sibling,
    ParentInLaw,
    NamedInWill,
}

/// <summary>Who may claim the death benefit. The bank is never an heir.</summary>
public sealed class Heir
{
    private Heir()
    {
    }

    public Guid Id { get; private init; }

    public Guid ParticipationId { get; private init; }

    public byte[] NameSealed { get; private init; } = [];

    public HeirRelation Relation { get; private init; }

    public byte[]? PhoneSealed { get; private init; }

    public static Heir Of(Guid id, Guid participationId, byte[] nameSealed, HeirRelation relation, byte[]? phoneSealed) => new()
    {
        Id = id,
        ParticipationId = participationId,
        NameSealed = nameSealed,
        Relation = relation,
        PhoneSealed = phoneSealed,
    };
}
