using BpjsBjb.Domain.Common;
using BpjsBjb.Domain.People;
using BpjsBjb.Services.Access;
using BpjsBjb.Services.Common;
using BpjsBjb.Services.Data;
using BpjsBjb.Services.Offices;
using Microsoft.EntityFrameworkCore;

namespace BpjsBjb.Services.Dashboards;

/// <summary>Takes a number apart: the very rows it counts, from the same query that counted them.</summary>
public sealed class DashboardRowSearch
{
    private const int PageSize = 50;

    private readonly BpjsBjbDbContext _db;
    private readonly DashboardFigures _figures;
    private readonly PersonalDataVault _vault;
    private readonly ReferenceSource _reference;

    internal DashboardRowSearch(BpjsBjbDbContext db, DashboardFigures figures, PersonalDataVault vault, ReferenceSource reference) =>
        (_db, _figures, _vault, _reference) = (db, figures, vault, reference);

    /// <summary>The people of a number, each once, by name; as many as the number says.</summary>
    public async Task<Page<ParticipantRow>> ParticipantsAsync(FigureAddress address, int page, Actor actor, CancellationToken cancel)
    {
        await using var work = await _db.BeginAsync(actor, cancel);
        var total = (int)await _figures.CountAsync(address, actor, cancel);
        var number = Clamp(page, total);
        var counted = _figures.Participants(address, actor);
        var people = await _db.People.AsNoTracking()
            .Where(person => counted.Any(row => row.PersonId == person.Id))
            .OrderBy(person => person.FullName).ThenBy(person => person.Id)
            .Skip((number - 1) * PageSize).Take(PageSize)
            .Select(person => new { person.Id, person.FullName, person.NikSealed })
            .ToListAsync(cancel);

        var shown = people.Select(person => person.Id).ToList();
        var rows = await (
            from row in counted
            where shown.Contains(row.PersonId)
            join loan in _db.Loans on row.LoanId equals loan.Id
            join payment in _db.Payments on row.PaymentId equals payment.Id into payments
            from payment in payments.DefaultIfEmpty()
            orderby loan.ApplicationNumber
            select new { row.PersonId, row.LoanId, loan.ApplicationNumber, row.RegencyCode, row.OfficeId, Reference = (string?)payment.Reference })
            .ToListAsync(cancel);
        var byPerson = rows.ToLookup(row => row.PersonId);
        var reference = await _reference.ReadAsync(cancel);
        return new Page<ParticipantRow>(
            [
                .. people.Select(person => new ParticipantRow(
                    person.FullName,
                    Nik.Stored(_vault.Open(SealedColumns.PersonNik, person.Id, person.NikSealed)).ToString(),
                    [
                        .. byPerson[person.Id].DistinctBy(row => row.LoanId).Select(row => new ParticipantLoan(
                            row.LoanId, row.ApplicationNumber, row.RegencyCode, reference.RegionName(row.RegencyCode),
                            reference.OfficeName(row.OfficeId))),
                    ],
                    address.Filter.To,
                    [.. byPerson[person.Id].Select(row => row.Reference).OfType<string>().Distinct()])),
            ],
            number, PageSize, total);
    }

    /// <summary>The payments of a number, newest first; their sum is the number.</summary>
    public async Task<ContributionRows> ContributionsAsync(FigureAddress address, int page, Actor actor, CancellationToken cancel)
    {
        await using var work = await _db.BeginAsync(actor, cancel);
        var counted = _figures.Contributions(address, actor);
        var total = await counted.CountAsync(cancel);
        var number = Clamp(page, total);
        var rows = await (
            from row in counted
            join loan in _db.Loans on row.LoanId equals loan.Id
            orderby row.PaidOn descending, row.PaymentId descending
            select new { row.LoanId, row.BillNumber, row.Reference, row.PaidOn, row.Amount, loan.ApplicationNumber, row.RegencyCode, row.OfficeId })
            .Skip((number - 1) * PageSize).Take(PageSize).ToListAsync(cancel);
        var reference = await _reference.ReadAsync(cancel);
        return new ContributionRows(
            new Rupiah(await _figures.SumAsync(address, actor, cancel)),
            new Page<ContributionRow>(
                [
                    .. rows.Select(row => new ContributionRow(
                        row.LoanId, row.BillNumber, row.Reference, row.PaidOn, new Rupiah(row.Amount), row.ApplicationNumber,
                        row.RegencyCode, reference.RegionName(row.RegencyCode), reference.OfficeName(row.OfficeId))),
                ],
                number, PageSize, total));
    }

    private static int Clamp(int page, int total) => Math.Clamp(page, 1, Math.Max(1, (total + PageSize - 1) / PageSize));
}
