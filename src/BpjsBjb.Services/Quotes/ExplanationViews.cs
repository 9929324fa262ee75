using BpjsBjb.Domain.Common;
using BpjsBjb.Domain.Rules;

namespace BpjsBjb.Services.Quotes;

/// <param name="KnownOn">Last day whose knowledge of the law counted; null for all the portal knows.</param>
public sealed record ExplainedQuote(Rupiah Total, IReadOnlyList<QuoteRun> Runs, IReadOnlyList<Refusal> Notes, DateOnly? KnownOn);

/// <param name="Runs">What was billed, with the rows as they were known when it was.</param>
/// <param name="KnownOn">The day whose knowledge it was priced again by; null for that of the moment it was issued.</param>
/// <param name="Recomputed">The total of pricing it again.</param>
/// <param name="Refusals">Why the day asked for was not used.</param>
public sealed record ExplainedBill(
    Guid Id, string Number, DateTimeOffset IssuedAt, ParticipantCategory Category, ContributionSector Sector, ContributionPayer Payer, Rupiah Total,
    IReadOnlyList<QuoteRun> Runs, DateOnly? KnownOn, Rupiah Recomputed, IReadOnlyList<LineDifference> Differences, IReadOnlyList<Refusal> Refusals);

/// <summary>One line that comes out otherwise; null where a side has no such line.</summary>
public sealed record LineDifference(Month Month, InsuranceProgram Program, Rupiah? Billed, Rupiah? Recomputed);
