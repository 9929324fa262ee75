using BpjsBjb.Domain.Common;

namespace BpjsBjb.Services.Reference;

/// <summary>Why reference data stay as they are; PostgreSQL has the last word (reference.v1.sql).</summary>
public static class ReferenceRefusal
{
    public static readonly Refusal NotAnAdministrator = new("reference.not-an-administrator");
    public static readonly Refusal KeyIsFixed = new("reference.key-is-fixed");
    public static readonly Refusal KeyTaken = new("reference.key-taken");
    public static readonly Refusal ChangedMeanwhile = new("reference.changed-meanwhile");
    public static readonly Refusal RowTwice = new("reference.row-twice");
    public static readonly Refusal NothingChanged = new("reference.nothing-changed");
    public static readonly Refusal ImportHasFaults = new("reference.import-has-faults");
    public static readonly Refusal ImportDecided = new("reference.import-decided");
    public static readonly Refusal NotPossible = new("reference.not-possible");
    public static readonly Refusal CodeNotACode = new("reference.code-not-a-code");
    public static readonly Refusal RegionCodeNotDigits = new("region.code-not-digits");
    public static readonly Refusal RegionParentMissing = new("region.parent-missing");
    public static readonly Refusal TargetRegionUnknown = new("target.region-unknown");
    public static readonly Refusal FundingCoversNothing = new("guarantor.funding-covers-nothing");
    public static readonly Refusal EndsBeforeStart = new("guarantor.ends-before-start");
}
