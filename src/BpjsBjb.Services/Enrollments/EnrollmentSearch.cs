using BpjsBjb.Domain.Common;
using BpjsBjb.Domain.Enrollments;
using BpjsBjb.Domain.Participations;
using BpjsBjb.Domain.People;
using BpjsBjb.Domain.Rules;
using BpjsBjb.Services.Access;
using BpjsBjb.Services.Common;
using BpjsBjb.Services.Cover;
using BpjsBjb.Services.Data;
using BpjsBjb.Services.Offices;
using BpjsBjb.Services.Rules;
using Microsoft.EntityFrameworkCore;

namespace BpjsBjb.Services.Enrollments;

/// <summary>Reads cases: lists, one case, what resembles a typed NIK, what stands against a form.</summary>
public sealed class EnrollmentSearch
{
    /// <summary>A shorter search would find half the bank.</summary>
    public const int ShortestSearch = 3;

    private const int PageSize = 25;

    private readonly BpjsBjbDbContext _db;
    private readonly PersonalDataVault _vault;
    private readonly FormVault _forms;
    private readonly KnownPersonSource _known;
    private readonly TimelineSource _timeline;
    private readonly RuleBookSource _rules;
    private readonly ReferenceSource _reference;
    private readonly TimeProvider _clock;

    internal EnrollmentSearch(
        BpjsBjbDbContext db, PersonalDataVault vault, FormVault forms, KnownPersonSource known, TimelineSource timeline,
        RuleBookSource rules, ReferenceSource reference, TimeProvider clock) =>
        (_db, _vault, _forms, _known, _timeline, _rules, _reference, _clock) =
        (db, vault, forms, known, timeline, rules, reference, clock);

    public async Task<Page<EnrollmentListItem>> ListAsync(EnrollmentFilter filter, Actor actor, CancellationToken cancel)
    {
        await using var work = await _db.BeginAsync(actor, cancel);
        var found = Filtered(filter, actor);
        var total = await found.CountAsync(cancel);
        var number = Math.Clamp(filter.Page, 1, Math.Max(1, (total + PageSize - 1) / PageSize));
        var ordered = filter.Tab is EnrollmentTab.Action
            ? found.OrderByDescending(e => e.Status == EnrollmentStatus.Returned).ThenBy(e => e.LastEditedAt)
            : found.OrderByDescending(e => e.LastEditedAt);
        var rows = await ListRowsAsync(ordered.Skip((number - 1) * PageSize).Take(PageSize), cancel);
        return new Page<EnrollmentListItem>(rows, number, PageSize, total);
    }

    /// <summary>Sizes of all tabs under the filter's other parts.</summary>
    public async Task<WorkCounts> CountsAsync(EnrollmentFilter filter, Actor actor, CancellationToken cancel)
    {
        await using var work = await _db.BeginAsync(actor, cancel);
        var all = Filtered(filter with { Tab = EnrollmentTab.All }, actor);
        var byStatus = await all.GroupBy(e => e.Status)
            .Select(group => new
            {
                Status = group.Key,
                Count = group.Count(),
                Oldest = group.Min(e => e.LastEditedAt),
                Latest = group.Max(e => e.LastEditedAt),
            })
            .ToListAsync(cancel);
        var returnedAt = await Filtered(filter with { Tab = EnrollmentTab.Returned }, actor)
            .Join(_db.CaseStandings, e => e.Id, standing => standing.EnrollmentId, (e, standing) => standing.ReturnedAt)
            .MinAsync(cancel);
        var bills = await Filtered(filter with { Tab = EnrollmentTab.AwaitingPayment }, actor)
            .Join(_db.CaseStandings, e => e.Id, standing => standing.EnrollmentId, (e, standing) => standing.OpenBillTotal!.Value)
            .ToListAsync(cancel);
        var active = await Filtered(filter with { Tab = EnrollmentTab.Active }, actor).CountAsync(cancel);
        var counts = byStatus.ToDictionary(row => row.Status);

        return new WorkCounts(
            Count(EnrollmentStatus.Returned), returnedAt,
            Count(EnrollmentStatus.Draft), counts.GetValueOrDefault(EnrollmentStatus.Draft)?.Latest,
            Count(EnrollmentStatus.Submitted), counts.GetValueOrDefault(EnrollmentStatus.Submitted)?.Oldest,
            bills.Count, bills.Sum(), active, byStatus.Sum(row => row.Count));

        int Count(EnrollmentStatus status) => counts.GetValueOrDefault(status)?.Count ?? 0;
    }

