using BpjsBjb.Domain.Common;

namespace BpjsBjb.Domain.Offices;

/// <summary>Why an office is not added, changed or closed; the database has the last word (offices.v1.sql).</summary>
public static class OfficeChange
{
    public static readonly Refusal NotAnAdministrator = new("office.not-an-administrator");
    public static readonly Refusal ChangedMeanwhile = new("office.changed-meanwhile");
    public static readonly Refusal NameMissing = new("office.name-missing");
    public static readonly Refusal KindMissing = new("office.kind-missing");
    public static readonly Refusal ParentMissing = new("office.parent-missing");
    public static readonly Refusal ParentClosed = new("office.parent-closed");
    public static readonly Refusal KindNotBelow = new("office.kind-not-below");
    public static readonly Refusal BelowItself = new("office.below-itself");
    public static readonly Refusal RegencyUnknown = new("office.regency-unknown");
    public static readonly Refusal CodeTaken = new("office.code-taken");
    public static readonly Refusal StartMissing = new("office.start-missing");
    public static readonly Refusal EndMissing = new("office.end-missing");
    public static readonly Refusal EndPast = new("office.end-past");
    public static readonly Refusal HasEnded = new("office.has-ended");
    public static readonly Refusal HeadStays = new("office.head-stays");

    /// <summary>Filled in: offices below that are open.</summary>
    public static readonly Refusal HasOpenOffices = new("office.has-open-offices");

    /// <summary>Filled in: open cases, facilities, bills and requests about data.</summary>
    public static readonly Refusal HasOpenWork = new("office.has-open-work");

    /// <summary>Of work that would begin at an office that has ended or not begun.</summary>
    public static readonly Refusal Closed = new("office.closed");

    /// <summary>Of a row of a workbook: no office bears the mark it names.</summary>
    public static readonly Refusal MarkUnknown = new("office.mark-unknown");
    public static readonly Refusal ParentUnknown = new("office.parent-unknown");
    public static readonly Refusal PlaceIsFixed = new("office.place-is-fixed");
    public static readonly Refusal StartIsFixed = new("office.start-is-fixed");

    public static readonly Refusal NotItsPlace = new("office.not-its-place");
    public static readonly Refusal NotNested = new("office.not-nested");
    public static readonly Refusal TreeFull = new("office.tree-full");
}
