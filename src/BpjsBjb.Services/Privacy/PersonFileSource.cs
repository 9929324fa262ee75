using BpjsBjb.Domain.Common;
using BpjsBjb.Domain.People;
using BpjsBjb.Domain.Privacy;
using BpjsBjb.Services.Access;
using BpjsBjb.Services.Audit;
using BpjsBjb.Services.Csr;
using BpjsBjb.Services.Data;
using BpjsBjb.Services.Enrollments;
using BpjsBjb.Services.Offices;
using Microsoft.EntityFrameworkCore;

namespace BpjsBjb.Services.Privacy;

/// <summary>The copy a granted request for access is answered with. Writing that it left the portal comes before handing it out.</summary>
public sealed class PersonFileSource
{
    private readonly BpjsBjbDbContext _db;
    private readonly PersonalDataVault _vault;
    private readonly FormVault _forms;
    private readonly KnownPersonSource _known;
    private readonly ReferenceSource _reference;
    private readonly TimeProvider _clock;

    internal PersonFileSource(
        BpjsBjbDbContext db, PersonalDataVault vault, FormVault forms, KnownPersonSource known, ReferenceSource reference, TimeProvider clock) =>
        (_db, _vault, _forms, _known, _reference, _clock) = (db, vault, forms, known, reference, clock);

    /// <summary>Null when there is no such granted request among the reader's.</summary>
    public async Task<PersonFile?> ExportAsync(Guid requestId, ReadPlace place, Actor actor, CancellationToken cancel)
    {
        await using var work = await _db.BeginAsync(actor, cancel);
        var request = await _db.DataRequests.AsNoTracking().VisibleTo(actor).SingleOrDefaultAsync(
            row => row.Id == requestId && row.Kind == DataRequestKind.Access && row.Status == DataRequestStatus.Done, cancel);
        if (request is null) return null;

        var file = await ReadAsync(request, actor, cancel);
        var read = new PersonalDataRead(ReadKind.Export, ReadPurpose.DebtorAsked, [.. PersonalDataReads.WholeRecord])
        {
            EnrollmentId = request.EnrollmentId,
            PersonId = await _db.Enrollments.Where(e => e.Id == request.EnrollmentId).Select(e => e.PersonId).SingleOrDefaultAsync(cancel),
            Rows = file.Records,
        };
        await _db.WriteReadAsync(read, place, actor, cancel);
        await _db.Database.CurrentTransaction!.CommitAsync(CancellationToken.None);
        return file;
    }

    private async Task<PersonFile> ReadAsync(DataRequest request, Actor actor, CancellationToken cancel)
    {
        var cases = await _db.Enrollments.AsNoTracking().VisibleTo(actor).Where(e => e.NikHash == request.NikHash)
            .OrderBy(e => e.RegisteredAt).ToListAsync(cancel);
        Guid[] enrollments = [.. cases.Select(row => row.Id)];
        Guid[] loans = [.. cases.Select(row => row.LoanId).OfType<Guid>().Distinct()];
        Guid[] participations = [.. cases.Select(row => row.ParticipationId).OfType<Guid>().Distinct()];

        var facilities = await _db.Loans.AsNoTracking().VisibleTo(actor).Where(loan => loans.Contains(loan.Id)).OrderBy(loan => loan.AppliedOn).ToListAsync(cancel);
        var payouts = await _db.Disbursements.AsNoTracking().Where(row => loans.Contains(row.LoanId)).OrderBy(row => row.ValueDate).ToListAsync(cancel);
        var memberships = await _db.Participations.AsNoTracking().Where(row => participations.Contains(row.Id)).ToListAsync(cancel);
        var bills = await _db.Bills.AsNoTracking().Where(row => enrollments.Contains(row.EnrollmentId!.Value)).OrderBy(row => row.IssuedAt).ToListAsync(cancel);
        Guid[] billIds = [.. bills.Select(row => row.Id)];
        var paid = await _db.Payments.AsNoTracking().Where(row => billIds.Contains(row.BillId)).ToDictionaryAsync(row => row.BillId, row => row.PaidOn, cancel);
        var consents = await _db.Consents.AsNoTracking().Where(row => enrollments.Contains(row.EnrollmentId)).OrderBy(row => row.RecordedAt).ToListAsync(cancel);
        var looks = await _db.Database.SqlQuery<LookRow>(
            $"""
             select at, kind, purpose, fields::text[] as fields from personal_data_reads
              where enrollment_id = any({enrollments}) order by at desc limit {AuditSearch.LongestTrail}
             """).ToListAsync(cancel);
        return new PersonFile(
            request.Number,
            _clock.GetUtcNow(),
            [.. cases.Select(row => new FiledCase(row.Reference, row.Status, row.RegisteredAt, row.SubmittedAt, _forms.Open(row)))],
            [.. facilities.Select(loan => new FiledLoan(
                loan.ApplicationNumber, loan.ProductCode, loan.LoanAmount, loan.TermMonths, loan.Purpose, loan.Status, loan.AppliedOn,
                [.. payouts.Where(row => row.LoanId == loan.Id).Select(row => new FiledPayout(row.ValueDate, row.Amount, row.Reference))]))],
            [.. memberships.Select(row => new FiledMembership(
                row.KpjSealed is { } kpj ? Kpj.Stored(_vault.Open(SealedColumns.ParticipationKpj, row.Id, kpj)).Digits : null,
                row.ContributionBase, row.WithJht, row.CoveredFrom, row.CoveredThrough))],
            [.. bills.Select(row => new FiledBill(
                row.Number, row.Total, row.Months, row.DueOn, paid.TryGetValue(row.Id, out var day) ? day : null))],
            [.. consents.Select(row => new FiledConsent(row.NoticeVersion, row.Basis, row.Manner, row.RecordedAt, row.WithdrawnAt))],
            [.. looks.Select(row => new FiledLook(row.At, row.Kind, row.Purpose, row.Fields))],
            await WorkAsync(request.NikHash, actor, cancel),
            await ListingsAsync(request.NikHash, actor, cancel),
            await _db.CsrListingsAsync(request.NikHash, _vault, cancel),
            await ElsewhereAsync(request.NikHash, enrollments, cancel));
    }

