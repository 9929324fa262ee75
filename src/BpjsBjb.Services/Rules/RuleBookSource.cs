using BpjsBjb.Domain.Rules;
using BpjsBjb.Services.Data;
using Microsoft.EntityFrameworkCore;

namespace BpjsBjb.Services.Rules;

/// <summary>The rule book from its rows, kept for a minute: a new rule is dated ahead, so a minute late is not late.</summary>
internal sealed class RuleBookSource(IDbContextFactory<BpjsBjbDbContext> databases, TimeProvider clock)
{
    private static readonly TimeSpan Kept = TimeSpan.FromMinutes(1);

    private RuleBook? _book;
    private DateTimeOffset _readAt;

    public async Task<RuleBook> ReadAsync(CancellationToken cancel)
    {
        var now = clock.GetUtcNow();
        if (_book is { } book && now - _readAt < Kept && now >= _readAt) return book;

        await using var db = await databases.CreateDbContextAsync(cancel);
        _book = new RuleBook
        {
            Brackets = await db.ContributionBrackets.AsNoTracking().ToListAsync(cancel),
            FlatContributions = await db.FlatContributions.AsNoTracking().ToListAsync(cancel),
            Discounts = await db.ContributionDiscounts.AsNoTracking().ToListAsync(cancel),
            ProgramDuties = await db.ProgramDuties.AsNoTracking().ToListAsync(cancel),
            PrepaymentTerms = await db.PrepaymentTerms.AsNoTracking().ToListAsync(cancel),
            ParticipationDuties = await db.ParticipationDuties.AsNoTracking().ToListAsync(cancel),
            Limits = await db.Limits.AsNoTracking().ToListAsync(cancel),
            EnterpriseClasses = await db.EnterpriseClasses.AsNoTracking().ToListAsync(cancel),
            Benefits = await db.Benefits.AsNoTracking().ToListAsync(cancel),
            WageRates = await db.WageRates.AsNoTracking().ToListAsync(cancel),
            JpWageCeilings = await db.JpWageCeilings.AsNoTracking().ToListAsync(cancel),
            WageProgramDuties = await db.WageProgramDuties.AsNoTracking().ToListAsync(cancel),
            JkpShares = await db.JkpShares.AsNoTracking().ToListAsync(cancel),
            PrivacyNotices = await db.PrivacyNotices.AsNoTracking().ToListAsync(cancel),
            RetentionRules = await db.RetentionRules.AsNoTracking().ToListAsync(cancel),
            Superseded = await SupersededAsync(db, cancel),
        };
        _readAt = now;
        return _book;
    }

    private static async Task<IReadOnlyList<DatedRule>> SupersededAsync(BpjsBjbDbContext db, CancellationToken cancel)
    {
        var kinds = db.Model.GetEntityTypes().Where(type => type.ClrType.IsSubclassOf(typeof(DatedRule)))
            .ToDictionary(type => type.GetTableName()!, type => type.ClrType);
        return [.. (await db.SupersededRules.AsNoTracking().ToListAsync(cancel)).Select(rule => rule.As(kinds[rule.Kind]))];
    }
}
