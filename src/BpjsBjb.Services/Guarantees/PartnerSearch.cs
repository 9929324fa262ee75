using BpjsBjb.Domain.Common;
using BpjsBjb.Services.Data;
using Microsoft.EntityFrameworkCore;

namespace BpjsBjb.Services.Guarantees;

/// <summary>One line of sums; what is null is hidden, because fewer than five debtors stand behind it or could be computed from it.</summary>
/// <param name="Key">A regency, a product, a guarantor, or how claims ended.</param>
/// <param name="Guaranteed">What the layers of a guarantor stand for today; null also where a line is of no guarantor.</param>
public sealed record PartnerSums(
    string Key, string? Name, long? Loans, Rupiah? Amount, Rupiah? Outstanding, long? Covered, long? Uncovered, Rupiah? Guaranteed)
{
    /// <summary>The whole of it, not one cell.</summary>
    public bool IsHidden => Loans is null;
}

/// <summary>What Kadin or LPDB sees of a day.</summary>
/// <param name="Whole">Null where there is no loan.</param>
/// <param name="Parts">Kadin: by guarantor. LPDB: its layers, its funding, cooperatives.</param>
public sealed record PartnerFigures(
    DateOnly On,
    PartnerSums? Whole,
    IReadOnlyList<PartnerSums> Regencies,
    IReadOnlyList<PartnerSums> Products,
    IReadOnlyList<PartnerSums> Parts,
    IReadOnlyList<PartnerSums> Claims);

/// <summary>Reads the sums of the agreement. PostgreSQL says whose they are and hides what is too small (partners.v1.sql).</summary>
public sealed class PartnerSearch
{
    private readonly BpjsBjbDbContext _db;
    private readonly TimeProvider _clock;

    internal PartnerSearch(BpjsBjbDbContext db, TimeProvider clock) => (_db, _clock) = (db, clock);

    public async Task<PartnerFigures> ReadAsync(Actor actor, CancellationToken cancel)
    {
        await using var work = await _db.BeginAsync(actor, cancel);
        var rows = await _db.Database.SqlQuery<SumsRow>(
            $"""
             select f.kind, f.key, g.name, f.loans, f.amount, f.outstanding, f.covered, f.uncovered, f.guaranteed
               from partner_figures() f left join guarantors g on f.kind = 'Part' and g.code = f.key order by f.kind, f.key
             """).ToListAsync(cancel);
        return new PartnerFigures(
            _clock.Today(), Of("Whole").SingleOrDefault(), Of("Regency"), Of("Product"), Of("Part"), Of("Claim"));

        IReadOnlyList<PartnerSums> Of(string kind) => [.. rows.Where(row => row.Kind == kind).Select(row => row.Sums)];
    }

    private sealed record SumsRow(
        string Kind, string Key, string? Name, long? Loans, long? Amount, long? Outstanding, long? Covered, long? Uncovered, long? Guaranteed)
    {
        public PartnerSums Sums => new(Key, Name, Loans, RupiahOf(Amount), RupiahOf(Outstanding), Covered, Uncovered, RupiahOf(Guaranteed));

        private static Rupiah? RupiahOf(long? amount) => amount is { } known ? new Rupiah(known) : null;
    }
}