    /// <summary>One case, or null when it is not there or not the reader's.</summary>
    public async Task<EnrollmentDetails?> DetailsAsync(Guid id, Actor actor, CancellationToken cancel)
    {
        await using var work = await _db.BeginAsync(actor, cancel);
        var enrollment = await _db.Enrollments.AsNoTracking().VisibleTo(actor).Include(e => e.ReturnedFields)
            .SingleOrDefaultAsync(e => e.Id == id, cancel);
        if (enrollment is null) return null;

        var timeline = await _timeline.OfAsync(id, cancel);
        var state = await StateOfAsync(id, enrollment.ParticipationId, cancel);
        var bill = await _db.Bills.AsNoTracking().Where(row => row.EnrollmentId == id)
            .OrderByDescending(row => row.IssuedAt).Select(row => (Guid?)row.Id).FirstOrDefaultAsync(cancel);
        return new EnrollmentDetails(
            enrollment.Id, enrollment.Reference, enrollment.Status, _forms.Open(enrollment), (FormSection)enrollment.SectionsDone,
            enrollment.ReturnedFields, timeline.FirstOrDefault(item => item.Kind == EnrollmentEventKind.Returned)?.Message,
            enrollment.Outcome, enrollment.RejectionReason, enrollment.OfficeId, enrollment.BpjsOfficeId, enrollment.RegisteredBy,
            enrollment.RegisteredAt, enrollment.LastEditedAt, enrollment.SubmittedAt, enrollment.LoanId, enrollment.ParticipationId, bill,
            state.Status, state.CoveredThrough, enrollment.Version, timeline);
    }

    /// <summary>All that blocks and all that warns on the whole form, and the duty its loan carries.</summary>
    public async Task<ApplicationFindings> FindingsAsync(EnrollmentForm form, CancellationToken cancel)
    {
        var rules = await _rules.ReadAsync(cancel);
        var check = new ApplicantCheck(rules, await _reference.ReadAsync(cancel), _clock.Today());
        var amount = Rupiah.Parse(form.Loan.LoanAmount);
        return new ApplicationFindings(
            check.Of(form, await _known.FindAsync(form.Debtor.Nik, cancel)),
            amount.IsRefused ? null : rules.DutyOf(form.Loan.ProductCode, amount.Value, _clock.Today())?.Duty);
    }

    /// <summary>Months that may be paid at once today, no more than the loan lasts where its term is known.</summary>
    public async Task<IReadOnlyList<PrepaymentTerm>> PrepaymentTermsAsync(LoanForm loan, CancellationToken cancel)
    {
        var terms = (await _rules.ReadAsync(cancel)).PrepaymentTermsOn(_clock.Today());
        var term = SectionValidators.WholeNumber(loan.TermMonths, new Refusal("loan.term-missing"), 1, 240);
        return term.IsRefused ? terms : [.. terms.Where(row => row.Months == 1 || row.Months <= term.Value)];
    }

    /// <summary>Where it is written that an owner who employs people takes old-age savings; null when this one need not.</summary>
    public async Task<Citation?> JhtDutyAsync(BusinessForm business, CancellationToken cancel)
    {
        if (SectionValidators.YesOrNo(business.EmploysWorkers) is not true) return null;

        var duty = (await _rules.ReadAsync(cancel)).DutyFor(ParticipantCategory.Employer, InsuranceProgram.Jht, _clock.Today());
        return duty is { IsMandatory: true } ? duty.Citation : null;
    }

    public async Task<LastEdit?> LastEditAsync(Guid id, Actor actor, CancellationToken cancel)
    {
        await using var work = await _db.BeginAsync(actor, cancel);
        return await (
            from e in _db.Enrollments.AsNoTracking().VisibleTo(actor)
            where e.Id == id
            join user in _db.Users on e.LastEditedBy equals user.Id
            select new LastEdit(user.FullName, e.LastEditedAt)).SingleOrDefaultAsync(cancel);
    }

    public async Task<NikReading?> ReadNikAsync(string? typed, CancellationToken cancel)
    {
        var nik = Nik.Parse(typed);
        if (nik.IsRefused) return null;

        var region = (await _reference.ReadAsync(cancel)).Region(nik.Value.RegencyCode);
        return new NikReading(nik.Value.BirthDate(_clock.Today()), nik.Value.Sex, region?.Name);
    }

