using BpjsBjb.Domain.Common;
using BpjsBjb.Domain.Csr;
using BpjsBjb.Services.Data;
using Microsoft.EntityFrameworkCore;

namespace BpjsBjb.Services.Csr;

/// <summary>The money of one fund, rupiah.</summary>
/// <param name="Bound">What allocations cost: proposed, approved or paid.</param>
/// <param name="Paid">To BPJS.</param>
public sealed record CsrFundSums(
    Guid Id, string Number, string Name, string Donor, MembershipCode Code, Month FirstMonth, int Months, Rupiah Commitment, Rupiah Donated, Rupiah Returned,
    Rupiah Bound, Rupiah Paid, Rupiah Unspent)
{
    public Month LastMonth => FirstMonth.Plus(Months - 1);
}

/// <summary>One number of people; what is null is hidden, because fewer than five stand behind it or could be computed from it.</summary>
/// <param name="Key">A regency, an occupation, a month as 2026-05, a payer, or how it went on.</param>
/// <param name="Amount">Of benefits alone.</param>
public sealed record CsrCell(string Key, long? People, long? PersonMonths, Rupiah? Amount)
{
    public bool IsHidden => People is null;
}

/// <summary>A fund in numbers that name nobody.</summary>
/// <param name="Whole">Null where nothing is paid yet.</param>
/// <param name="After">Whose cover by the fund is over: with or without a month somebody pays now.</param>
public sealed record CsrFigures(
    CsrFundSums Fund, DateOnly On, CsrCell? Whole, IReadOnlyList<CsrCell> Regencies, IReadOnlyList<CsrCell> Occupations, IReadOnlyList<CsrCell> Months,
    IReadOnlyList<CsrCell> NextPayers, IReadOnlyList<CsrCell> After, IReadOnlyList<CsrCell> Benefits, IReadOnlyList<CsrOccupation> KnownOccupations);

/// <summary>One line of the dashboard, in whole numbers: for those who may read the people themselves.</summary>
/// <param name="Ended">People of funds that are over.</param>
/// <param name="Continued">Of them who had a month, whoever paid it, in the month after.</param>
/// <param name="WithoutPayer">Whose next payer is nobody.</param>
public sealed record CsrDashboardLine(string Key, string? Name, long People, long PersonMonths, Rupiah Amount, long Ended, long Continued, long WithoutPayer)
{
    /// <summary>What one month of one person cost.</summary>
    public Rupiah PerPersonMonth => new(PersonMonths == 0 ? 0 : (Amount.Amount + (PersonMonths / 2)) / PersonMonths);
}

public sealed record CsrDashboard(
    CsrDashboardLine? Whole, IReadOnlyList<CsrDashboardLine> Regencies, IReadOnlyList<CsrDashboardLine> Funds, IReadOnlyList<CsrDashboardLine> Occupations,
    IReadOnlyList<CsrOccupation> KnownOccupations);

/// <summary>Reads funds in sums. PostgreSQL says whose they are and hides what is too small (csr.v2.sql).</summary>
public sealed class CsrDonorSearch
{
    private readonly BpjsBjbDbContext _db;
    private readonly TimeProvider _clock;

    internal CsrDonorSearch(BpjsBjbDbContext db, TimeProvider clock) => (_db, _clock) = (db, clock);

    /// <summary>A donor's own funds, or those of a reader's offices, the newest first.</summary>
    public async Task<IReadOnlyList<CsrFundSums>> FundsAsync(Actor actor, CancellationToken cancel)
    {
        await using var work = await _db.BeginAsync(actor, cancel);
        return await SumsAsync(null, cancel);
    }

    /// <summary>One fund in numbers, or null when it is not there or not the reader's.</summary>
    public async Task<CsrFigures?> FiguresAsync(Guid fund, Actor actor, CancellationToken cancel)
    {
        await using var work = await _db.BeginAsync(actor, cancel);
        if (await SumsAsync(fund, cancel) is not [var sums]) return null;

        var cells = await _db.Database.SqlQuery<CellRow>(
            $"select kind, key, people, person_months, amount from csr_figures({fund}) order by kind, key").ToListAsync(cancel);
        return new CsrFigures(
            sums, _clock.Today(), Of("Whole").SingleOrDefault(), Of("Regency"), Of("Occupation"), Of("Month"), Of("NextPayer"), Of("After"), Of("Benefit"),
            await _db.CsrOccupationsAsync(cancel));

        IReadOnlyList<CsrCell> Of(string kind) => [.. cells.Where(row => row.Kind == kind).Select(row => row.ToCell())];
    }

    public async Task<CsrDashboard> DashboardAsync(Actor actor, CancellationToken cancel)
    {
        await using var work = await _db.BeginAsync(actor, cancel);
        var lines = await _db.Database.SqlQuery<LineRow>(
            $"""
             select kind, key, name, people, person_months, amount, ended, continued, without_payer from csr_dashboard()
              order by kind, people desc, key
             """).ToListAsync(cancel);
        return new CsrDashboard(Of("Whole").SingleOrDefault(), Of("Regency"), Of("Fund"), Of("Occupation"), await _db.CsrOccupationsAsync(cancel));

        IReadOnlyList<CsrDashboardLine> Of(string kind) => [.. lines.Where(row => row.Kind == kind).Select(row => row.ToLine())];
    }

    private async Task<IReadOnlyList<CsrFundSums>> SumsAsync(Guid? fund, CancellationToken cancel) =>
    [
        .. (await _db.Database.SqlQuery<SumsRow>(
            $"""
             select fund_id, number, name, donor, membership_code, first_month, months, commitment, donated, returned, bound, paid, unspent
               from csr_fund_sums() where {fund}::uuid is null or fund_id = {fund} order by first_month desc, number desc
             """).ToListAsync(cancel)).Select(row => row.ToSums()),
    ];

    private sealed record SumsRow(
        Guid FundId, string Number, string Name, string Donor, string MembershipCode, DateOnly FirstMonth, int Months, long Commitment, long Donated,
        long Returned, long Bound, long Paid, long Unspent)
    {
        public CsrFundSums ToSums() => new(
            FundId, Number, Name, Donor, Enum.Parse<MembershipCode>(MembershipCode), Month.Of(FirstMonth), Months, new Rupiah(Commitment), new Rupiah(Donated),
            new Rupiah(Returned), new Rupiah(Bound), new Rupiah(Paid), new Rupiah(Unspent));
    }

    private sealed record CellRow(string Kind, string Key, long? People, long? PersonMonths, long? Amount)
    {
        public CsrCell ToCell() => new(Key, People, PersonMonths, Amount is { } told ? new Rupiah(told) : null);
    }

    private sealed record LineRow(
        string Kind, string Key, string? Name, long People, long PersonMonths, long Amount, long Ended, long Continued, long WithoutPayer)
    {
        public CsrDashboardLine ToLine() => new(Key, Name, People, PersonMonths, new Rupiah(Amount), Ended, Continued, WithoutPayer);
    }
}
