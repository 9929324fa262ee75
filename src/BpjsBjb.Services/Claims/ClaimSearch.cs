using BpjsBjb.Domain.Claims;
using BpjsBjb.Domain.Common;
using BpjsBjb.Domain.Cover;
using BpjsBjb.Domain.Loans;
using BpjsBjb.Domain.Participations;
using BpjsBjb.Domain.People;
using BpjsBjb.Domain.Rules;
using BpjsBjb.Services.Access;
using BpjsBjb.Services.Common;
using BpjsBjb.Services.Cover;
using BpjsBjb.Services.Data;
using BpjsBjb.Services.Rules;
using Microsoft.EntityFrameworkCore;

namespace BpjsBjb.Services.Claims;

/// <summary>Reads claims: the list by what is pressing, one claim with what may be expected beside what is owed, and its file in full.</summary>
public sealed class ClaimSearch
{
    private const int PageSize = 25;
    private const int MostFound = 10;

    private readonly BpjsBjbDbContext _db;
    private readonly PersonalDataVault _vault;
    private readonly RuleBookSource _rules;
    private readonly TimeProvider _clock;

    internal ClaimSearch(BpjsBjbDbContext db, PersonalDataVault vault, RuleBookSource rules, TimeProvider clock) =>
        (_db, _vault, _rules, _clock) = (db, vault, rules, clock);

    public static ClaimStatus StatusOf(ClaimOutcome? outcome) => outcome switch
    {
        null => ClaimStatus.Open,
        ClaimOutcome.Paid => ClaimStatus.Paid,
        ClaimOutcome.RefusedByBpjs => ClaimStatus.RefusedByBpjs,
        ClaimOutcome.Withdrawn => ClaimStatus.Withdrawn,
        _ => ClaimStatus.RightsLapsed,
    };

    /// <param name="kind">Only claims of this kind; null for all.</param>
    public async Task<Page<ClaimListItem>> ListAsync(ClaimTab tab, ClaimKind? kind, ClaimOrder order, int page, Actor actor, CancellationToken cancel)
    {
        await using var work = await _db.BeginAsync(actor, cancel);
        var found = (await ItemsAsync(tab == ClaimTab.Closed, kind, actor, cancel))
            .Where(item => tab != ClaimTab.Overdue || item.Next?.IsOverdueAt(_clock.GetUtcNow()) == true);
        var sorted = (order == ClaimOrder.Elapsed
            ? found.OrderByDescending(item => item.ElapsedDays).ThenBy(item => item.Id)
            : found.OrderBy(item => item.Next?.DueAt ?? DateTimeOffset.MaxValue).ThenByDescending(item => item.ElapsedDays).ThenBy(item => item.Id)).ToList();
        var number = Math.Clamp(page, 1, Math.Max(1, (sorted.Count + PageSize - 1) / PageSize));
        return new Page<ClaimListItem>([.. sorted.Skip((number - 1) * PageSize).Take(PageSize)], number, PageSize, sorted.Count);
    }

    public async Task<IReadOnlyList<ClaimCount>> CountsAsync(ClaimKind? kind, Actor actor, CancellationToken cancel)
    {
        await using var work = await _db.BeginAsync(actor, cancel);
        var now = _clock.GetUtcNow();
        var open = await ItemsAsync(areClosed: false, kind, actor, cancel);
        var closed = await Visible(actor).Where(claim => kind == null || claim.Kind == kind)
            .CountAsync(claim => _db.ClaimClosures.Any(end => end.ClaimId == claim.Id), cancel);
        return
        [
            new ClaimCount(ClaimTab.Overdue, open.Count(item => item.Next?.IsOverdueAt(now) == true)),
            new ClaimCount(ClaimTab.Open, open.Count),
            new ClaimCount(ClaimTab.Closed, closed),
        ];
    }

    /// <summary>The debtors behind a loan's or a case's number.</summary>
    public async Task<IReadOnlyList<ClaimDebtor>> FindAsync(string? number, Actor actor, CancellationToken cancel)
    {
        if (TypedText.Of(number) is not { } typed) return [];

        await using var work = await _db.BeginAsync(actor, cancel);
        var wanted = typed.ToUpperInvariant();
        return await (
            from enrollment in _db.Enrollments.AsNoTracking().VisibleTo(actor)
            join loan in _db.Loans.AsNoTracking().VisibleTo(actor) on enrollment.LoanId equals (Guid?)loan.Id
            where enrollment.Reference == wanted || loan.ApplicationNumber == typed || loan.ApplicationNumber == wanted
            orderby loan.Id
            select new ClaimDebtor(loan.Id, loan.ApplicationNumber, enrollment.FullName, loan.OfficeId)).Take(MostFound).ToListAsync(cancel);
    }

