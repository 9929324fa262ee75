using BpjsBjb.Domain.Rules;

namespace BpjsBjb.Domain.Claims;

/// <summary>A document or form of a claim.</summary>
public enum ClaimItem
{
    ParticipantCard,
    IdentityCard,
    FamilyCard,
    DeathCertificate,
    HeirStatement,
    HeirIdentityCard,
    HeirBankAccount,
    WorkEvidence,
    PoliceReport,
    TreatmentReceipts,
    SchoolEvidence,

    /// <summary>F3 KK1: report of a work accident, stage I.</summary>
    AccidentReport,

    /// <summary>F3a KK2: report of a work accident, stage II.</summary>
    AccidentEndReport,

    /// <summary>F3b KK3: the doctor's report.</summary>
    DoctorReport,

    /// <summary>F4.</summary>
    DeathClaimForm,

    /// <summary>F3 PAK1: report of a disease caused by work, stage I.</summary>
    DiseaseReport,

    /// <summary>F3 PAK2: report of a disease caused by work, stage II.</summary>
    DiseaseEndReport,
}

/// <summary>What BPJS asks for after an event of one kind.</summary>
public sealed class ClaimItemRule : DatedRule
{
    public ClaimKind Kind { get; init; }

    public ClaimItem Item { get; init; }

    /// <summary>False for what is needed only in some cases.</summary>
    public bool IsRequired { get; init; }

    /// <summary>Number of the form, such as F4; empty for a document.</summary>
    public string Form { get; init; } = "";
}

/// <summary>Where a document stands.</summary>
public enum ItemState
{
    Missing,
    Received,
    NotNeeded,
}

/// <summary>One line of a claim's checklist.</summary>
/// <param name="Last">The event that made it so; null while nothing was marked.</param>
public sealed record ChecklistLine(ClaimItemRule Rule, ItemState State, ClaimEvent? Last)
{
    public bool IsOpen => Rule.IsRequired && State == ItemState.Missing;
}

public static class Checklist
{
    /// <summary>The list of the event's day, each line by the last event about it.</summary>
    public static IReadOnlyList<ChecklistLine> Of(ClaimKind kind, DateOnly happenedOn, IReadOnlyList<ClaimEvent> events, RuleBook book) =>
    [
        .. book.ClaimItemsOf(kind, happenedOn).Select(rule =>
        {
            var last = events.Where(line => line.Item == rule.Item).MaxBy(line => (line.At, line.Id));
            return new ChecklistLine(
                rule,
                last?.Kind switch
                {
                    ClaimEventKind.ItemReceived => ItemState.Received,
                    ClaimEventKind.ItemNotNeeded => ItemState.NotNeeded,
                    _ => ItemState.Missing,
                },
                last);
        }),
    ];
}
