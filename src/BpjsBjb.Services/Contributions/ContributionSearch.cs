using BpjsBjb.Domain.Common;
using BpjsBjb.Domain.Contributions;
using BpjsBjb.Domain.People;
using BpjsBjb.Services.Access;
using BpjsBjb.Services.Common;
using BpjsBjb.Services.Data;
using BpjsBjb.Services.Enrollments;
using BpjsBjb.Services.Rules;
using Microsoft.EntityFrameworkCore;

namespace BpjsBjb.Services.Contributions;

public enum BillTab
{
    Open,
    Expired,
    Paid,
    All,
}

/// <summary>A row of the bill list.</summary>
public sealed record BillListItem(
    Guid Id, string Number, Guid EnrollmentId, string FullName, string MaskedNik, BillStatus Status, Month FirstMonth, int Months,
    Rupiah Total, DateOnly DueOn, DateOnly? PaidOn);

/// <summary>A bill in full: what to pay, with which number, why this much, and what happened to it.</summary>
public sealed record BillDetails(
    Guid Id,
    string Number,
    Guid EnrollmentId,
    Guid? LoanId,
    string FullName,
    string PaymentNumber,
    BillStatus Status,
    Month FirstMonth,
    Month LastMonth,
    int Months,
    Rupiah Total,
    DateOnly DueOn,
    DateTimeOffset IssuedAt,
    IReadOnlyList<PricedRun> Runs,
    Rupiah Base,
    DateOnly? PaidOn,
    PaymentChannel? Channel,
    string? PaymentReference,
    string? RecordedByName,
    DateTimeOffset? RecordedAt,
    Guid? ReplacementId);

/// <summary>Reads bills of the cases a reader may see.</summary>
public sealed class ContributionSearch
{
    private const int PageSize = 25;

    private readonly BpjsBjbDbContext _db;
    private readonly PersonalDataVault _vault;
    private readonly RuleBookSource _rules;
    private readonly TimeProvider _clock;

    internal ContributionSearch(BpjsBjbDbContext db, PersonalDataVault vault, RuleBookSource rules, TimeProvider clock) =>
        (_db, _vault, _rules, _clock) = (db, vault, rules, clock);

    public async Task<Page<BillListItem>> ListAsync(BillTab tab, int page, Actor actor, CancellationToken cancel)
    {
        await using var work = await _db.BeginAsync(actor, cancel);
        var today = _clock.Today();
        var found = _db.CaseBills.VisibleTo(actor);
        found = tab switch
        {
            BillTab.Open => found.Where(bill => bill.PaidAt == null && bill.CancelledAt == null && bill.DueOn >= today),
            BillTab.Expired => found.Where(bill => bill.PaidAt == null && bill.CancelledAt == null && bill.DueOn < today),
            BillTab.Paid => found.Where(bill => bill.PaidAt != null),
            _ => found,
        };
        var total = await found.CountAsync(cancel);
        var number = Math.Clamp(page, 1, Math.Max(1, (total + PageSize - 1) / PageSize));
        var rows = await found.OrderBy(bill => bill.PaidAt != null).ThenBy(bill => bill.DueOn).ThenByDescending(bill => bill.IssuedAt)
            .Skip((number - 1) * PageSize).Take(PageSize).ToListAsync(cancel);
        return new Page<BillListItem>(
            [
                .. rows.Select(bill => new BillListItem(
                    bill.Id, bill.Number, bill.EnrollmentId, bill.FullName, OpenNik(bill.EnrollmentId, bill.NikSealed).ToString(),
                    Bill.StatusOn(today, bill.PaidAt, bill.CancelledAt, bill.DueOn), Month.Of(bill.FirstMonth), bill.Months, bill.Total,
                    bill.DueOn, bill.PaidOn)),
            ],
            number,
            PageSize,
            total);
    }

    /// <summary>One bill, or null when it is not there or not the reader's.</summary>
    public async Task<BillDetails?> DetailsAsync(Guid id, Actor actor, CancellationToken cancel)
    {
        await using var work = await _db.BeginAsync(actor, cancel);
        var visible = _db.Enrollments.AsNoTracking().VisibleTo(actor);
        var row = await (
            from bill in _db.Bills.AsNoTracking()
            join enrollment in visible on bill.EnrollmentId equals enrollment.Id
            where bill.Id == id
            select new { bill, EnrollmentId = enrollment.Id, enrollment.LoanId, enrollment.FullName, enrollment.NikSealed })
            .SingleOrDefaultAsync(cancel);
        if (row is null) return null;

        var lines = await _db.BillLines.AsNoTracking().Where(line => line.BillId == id).OrderBy(line => line.Month).ToListAsync(cancel);
        var payment = await (
            from paid in _db.Payments.AsNoTracking()
            where paid.BillId == id
            join user in _db.Users on paid.RecordedBy equals user.Id into users
            from user in users.DefaultIfEmpty()
            select new { paid.PaidOn, paid.Channel, paid.Reference, paid.RecordedAt, user.FullName }).SingleOrDefaultAsync(cancel);
        var found = row.bill;
        return new BillDetails(
            found.Id, found.Number, row.EnrollmentId, row.LoanId, row.FullName, OpenNik(row.EnrollmentId, row.NikSealed).Grouped,
            found.StatusOn(_clock.Today()), Month.Of(found.FirstMonth), Month.Of(found.FirstMonth).Plus(found.Months - 1), found.Months,
            found.Total, found.DueOn, found.IssuedAt, await RunsAsync(found, lines, cancel), lines[0].Base,
            payment?.PaidOn, payment?.Channel, payment?.Reference, payment?.FullName, payment?.RecordedAt,
            found.CancelledAt is null ? null : await ReplacementAsync(found, cancel));
    }

    /// <summary>The bill that took the place of a cancelled one.</summary>
    private Task<Guid?> ReplacementAsync(Bill bill, CancellationToken cancel) => _db.Bills.AsNoTracking()
        .Where(other => other.EnrollmentId == bill.EnrollmentId && other.IssuedAt > bill.IssuedAt)
        .OrderBy(other => other.IssuedAt).Select(other => (Guid?)other.Id).FirstOrDefaultAsync(cancel);

    /// <summary>The stored lines with the very rows of the law they were priced by, in the wording of that time.</summary>
    private async Task<IReadOnlyList<PricedRun>> RunsAsync(Bill bill, IReadOnlyList<BillLine> lines, CancellationToken cancel)
    {
        var book = await _rules.ReadAsync(cancel);
        var then = book.WhenIssued(bill);
        return ContributionPanelSource.RunsOf(lines.Select(line => book.LineOf(line, then)));
    }

    private Nik OpenNik(Guid enrollmentId, byte[] nikSealed) =>
        Nik.Stored(_vault.Open(SealedColumns.EnrollmentNik, enrollmentId, nikSealed));
}
