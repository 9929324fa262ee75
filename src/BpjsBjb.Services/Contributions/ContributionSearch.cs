using BpjsBjb.Domain.Common;
using BpjsBjb.Domain.Contributions;
using BpjsBjb.Domain.People;
using BpjsBjb.Domain.Rules;
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
        var visible = _db.Enrollments.AsNoTracking().VisibleTo(actor);
        var found =
            from bill in _db.Bills.AsNoTracking()
            join enrollment in visible on bill.EnrollmentId equals enrollment.Id
            select new { bill, enrollment };
        found = tab switch
        {
            BillTab.Open => found.Where(row => row.bill.PaidAt == null && row.bill.CancelledAt == null && row.bill.DueOn >= today),
            BillTab.Expired => found.Where(row => row.bill.PaidAt == null && row.bill.CancelledAt == null && row.bill.DueOn < today),
            BillTab.Paid => found.Where(row => row.bill.PaidAt != null),
            _ => found,
        };
        var total = await found.CountAsync(cancel);
        var number = Math.Clamp(page, 1, Math.Max(1, (total + PageSize - 1) / PageSize));
        var rows = await found.OrderBy(row => row.bill.PaidAt != null).ThenBy(row => row.bill.DueOn).ThenByDescending(row => row.bill.IssuedAt)
            .Skip((number - 1) * PageSize).Take(PageSize)
            .Select(row => new
            {
                row.bill,
                EnrollmentId = row.enrollment.Id,
                row.enrollment.FullName,
                row.enrollment.NikSealed,
                PaidOn = _db.Payments.Where(payment => payment.BillId == row.bill.Id).Select(payment => (DateOnly?)payment.PaidOn).FirstOrDefault(),
            })
            .ToListAsync(cancel);
        return new Page<BillListItem>(
            [
                .. rows.Select(row => new BillListItem(
                    row.bill.Id, row.bill.Number, row.EnrollmentId, row.FullName, OpenNik(row.EnrollmentId, row.NikSealed).ToString(),
                    row.bill.StatusOn(today), Month.Of(row.bill.FirstMonth), row.bill.Months, row.bill.Total, row.bill.DueOn, row.PaidOn)),
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
            from bill in _db.Bills.AsNoTracking().Include(bill => bill.Lines)
            join enrollment in visible on bill.EnrollmentId equals enrollment.Id
            where bill.Id == id
            select new { bill, EnrollmentId = enrollment.Id, enrollment.LoanId, enrollment.FullName, enrollment.NikSealed })
            .SingleOrDefaultAsync(cancel);
        if (row is null) return null;

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
            found.Total, found.DueOn, found.IssuedAt, await RunsAsync(found, cancel), found.Lines[0].Base,
            payment?.PaidOn, payment?.Channel, payment?.Reference, payment?.FullName, payment?.RecordedAt,
            found.CancelledAt is null ? null : await ReplacementAsync(found, cancel));
    }

    /// <summary>The bill that took the place of a cancelled one.</summary>
    private Task<Guid?> ReplacementAsync(Bill bill, CancellationToken cancel) => _db.Bills.AsNoTracking()
        .Where(other => other.EnrollmentId == bill.EnrollmentId && other.IssuedAt > bill.IssuedAt)
        .OrderBy(other => other.IssuedAt).Select(other => (Guid?)other.Id).FirstOrDefaultAsync(cancel);

    /// <summary>The stored lines with the very rows of the law they were priced by, however old.</summary>
    private async Task<IReadOnlyList<PricedRun>> RunsAsync(Bill bill, CancellationToken cancel)
    {
        var rules = await _rules.ReadAsync(cancel);
        return ContributionPanelSource.RunsOf(bill.Lines.Select(line => new ContributionLine(
            Month.Of(line.Month),
            line.Program,
            line.Base,
            line.Gross,
            line.DiscountPercent,
            line.Amount,
            line.Program == InsuranceProgram.Jkm
                ? rules.FlatContributions.Single(rule => rule.Id == line.RateRuleId)
                : rules.Brackets.Single(rule => rule.Id == line.RateRuleId),
            line.DiscountRuleId is { } discount ? rules.Discounts.Single(rule => rule.Id == discount) : null)));
    }

    private Nik OpenNik(Guid enrollmentId, byte[] nikSealed) =>
        Nik.Stored(_vault.Open(SealedColumns.EnrollmentNik, enrollmentId, nikSealed));
}