    /// <summary>The debtor of a loan; null where it is not the reader's.</summary>
    public async Task<ClaimDebtor?> DebtorAsync(Guid loanId, Actor actor, CancellationToken cancel)
    {
        await using var work = await _db.BeginAsync(actor, cancel);
        return await (
            from enrollment in _db.Enrollments.AsNoTracking().VisibleTo(actor)
            join loan in _db.Loans.AsNoTracking().VisibleTo(actor) on enrollment.LoanId equals (Guid?)loan.Id
            where loan.Id == loanId
            select new ClaimDebtor(loan.Id, loan.ApplicationNumber, enrollment.FullName, loan.OfficeId)).SingleOrDefaultAsync(cancel);
    }

    /// <summary>The claims of the debtor of a loan that were not withdrawn, the newest first.</summary>
    public async Task<IReadOnlyList<ClaimLink>> OfLoanAsync(Guid loanId, Actor actor, CancellationToken cancel)
    {
        await using var work = await _db.BeginAsync(actor, cancel);
        var today = _clock.Today();
        var rows = await (
            from claim in Visible(actor)
            where _db.LoanInsured.Any(insured => insured.LoanId == loanId && insured.ParticipationId == claim.ParticipationId)
            join closure in _db.ClaimClosures on claim.Id equals closure.ClaimId into ends
            from closure in ends.DefaultIfEmpty()
            where closure == null || closure.Outcome != ClaimOutcome.Withdrawn
            orderby claim.HappenedOn descending
            select new { claim.Id, claim.Kind, claim.HappenedOn, Outcome = (ClaimOutcome?)closure.Outcome }).ToListAsync(cancel);
        return rows.ConvertAll(row => new ClaimLink(
            row.Id, row.Kind, row.HappenedOn, today.DayNumber - row.HappenedOn.DayNumber, StatusOf(row.Outcome)));
    }

    /// <summary>One claim, or null when it is not there or not the reader's.</summary>
    public async Task<ClaimDetails?> DetailsAsync(Guid id, Actor actor, CancellationToken cancel)
    {
        await using var work = await _db.BeginAsync(actor, cancel);
        if (await Visible(actor).SingleOrDefaultAsync(claim => claim.Id == id, cancel) is not { } claim) return null;

        // One by one: joined, the planner would weigh each table's row policy against all others.
        var person = await _db.People.AsNoTracking().SingleAsync(row => row.Id == claim.PersonId, cancel);
        var participation = await _db.Participations.AsNoTracking().SingleAsync(row => row.Id == claim.ParticipationId, cancel);
        var closure = await _db.ClaimClosures.AsNoTracking().SingleOrDefaultAsync(row => row.ClaimId == id, cancel);
        var events = await _db.ClaimEvents.AsNoTracking().Where(row => row.ClaimId == id).OrderBy(row => row.At).ThenBy(row => row.Id).ToListAsync(cancel);
        var added = await _db.ClaimHeirs.AsNoTracking().Where(row => row.ClaimId == id).OrderBy(row => row.AddedAt).ToListAsync(cancel);
        var heirs = await _db.Heirs.AsNoTracking().Where(row => row.ParticipationId == claim.ParticipationId)
            .OrderBy(row => row.Id).Select(row => new ClaimHeirLine(row.Id, row.Relation, null)).ToListAsync(cancel);
        var names = await NamesAsync(
            [claim.OpenedBy, .. events.Select(row => row.By), .. added.Select(row => row.AddedBy), .. closure is null ? Array.Empty<Guid>() : [closure.ClosedBy]],
            cancel);
        var book = await _rules.ReadAsync(cancel);
        var now = _clock.GetUtcNow();
        var reminders = events.Where(row => row.Kind is ClaimEventKind.RemindersResumed or ClaimEventKind.RemindersStopped)
            .Select(row => (ClaimEventKind?)row.Kind).LastOrDefault();
        return new ClaimDetails(
            id, person.Id, person.FullName, Nik.Stored(_vault.Open(SealedColumns.PersonNik, person.Id, person.NikSealed)), person.BirthDate,
            participation.KpjSealed is { } kpj ? _vault.Open(SealedColumns.ParticipationKpj, participation.Id, kpj) : null, participation.WithJht,
            claim.Kind, claim.HappenedOn, claim.HappenedTime,
            claim.PlaceSealed is { } place ? _vault.Open(SealedColumns.ClaimPlace, id, place) : null, claim.ToldBy, claim.ToldOn,
            claim.OpenedBy, names[claim.OpenedBy], claim.OpenedAt, closure, closure is null ? null : names[closure.ClosedBy], now,
            book.LimitOf(LimitKind.ClaimNoticeDays, JakartaTime.DateIn(now)).Value,
            ClaimDeadlines.Of(
                claim.Kind, claim.HappenedOn, claim.HappenedTime, claim.ToldOn, events,
                closure is null ? null : JakartaTime.DateIn(closure.ClosedAt), book),
            Checklist.Of(claim.Kind, claim.HappenedOn, events, book),
            Story(claim, events, added, closure, names),
            [.. heirs, .. added.Select(row => new ClaimHeirLine(row.Id, row.Relation, row.AddedAt))],
            await LoansAsync(claim.ParticipationId, JakartaTime.DateIn(now), actor, cancel),
            claim.Kind.IsDeath() ? await BillsAsync(claim, cancel) : [],
            ClaimOutlook.Of(
                claim.Kind, claim.HappenedOn, await LedgerAsync(claim.ParticipationId, cancel), participation.ContributionBase, book),
            await _db.RegistryMembers.AnyAsync(row => row.NikHash == person.NikHash && row.Segment == Segment.Pu, cancel),
            closure is not null || reminders == ClaimEventKind.RemindersResumed)
        {
            Papers = await PapersAsync(id, cancel),
        };
    }