    /// <summary>Wages at employers of the reader's offices.</summary>
    private async Task<IReadOnlyList<FiledWork>> WorkAsync(byte[] hash, Actor actor, CancellationToken cancel)
    {
        var rows = await (
            from worker in _db.EmployerWorkers.AsNoTracking()
            join employer in _db.Employers.AsNoTracking().VisibleTo(actor) on worker.EmployerId equals employer.Id
            where worker.NikHash == hash
            orderby worker.ValidFrom
            select new { worker.Id, worker.EmployerId, employer.Name, worker.Role, worker.WageSealed, worker.ValidFrom, worker.ValidTo }).ToListAsync(cancel);
        var months = (await _db.WorkerMonths.AsNoTracking().Where(month => month.NikHash == hash).OrderBy(month => month.Month).ToListAsync(cancel))
            .ToLookup(month => month.EmployerId, month => month.Month);
        return
        [
            .. rows.Select(row => new FiledWork(
                row.Name, row.Role, Rupiah.Parse(_vault.Open(SealedColumns.WorkerWage, row.Id, row.WageSealed)).Value, row.ValidFrom, row.ValidTo,
                [.. months[row.EmployerId].Where(month => month.AddMonths(1) > row.ValidFrom && (row.ValidTo is null || month <= row.ValidTo))])),
        ];
    }

    /// <summary>Lists of cooperatives' facilities among the reader's.</summary>
    private async Task<IReadOnlyList<FiledListing>> ListingsAsync(byte[] hash, Actor actor, CancellationToken cancel) => await (
        from member in _db.LoanMembers.AsNoTracking()
        join loan in _db.Loans.AsNoTracking().VisibleTo(actor) on member.LoanId equals loan.Id
        join employer in _db.Employers.AsNoTracking() on loan.EmployerId equals employer.Id
        where member.NikHash == hash
        orderby loan.AppliedOn, loan.ApplicationNumber
        select new FiledListing(employer.Name, loan.ApplicationNumber, member.Exemption)).ToListAsync(cancel);

    private async Task<IReadOnlyList<string>> ElsewhereAsync(byte[] hash, Guid[] own, CancellationToken cancel)
    {
        var rows = await _known.CasesAsync(hash, cancel);
        var reference = await _reference.ReadAsync(cancel);
        return [.. rows.Where(row => !own.Contains(row.Id)).Select(row => reference.OfficeName(row.OfficeId)).Distinct()];
    }

    private sealed record LookRow(DateTimeOffset At, string Kind, string Purpose, string[] Fields);
}
