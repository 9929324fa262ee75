using BpjsBjb.Domain.Rules;
using BpjsBjb.Services.Data.Reference;

namespace BpjsBjb.UnitTests.Rules;

/// <summary>The rules as the portal ships them: tests ask the same rows production asks.</summary>
internal static class Shipped
{
    public static readonly DateTimeOffset RecordedAt = new(2026, 11, 22, 3, 0, 0, TimeSpan.Zero);

    public static readonly RuleBook Rules = RuleSheets.Read(RecordedAt);
}