    /// <summary>The whole file with names and numbers in full; whoever shows it writes the look down first.</summary>
    public async Task<ClaimFile?> FileAsync(Guid id, Actor actor, CancellationToken cancel)
    {
        await using var work = await _db.BeginAsync(actor, cancel);
        if (await DetailsAsync(id, actor, cancel) is not { } details) return null;

        var participationId = await _db.Claims.Where(claim => claim.Id == id).Select(claim => claim.ParticipationId).SingleAsync(cancel);
        var caseRow = await _db.Enrollments.AsNoTracking().VisibleTo(actor).Where(row => row.ParticipationId == participationId)
            .OrderByDescending(row => row.DecidedAt).Select(row => new { row.Id, row.LoanId, row.BpjsOfficeId }).FirstAsync(cancel);
        var person = await _db.People.AsNoTracking().SingleAsync(row => row.Id == details.PersonId, cancel);
        var businessId = await _db.Loans.Where(loan => loan.Id == caseRow.LoanId).Select(loan => loan.BusinessId).SingleOrDefaultAsync(cancel);
        var heirs = await _db.Heirs.AsNoTracking().Where(row => row.ParticipationId == participationId).OrderBy(row => row.Id).ToListAsync(cancel);
        var added = await _db.ClaimHeirs.AsNoTracking().Where(row => row.ClaimId == id).OrderBy(row => row.AddedAt).ToListAsync(cancel);
        return new ClaimFile(
            details,
            caseRow.Id,
            _vault.Open(SealedColumns.PersonPhone, person.Id, person.PhoneSealed),
            _vault.Open(SealedColumns.PersonAddress, person.Id, person.AddressSealed),
            person.DistrictCode,
            person.Sex,
            person.BirthPlace,
            await _db.Businesses.AsNoTracking().SingleOrDefaultAsync(row => row.Id == businessId, cancel),
            caseRow.BpjsOfficeId,
            [
                .. heirs.Select(row => new FiledHeir(
                    _vault.Open(SealedColumns.HeirName, row.Id, row.NameSealed), row.Relation,
                    row.PhoneSealed is { } phone ? _vault.Open(SealedColumns.HeirPhone, row.Id, phone) : null)),
                .. added.Select(row => new FiledHeir(
                    _vault.Open(SealedColumns.ClaimHeirName, row.Id, row.NameSealed), row.Relation,
                    row.PhoneSealed is { } phone ? _vault.Open(SealedColumns.ClaimHeirPhone, row.Id, phone) : null)),
            ],
            await _db.Proofs.AsNoTracking().Where(row => row.ParticipationId == participationId).OrderBy(row => row.IssuedAt)
                .Select(row => new FiledProof(row.DocumentNumber, row.CoveredFrom, row.CoveredThrough, row.IssuedAt)).ToListAsync(cancel));
    }

