using BpjsBjb.Domain.Businesses;
using BpjsBjb.Domain.Common;
using BpjsBjb.Domain.Loans;
using BpjsBjb.Domain.People;
using BpjsBjb.Services.Access;
using BpjsBjb.Services.Common;
using BpjsBjb.Services.Data;
using BpjsBjb.Services.Quotes;
using BpjsBjb.Services.Rules;
using Microsoft.EntityFrameworkCore;

namespace BpjsBjb.Services.Employers;

/// <summary>Reads employers: the list, one with its workers and a month, one worker.</summary>
public sealed class EmployerSearch
{
    private const int PageSize = 25;

    private readonly BpjsBjbDbContext _db;
    private readonly PersonalDataVault _vault;
    private readonly EmployerPrices _prices;
    private readonly RuleBookSource _rules;
    private readonly TimeProvider _clock;

    internal EmployerSearch(BpjsBjbDbContext db, PersonalDataVault vault, EmployerPrices prices, RuleBookSource rules, TimeProvider clock) =>
        (_db, _vault, _prices, _rules, _clock) = (db, vault, prices, rules, clock);

    public async Task<Page<EmployerListItem>> ListAsync(EmployerFilter filter, Actor actor, CancellationToken cancel)
    {
        await using var work = await _db.BeginAsync(actor, cancel);
        var found = _db.Employers.AsNoTracking().VisibleTo(actor);
        if (filter.Form is { } form) found = found.Where(employer => employer.LegalForm == form);
        if (filter.Class is { } size) found = found.Where(employer => employer.Class == size);
        if (filter.RegencyCode is { } regency) found = found.Where(employer => employer.RegencyCode == regency);
        if (filter.WithoutNpp) found = found.Where(employer => employer.Npp == null);

        var total = await found.CountAsync(cancel);
        var number = Math.Clamp(filter.Page, 1, Math.Max(1, (total + PageSize - 1) / PageSize));
        var rows = await found.OrderBy(employer => employer.NameSearch).ThenBy(employer => employer.Id)
            .Skip((number - 1) * PageSize).Take(PageSize)
            .Select(employer => new EmployerListItem(
                employer.Id, employer.Name, employer.LegalForm, employer.Class, employer.Npp, employer.RegencyCode, employer.BusinessTypeId,
                employer.RiskGroup, _db.EmployerWorkers.Count(worker => worker.EmployerId == employer.Id && worker.ValidTo == null),
                _db.Loans.Count(loan => loan.EmployerId == employer.Id && (loan.Status == LoanStatus.Applied || loan.Status == LoanStatus.Cleared))))
            .ToListAsync(cancel);
        return new Page<EmployerListItem>(rows, number, PageSize, total);
    }

    /// <summary>One employer, or null when it is not there or not the reader's.</summary>
    /// <param name="month">The month in view; null for this one.</param>
    public Task<EmployerDetails?> DetailsAsync(Guid id, Month? month, Actor actor, CancellationToken cancel) =>
        DetailsAsync(id, month, knownOn: null, actor, cancel);

    /// <summary>The same with the month priced as the law was known on a day.</summary>
    /// <param name="knownOn">As typed; empty for everything the portal knows now.</param>
    public async Task<EmployerDetails?> DetailsAsync(Guid id, Month? month, string? knownOn, Actor actor, CancellationToken cancel)
    {
        await using var work = await _db.BeginAsync(actor, cancel);
        if (await _db.Employers.AsNoTracking().VisibleTo(actor).SingleOrDefaultAsync(row => row.Id == id, cancel) is not { } employer) return null;

        var book = await _rules.ReadAsync(cancel);
        List<Refusal> refusals = [];
        var day = ExplanationSearch.DayOf(knownOn, book, refusals);
        if (refusals.Count > 0) day = null;
        var rules = day is { } known ? book.KnownOn(known) : book;
        var today = _clock.Today();
        var shown = month ?? Month.Of(today);
        return new EmployerDetails(
            id, employer.LegalForm, employer.Name, Npwp.Stored(_vault.Open(SealedColumns.EmployerNpwp, id, employer.NpwpSealed)),
            employer.NitkuSealed is { } nitku ? Nitku.Parse(_vault.Open(SealedColumns.EmployerNitku, id, nitku)).Value : null, employer.Nib,
            employer.CooperativeNumber, employer.Npp, employer.BusinessTypeId, employer.RiskGroup, employer.Capital, employer.AnnualSales,
            employer.Class, rules.ClassOf(employer.Capital, employer.AnnualSales, today).Rule?.Citation, employer.RegencyCode, employer.OfficeId,
            employer.BpjsOfficeId, today, EmployerPrices.ProgramsOf(employer.Class, rules, shown.FirstDay),
            await _prices.OfAsync(employer, shown, rules, cancel),
            await PaymentsAsync(id, cancel),
            await LoansAsync(id, actor, today, cancel),
            employer.RegisteredBy == actor.UserId,
            employer.Version)
        {
            KnownOn = day,
            KnownOnRefusals = refusals,
        };
    }

    public async Task<WorkerDetails?> WorkerAsync(Guid employerId, Guid id, Actor actor, CancellationToken cancel)
    {
        await using var work = await _db.BeginAsync(actor, cancel);
        if (!await _db.Employers.VisibleTo(actor).AnyAsync(row => row.Id == employerId, cancel)) return null;

        var worker = await _db.EmployerWorkers.AsNoTracking().SingleOrDefaultAsync(row => row.Id == id && row.EmployerId == employerId, cancel);
        return worker is null
            ? null
            : new WorkerDetails(
                id, worker.FullName, Nik.Stored(_vault.Open(SealedColumns.WorkerNik, id, worker.NikSealed)), worker.BirthDate, worker.Role,
                _prices.WageOf(worker), worker.ValidFrom, worker.ValidTo, worker.Version);
    }

    private async Task<IReadOnlyList<EmployerPaid>> PaymentsAsync(Guid id, CancellationToken cancel)
    {
        var rows = await (
            from payment in _db.EmployerPayments.AsNoTracking()
            where payment.EmployerId == id
            join user in _db.Users on payment.RecordedBy equals user.Id into users
            from user in users.DefaultIfEmpty()
            orderby payment.Month descending, payment.RecordedAt descending
            select new { payment, Name = user.FullName ?? "–" }).Take(24).ToListAsync(cancel);
        return
        [
            .. rows.Select(row => new EmployerPaid(
                Month.Of(row.payment.Month), row.payment.WorkerCount, row.payment.Amount, row.payment.PaidOn, row.payment.Reference, row.Name)),
        ];
    }

    private async Task<IReadOnlyList<EmployerLoanItem>> LoansAsync(Guid id, Actor actor, DateOnly today, CancellationToken cancel)
    {
        var rows = await _db.Loans.AsNoTracking().VisibleTo(actor).Where(loan => loan.EmployerId == id).OrderByDescending(loan => loan.Id)
            .ToListAsync(cancel);
        List<EmployerLoanItem> items = [];
        foreach (var loan in rows)
        {
            var isOpen = await _db.Database.SqlQuery<bool>($"select loan_gate_is_open({loan.Id}, {today}) as \"Value\"").SingleAsync(cancel);
            items.Add(new EmployerLoanItem(loan.Id, loan.ApplicationNumber, loan.ProductCode, loan.LoanAmount, loan.Status, isOpen));
        }

        return items;
    }
}