    /// <summary>Open or accepted cases with this NIK, or with this name and birth date within the reader's offices.</summary>
    public async Task<IReadOnlyList<SimilarCase>> SimilarAsync(
        Guid exceptId, string? typedNik, string? typedName, string? typedBirthDate, Actor actor, CancellationToken cancel)
    {
        await using var work = await _db.BeginAsync(actor, cancel);
        var reference = await _reference.ReadAsync(cancel);
        List<SimilarCase> similar = [];
        var nik = Nik.Parse(typedNik);
        if (!nik.IsRefused)
        {
            var hash = _vault.HashOf(nik.Value);
            var rows = await _db.Enrollments.AsNoTracking().VisibleTo(actor)
                .Where(e => e.NikHash == hash && e.Id != exceptId && e.Status != EnrollmentStatus.Withdrawn && e.Status != EnrollmentStatus.Rejected)
                .OrderByDescending(e => e.LastEditedAt).Take(5)
                .Select(e => new
                {
                    e.Id,
                    e.FullName,
                    e.Status,
                    e.OfficeId,
                    e.LastEditedAt,
                    CoveredThrough = _db.CaseStandings.Where(standing => standing.EnrollmentId == e.Id).Select(standing => standing.CoveredThrough).Single(),
                })
                .ToListAsync(cancel);
            similar.AddRange(rows.Select(row =>
                new SimilarCase(row.Id, row.FullName, row.Status, reference.OfficeName(row.OfficeId), row.LastEditedAt, row.CoveredThrough, true)));
            var seen = rows.ConvertAll(row => row.Id);
            similar.AddRange((await _known.CasesAsync(hash, cancel)).Where(other => other.Id != exceptId && !seen.Contains(other.Id)).Take(5)
                .Select(other => new SimilarCase(null, null, null, reference.OfficeName(other.OfficeId), null, null, true)));
        }

        var birthDate = TypedDate.Parse(typedBirthDate);
        if (similar.Count > 0 || birthDate.IsRefused || string.IsNullOrWhiteSpace(typedName)) return similar;

        var name = PersonName.Normalised(typedName);
        var namesakes = await (
            from e in _db.Enrollments.AsNoTracking().VisibleTo(actor)
            where e.NameSearch == name && e.Id != exceptId
            join standing in _db.CaseStandings on e.Id equals standing.EnrollmentId
            where standing.BirthDate == birthDate.Value
            orderby e.LastEditedAt descending
            select new { e.Id, e.FullName, e.Status, e.OfficeId, e.LastEditedAt }).Take(5).ToListAsync(cancel);
        similar.AddRange(namesakes.Select(row =>
            new SimilarCase(row.Id, row.FullName, row.Status, reference.OfficeName(row.OfficeId), row.LastEditedAt, null, false)));
        return similar;
    }

    /// <summary>By NIK, by beginning of the name, by application number or by reference; at most 25 rows.</summary>
    public async Task<IReadOnlyList<EnrollmentListItem>> FindAsync(string? text, Actor actor, CancellationToken cancel)
    {
        await using var work = await _db.BeginAsync(actor, cancel);
        var typed = (text ?? "").Trim();
        if (typed.Length < ShortestSearch) return [];

        var visible = _db.Enrollments.AsNoTracking().VisibleTo(actor);
        var nik = Nik.Parse(typed);
        IQueryable<Enrollment> found;
        if (!nik.IsRefused)
        {
            var hash = _vault.HashOf(nik.Value);
            found = visible.Where(e => e.NikHash == hash);
        }
        else
        {
            var name = PersonName.Normalised(typed);
            var exact = typed.ToUpperInvariant();
            found = visible.Where(e =>
                (name.Length >= ShortestSearch && e.NameSearch.StartsWith(name)) || e.ApplicationNumber == typed || e.Reference == exact);
        }

        return await ListRowsAsync(found.OrderByDescending(e => e.LastEditedAt).Take(PageSize), cancel);
    }

