using BpjsBjb.Domain.Rules;
using BpjsBjb.Services.Data;
using Microsoft.EntityFrameworkCore;

namespace BpjsBjb.Services.Rules;

/// <summary>
/// The rule book from its rows, kept for a minute. Each second one look at the approvals tells whether another process has changed a rule;
/// the process that changed it forgets the book at once.
/// </summary>
internal sealed class RuleBookSource(IDbContextFactory<BpjsBjbDbContext> databases, TimeProvider clock)
{
    private static readonly TimeSpan Lasts = TimeSpan.FromMinutes(1);

    private static readonly TimeSpan Trusted = TimeSpan.FromSeconds(1);

    private volatile Kept? _kept;

    /// <summary>After a rule was approved here.</summary>
    public void Forget() => _kept = null;

    /// <param name="knownOn">Last day whose knowledge of the law counts; null for everything the portal knows now.</param>
    public async Task<RuleBook> ReadAsync(DateOnly? knownOn, CancellationToken cancel)
    {
        var book = await ReadAsync(cancel);
        return knownOn is { } day ? book.KnownOn(day) : book;
    }

    public async Task<RuleBook> ReadAsync(CancellationToken cancel)
    {
        var now = clock.GetUtcNow();
        if (_kept is { } kept && now >= kept.LookedAt && now - kept.LookedAt < Trusted) return kept.Book;

        await using var db = await databases.CreateDbContextAsync(cancel);
        var approvals = await ApprovalsAsync(db, cancel); // before the rows: what is approved meanwhile is read once too often, never missed
        if (_kept is { } same && same.Approvals == approvals && now >= same.ReadAt && now - same.ReadAt < Lasts)
        {
            _kept = same with { LookedAt = now };
            return same.Book;
        }

        var book = new RuleBook
        {
            Brackets = await db.ContributionBrackets.AsNoTracking().ToListAsync(cancel),
            FlatContributions = await db.FlatContributions.AsNoTracking().ToListAsync(cancel),
            Discounts = await db.ContributionDiscounts.AsNoTracking().ToListAsync(cancel),
            ProgramDuties = await db.ProgramDuties.AsNoTracking().ToListAsync(cancel),
            PrepaymentTerms = await db.PrepaymentTerms.AsNoTracking().ToListAsync(cancel),
            EvidenceDuties = await db.EvidenceDuties.AsNoTracking().ToListAsync(cancel),
            ParticipationDuties = await db.ParticipationDuties.AsNoTracking().ToListAsync(cancel),
            ProductGuarantees = await db.ProductGuarantees.AsNoTracking().ToListAsync(cancel),
            Limits = await db.Limits.AsNoTracking().ToListAsync(cancel),
            EnterpriseClasses = await db.EnterpriseClasses.AsNoTracking().ToListAsync(cancel),
            Benefits = await db.Benefits.AsNoTracking().ToListAsync(cancel),
            WageRates = await db.WageRates.AsNoTracking().ToListAsync(cancel),
            JpWageCeilings = await db.JpWageCeilings.AsNoTracking().ToListAsync(cancel),
            WageProgramDuties = await db.WageProgramDuties.AsNoTracking().ToListAsync(cancel),
            JkpShares = await db.JkpShares.AsNoTracking().ToListAsync(cancel),
            PrivacyNotices = await db.PrivacyNotices.AsNoTracking().ToListAsync(cancel),
            RetentionRules = await db.RetentionRules.AsNoTracking().ToListAsync(cancel),
            ClaimItems = await db.ClaimItemRules.AsNoTracking().ToListAsync(cancel),
            Superseded = await SupersededAsync(db, cancel),
        };
        _kept = new Kept(book, approvals, ReadAt: now, LookedAt: now);
        return book;
    }

    private static Task<long> ApprovalsAsync(BpjsBjbDbContext db, CancellationToken cancel) =>
        db.Database.SqlQuery<long>($"select count(*) as \"Value\" from rule_proposals where status = 'Approved'").SingleAsync(cancel);

    private static async Task<IReadOnlyList<DatedRule>> SupersededAsync(BpjsBjbDbContext db, CancellationToken cancel)
    {
        var kinds = db.Model.GetEntityTypes().Where(type => type.ClrType.IsSubclassOf(typeof(DatedRule)))
            .ToDictionary(type => type.GetTableName()!, type => type.ClrType);
        return [.. (await db.SupersededRules.AsNoTracking().ToListAsync(cancel)).Select(rule => rule.As(kinds[rule.Kind]))];
    }

    private sealed record Kept(RuleBook Book, long Approvals, DateTimeOffset ReadAt, DateTimeOffset LookedAt);
}