    /// <summary>Claims with a case in the reader's scope.</summary>
    private IQueryable<Claim> Visible(Actor actor) => _db.Claims.AsNoTracking()
        .Where(claim => _db.Enrollments.VisibleTo(actor).Any(enrollment => enrollment.ParticipationId == claim.ParticipationId));

    private async Task<IReadOnlyList<ClaimListItem>> ItemsAsync(bool areClosed, ClaimKind? kind, Actor actor, CancellationToken cancel)
    {
        var rows = await (
            from claim in Visible(actor)
            where kind == null || claim.Kind == kind
            join closure in _db.ClaimClosures on claim.Id equals closure.ClaimId into ends
            from closure in ends.DefaultIfEmpty()
            where areClosed == (closure != null)
            join person in _db.People on claim.PersonId equals person.Id
            select new
            {
                Claim = claim,
                person.FullName,
                Outcome = (ClaimOutcome?)closure.Outcome,
                ClosedAt = (DateTimeOffset?)closure.ClosedAt,
                OfficeId = _db.Enrollments.VisibleTo(actor).Where(e => e.ParticipationId == claim.ParticipationId).Select(e => e.OfficeId).First(),
            }).ToListAsync(cancel);
        var ids = rows.Select(row => row.Claim.Id).ToList();
        var events = (await _db.ClaimEvents.AsNoTracking().Where(line => ids.Contains(line.ClaimId)).ToListAsync(cancel)).ToLookup(line => line.ClaimId);
        var book = await _rules.ReadAsync(cancel);
        var today = _clock.Today();
        return rows.ConvertAll(row =>
        {
            List<ClaimEvent> lines = [.. events[row.Claim.Id]];
            var deadlines = ClaimDeadlines.Of(
                row.Claim.Kind, row.Claim.HappenedOn, row.Claim.HappenedTime, row.Claim.ToldOn, lines,
                row.ClosedAt is { } at ? JakartaTime.DateIn(at) : null, book);
            return new ClaimListItem(
                row.Claim.Id, row.FullName, row.OfficeId, row.Claim.Kind, row.Claim.HappenedOn, today.DayNumber - row.Claim.HappenedOn.DayNumber,
                StatusOf(row.Outcome), row.Outcome is null ? deadlines.FirstOrDefault(deadline => !deadline.IsKept) : null,
                Checklist.Of(row.Claim.Kind, row.Claim.HappenedOn, lines, book).Count(line => line.IsOpen));
        });
    }

    private async Task<Dictionary<Guid, string>> NamesAsync(IReadOnlyCollection<Guid> users, CancellationToken cancel)
    {
        var known = await _db.Users.Where(user => users.Contains(user.Id)).Select(user => new { user.Id, user.FullName })
            .ToDictionaryAsync(user => user.Id, user => user.FullName, cancel);
        return users.Distinct().ToDictionary(user => user, user => known.GetValueOrDefault(user, "–"));
    }

    private static IReadOnlyList<ClaimLine> Story(
        Claim claim, List<ClaimEvent> events, List<ClaimHeir> added, ClaimClosure? closure, Dictionary<Guid, string> names)
    {
        List<ClaimLine> story =
        [
            new("Opened", null, claim.ToldOn, null, names[claim.OpenedBy], claim.OpenedAt),
            .. events.Select(line => new ClaimLine(line.Kind.ToString(), line.Item, line.On, line.Reason, names[line.By], line.At)),
            .. added.Select(heir => new ClaimLine("HeirAdded", null, null, null, names[heir.AddedBy], heir.AddedAt)),
        ];
        if (closure is not null) story.Add(new ClaimLine("Closed", null, closure.PaidOn, null, names[closure.ClosedBy], closure.ClosedAt));
        return [.. story.OrderByDescending(line => line.At)];
    }