    private IQueryable<Enrollment> Filtered(EnrollmentFilter filter, Actor actor)
    {
        var month = Month.Of(_clock.Today()).FirstDay;
        var found = _db.Enrollments.AsNoTracking().VisibleTo(actor);
        if (filter.MineOnly) found = found.Where(e => e.RegisteredBy == actor.UserId);
        if (filter.ProductCode is { Length: > 0 } product) found = found.Where(e => e.ProductCode == product);
        if (filter.RegencyCode is { Length: > 0 } regency) found = found.Where(e => e.RegencyCode == regency);
        return filter.Tab switch
        {
            EnrollmentTab.Action => found.Where(e => e.Status == EnrollmentStatus.Returned || e.Status == EnrollmentStatus.Draft),
            EnrollmentTab.Returned => found.Where(e => e.Status == EnrollmentStatus.Returned),
            EnrollmentTab.Draft => found.Where(e => e.Status == EnrollmentStatus.Draft),
            EnrollmentTab.WaitingForBpjs => found.Where(e => e.Status == EnrollmentStatus.Submitted),
            EnrollmentTab.AwaitingPayment => found.Where(e => e.Status == EnrollmentStatus.Accepted
                && _db.CaseStandings.Any(standing => standing.EnrollmentId == e.Id && standing.OpenBillId != null)),
            EnrollmentTab.Active => found.Where(e => e.Status == EnrollmentStatus.Accepted
                && _db.CaseMonths.Any(row => row.EnrollmentId == e.Id && row.Month == month)),
            _ => found,
        };
    }

    private async Task<IReadOnlyList<EnrollmentListItem>> ListRowsAsync(IQueryable<Enrollment> enrollments, CancellationToken cancel)
    {
        var today = _clock.Today();
        var month = Month.Of(today).FirstDay;
        var grace = (await _rules.ReadAsync(cancel)).LimitOf(LimitKind.GraceMonths, today).Value;
        var rows = await (
            from e in enrollments
            join standing in _db.CaseStandings on e.Id equals standing.EnrollmentId
            select new
            {
                e.Id,
                e.Reference,
                e.FullName,
                e.NikSealed,
                e.Status,
                e.ProductCode,
                e.LoanAmount,
                e.ApplicationNumber,
                e.RegencyCode,
                e.BpjsOfficeId,
                e.SectionsDone,
                e.LastEditedAt,
                e.LoanId,
                e.Outcome,
                e.ParticipationId,
                Standing = standing,
                IsCovered = _db.CaseMonths.Any(row => row.EnrollmentId == e.Id && row.Month == month),
            }).ToListAsync(cancel);
        var claimed = await _db.JhtClaimedAsync([.. rows.Select(e => e.ParticipationId).OfType<Guid>()], today, cancel);

        return
        [
            .. rows.Select(e => new EnrollmentListItem(
                e.Id, e.Reference, e.FullName, Nik.Stored(_vault.Open(SealedColumns.EnrollmentNik, e.Id, e.NikSealed)).ToString(), e.Status,
                e.ProductCode, e.LoanAmount, e.ApplicationNumber, e.RegencyCode, e.BpjsOfficeId, e.SectionsDone,
                e.Standing.LastEventAt > e.LastEditedAt ? e.Standing.LastEventAt.Value : e.LastEditedAt,
                e.Standing.ReturnedField is { } field ? ReturnedField.Of(e.Id, field, e.Standing.ReturnedReason!.Value) : null,
                e.Standing.HasParticipation
                    ? ParticipationStates.On(
                        today, e.Standing.HasCard, e.Standing.CoveredThrough, e.IsCovered, grace, e.ParticipationId is { } own && claimed.Contains(own))
                    : null,
                e.Standing.CoveredThrough, e.LoanId, e.Standing.OpenBillId, e.Standing.OpenBillTotal, e.Standing.OpenBillDueOn, e.Outcome)),
        ];
    }

    private async Task<(ParticipationStatus? Status, DateOnly? CoveredThrough)> StateOfAsync(
        Guid id, Guid? participationId, CancellationToken cancel)
    {
        if (participationId is not { } participation) return (null, null);

        var today = _clock.Today();
        var month = Month.Of(today).FirstDay;
        var row = await _db.CaseStandings.Where(standing => standing.EnrollmentId == id)
            .Select(standing => new
            {
                standing.HasCard,
                standing.CoveredThrough,
                IsCovered = _db.CaseMonths.Any(row => row.EnrollmentId == id && row.Month == month),
            })
            .SingleAsync(cancel);
        var grace = (await _rules.ReadAsync(cancel)).LimitOf(LimitKind.GraceMonths, today).Value;
        var claimed = await _db.JhtClaimedAsync([participation], today, cancel);
        return (ParticipationStates.On(today, row.HasCard, row.CoveredThrough, row.IsCovered, grace, claimed.Count > 0), row.CoveredThrough);
    }
}