    private async Task<IReadOnlyList<ClaimLoan>> LoansAsync(Guid participationId, DateOnly today, Actor actor, CancellationToken cancel)
    {
        var rows = await (
            from loan in _db.Loans.AsNoTracking().VisibleTo(actor)
            from insured in loan.Insured
            where insured.ParticipationId == participationId
            orderby loan.AppliedOn
            select new
            {
                loan.Id,
                loan.ApplicationNumber,
                loan.ProductCode,
                loan.OfficeId,
                loan.Status,
                loan.TermMonths,
                IsDeclined = insured.DeclineReason != null,
                IsClosed = _db.LoanClosures.Any(closure => closure.LoanId == loan.Id),
            }).ToListAsync(cancel);
        var ids = rows.ConvertAll(row => row.Id);
        var payouts = (await _db.Disbursements.AsNoTracking().Where(row => ids.Contains(row.LoanId)).ToListAsync(cancel)).ToLookup(row => row.LoanId);
        var balances = (await _db.LoanBalances.AsNoTracking().Where(row => ids.Contains(row.LoanId) && row.AsOf <= today).ToListAsync(cancel))
            .GroupBy(row => row.LoanId).ToDictionary(group => group.Key, group => group.MaxBy(row => row.AsOf)!);
        return rows.ConvertAll(row => new ClaimLoan(
            row.Id, row.ApplicationNumber, row.ProductCode, row.OfficeId, row.Status,
            payouts[row.Id].Any() ? OwedOn(today, [.. payouts[row.Id]], row.TermMonths, balances.GetValueOrDefault(row.Id)) : null,
            row.IsClosed, row.IsDeclined));
    }

    private static OwedNow OwedOn(DateOnly today, IReadOnlyList<Disbursement> payouts, int termMonths, LoanBalance? balance)
    {
        if (balance is not null) return new OwedNow(balance.Outstanding, balance.AsOf);

        var (first, current) = (Month.Of(payouts.Min(row => row.ValueDate)), Month.Of(today));
        var left = first.Plus(termMonths).Since(current > first ? current : first);
        return new OwedNow(LoanBalance.Estimate(payouts.Select(row => row.Amount).Sum(), termMonths, left), null);
    }

    private async Task<IReadOnlyList<ClaimPaperLine>> PapersAsync(Guid id, CancellationToken cancel) =>
        (await _db.Database.SqlQuery<PaperRow>(
            $"""
             select p.id, p.item, coalesce(u.full_name, '–') as by_name, p.added_at
               from claim_papers p left join users u on u.id = p.added_by where p.claim_id = {id} order by p.added_at, p.id
             """).ToListAsync(cancel))
        .ConvertAll(row => new ClaimPaperLine(row.Id, Enum.Parse<ClaimItem>(row.Item), row.ByName, row.AddedAt));

    /// <summary>Bills that were open when it happened or were issued since: nobody asks for them, and nobody deletes them.</summary>
    private async Task<IReadOnlyList<UnaskedBill>> BillsAsync(Claim claim, CancellationToken cancel)
    {
        var month = Month.Of(claim.HappenedOn).FirstDay;
        return await _db.Bills.AsNoTracking()
            .Where(bill => bill.ParticipationId == claim.ParticipationId && bill.PaidAt == null && bill.CancelledAt == null)
            .OrderBy(bill => bill.DueOn)
            .Select(bill => new UnaskedBill(bill.Id, bill.Number, bill.Total, bill.DueOn, bill.FirstMonth > month)).ToListAsync(cancel);
    }

    private async Task<IReadOnlyList<LedgerMonth>> LedgerAsync(Guid participationId, CancellationToken cancel)
    {
        var rows = await _db.Database.SqlQuery<LedgerRow>(
            $"""
             select c.month, p.paid_on, (c.recorded_at at time zone 'Asia/Jakarta')::date as recorded_on, c.payer, c.amount,
                    (select max(l.base) from bill_lines l where l.bill_id = p.bill_id and l.month = c.month) as base
               from covered_months c left join payments p on p.id = c.payment_id
              where c.participation_id = {participationId} order by c.month
             """).ToListAsync(cancel);
        return rows.ConvertAll(row => new LedgerMonth(
            Month.Of(row.Month), row.PaidOn, row.RecordedOn, Enum.Parse<ContributionPayer>(row.Payer), new Rupiah(row.Amount),
            row.Base is { } paidOn ? new Rupiah(paidOn) : null));
    }

    private sealed record PaperRow(Guid Id, string Item, string ByName, DateTimeOffset AddedAt);

    private sealed class LedgerRow
    {
        public DateOnly Month { get; init; }

        public DateOnly? PaidOn { get; init; }

        public DateOnly RecordedOn { get; init; }

        public string Payer { get; init; } = "";

        public long Amount { get; init; }

        public long? Base { get; init; }
    }
}
