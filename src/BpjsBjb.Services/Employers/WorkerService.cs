using BpjsBjb.Domain.Common;
using BpjsBjb.Domain.Contributions;
using BpjsBjb.Domain.Employers;
using BpjsBjb.Domain.People;
using BpjsBjb.Services.Access;
using BpjsBjb.Services.Common;
using BpjsBjb.Services.Data;
using BpjsBjb.Services.Data.Configurations;
using BpjsBjb.Services.Enrollments;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace BpjsBjb.Services.Employers;

/// <summary>Keeps who works for an employer and for which wage. Nothing is deleted: another wage begins another stretch.</summary>
public sealed class WorkerService
{
    private static readonly Dictionary<string, Refusal> WorkerRefusals = new()
    {
        [EmployerWorkerConfiguration.OneOpenRowPerNik] = EmployerWorker.AlreadyOpen.On(nameof(StateWorker.Nik)),
        [EmployerWorkerConfiguration.NoOverlap] = EmployerWorker.AlreadyOpen.On(nameof(StateWorker.Nik)),
    };

    private readonly BpjsBjbDbContext _db;
    private readonly PersonalDataVault _vault;
    private readonly TimeProvider _clock;
    private readonly ILogger<WorkerService> _log;

    internal WorkerService(BpjsBjbDbContext db, PersonalDataVault vault, TimeProvider clock, ILogger<WorkerService> log) =>
        (_db, _vault, _clock, _log) = (db, vault, clock, log);

    /// <summary>Adds somebody with a wage; null when the employer is not there or not the reader's.</summary>
    public async Task<Result<Guid>?> AddAsync(Guid employerId, StateWorker typed, Actor by, CancellationToken cancel)
    {
        await using var work = await _db.BeginAsync(by, cancel);
        if (await _db.Employers.AsNoTracking().VisibleTo(by).SingleOrDefaultAsync(row => row.Id == employerId, cancel) is not { } employer) return null;

        var now = _clock.GetUtcNow();
        List<Refusal> refusals = [];
        var nik = Nik.Parse(typed.Nik);
        refusals.AddRange(nik.Refusals.Select(refusal => refusal.On(nameof(typed.Nik))));
        var stated = Read(typed, employer, JakartaTime.DateIn(now), refusals);
        if (refusals.Count > 0) return refusals;

        var id = Guid.CreateVersion7(now);
        var worker = EmployerWorker.Of(
            id, employerId, _vault.HashOf(nik.Value), _vault.Seal(SealedColumns.WorkerNik, id, nik.Value.Digits), stated.From, by, now);
        State(worker, stated);
        _db.Add(worker);
        return await SaveAsync(worker, cancel);
    }

    /// <summary>Another name, role or wage. From the first day of the stretch it is a correction, from a later one a stretch of its own.</summary>
    public async Task<Result<Guid>?> ChangeAsync(Guid employerId, Guid id, uint version, StateWorker typed, Actor by, CancellationToken cancel)
    {
        await using var work = await _db.BeginAsync(by, cancel);
        if (await FindAsync(employerId, id, version, by, cancel) is not var (employer, worker)) return null;
        if (worker.ValidTo is not null) return EmployerWorker.Ended;

        var now = _clock.GetUtcNow();
        List<Refusal> refusals = [];
        var stated = Read(typed, employer, JakartaTime.DateIn(now), refusals);
        if (stated.From < worker.ValidFrom && refusals.Count == 0)
        {
            refusals.Add(EmployerWorker.EndsBeforeStart.With(worker.ValidFrom).On(nameof(typed.From)));
        }

        if (refusals.Count > 0) return refusals;
        if (stated.From == worker.ValidFrom)
        {
            State(worker, stated);
            return await SaveAsync(worker, cancel);
        }

        // The stretch that ends is stored before the one that follows: no moment has two that are open.
        worker.End(stated.From.AddDays(-1));
        var failed = await TryFlushAsync(cancel);
        if (failed is not null) return failed;

        var nik = _vault.Open(SealedColumns.WorkerNik, worker.Id, worker.NikSealed);
        var nextId = Guid.CreateVersion7(now);
        var next = EmployerWorker.Of(
            nextId, employerId, worker.NikHash, _vault.Seal(SealedColumns.WorkerNik, nextId, nik), stated.From, by, now);
        State(next, stated);
        _db.Add(next);
        return await SaveAsync(next, cancel);
    }

    public async Task<Result<Guid>?> EndAsync(Guid employerId, Guid id, uint version, string? lastDay, Actor by, CancellationToken cancel)
    {
        await using var work = await _db.BeginAsync(by, cancel);
        if (await FindAsync(employerId, id, version, by, cancel) is not var (_, worker)) return null;

        List<Refusal> refusals = [];
        var on = TypedText.DayOf(lastDay, "LastDay", refusals, TypedDate.Missing);
        if (on is { } day && EmployerWorker.IsTooFarAhead(day, _clock.Today())) refusals.Add(EmployerWorker.StartsTooLate.On("LastDay"));
        if (refusals.Count > 0) return refusals;

        var ended = worker.End(on!.Value);
        if (ended.IsRefused) return ended.Refusals.Select(refusal => refusal.On("LastDay")).ToArray();

        return await SaveAsync(worker, cancel);
    }

    private static Stated Read(StateWorker typed, Employer employer, DateOnly today, List<Refusal> refusals)
    {
        var name = PersonName.Parse(typed.FullName);
        refusals.AddRange(name.Refusals.Select(refusal => refusal.On(nameof(typed.FullName))));
        var born = TypedText.DayOf(typed.BirthDate, nameof(typed.BirthDate), refusals, TypedDate.Missing);
        if (born > today) refusals.Add(ApplicantCheck.BornInFuture.On(nameof(typed.BirthDate)));

        var role = SectionValidators.Choice<WorkerRole>(typed.Role);
        if (role is null) refusals.Add(EmployerWorker.RoleMissing.On(nameof(typed.Role)));
        else if (role is WorkerRole.Director && employer.IsCooperative) refusals.Add(EmployerWorker.RoleNotOfForm.On(nameof(typed.Role)));

        var wage = Rupiah.Parse(typed.MonthlyWage);
        refusals.AddRange(wage.Refusals.Select(refusal => refusal.On(nameof(typed.MonthlyWage))));
        if (!wage.IsRefused && wage.Value <= Rupiah.Zero) refusals.Add(WageQuote.NotPositive.On(nameof(typed.MonthlyWage)));

        var from = TypedText.DayOf(typed.From, nameof(typed.From), refusals, TypedDate.Missing);
        if (from is { } first && EmployerWorker.IsTooFarAhead(first, today)) refusals.Add(EmployerWorker.StartsTooLate.On(nameof(typed.From)));

        return new Stated(
            name.IsRefused ? "" : name.Value, born ?? today, role ?? WorkerRole.Worker, wage.IsRefused ? Rupiah.Zero : wage.Value, from ?? today);
    }

    private void State(EmployerWorker worker, Stated stated) => worker.State(
        stated.FullName, stated.BirthDate, stated.Role, _vault.Seal(SealedColumns.WorkerWage, worker.Id, stated.Wage.ToString()));

    private async Task<Result<Guid>> SaveAsync(EmployerWorker worker, CancellationToken cancel)
    {
        var failed = await _db.TrySaveAsync(Employer.ChangedMeanwhile, WorkerRefusals, cancel);
        if (failed.Count > 0) return failed.ToArray();

        _log.WorkerKept(worker.Id, worker.EmployerId);
        return worker.Id;
    }

    private async Task<Refusal?> TryFlushAsync(CancellationToken cancel)
    {
        try
        {
            await _db.SaveChangesAsync(cancel);
            return null;
        }
        catch (DbUpdateConcurrencyException)
        {
            return Employer.ChangedMeanwhile;
        }
    }

    private async Task<(Employer Employer, EmployerWorker Worker)?> FindAsync(
        Guid employerId, Guid id, uint version, Actor by, CancellationToken cancel)
    {
        if (await _db.Employers.AsNoTracking().VisibleTo(by).SingleOrDefaultAsync(row => row.Id == employerId, cancel) is not { } employer) return null;
        if (await _db.EmployerWorkers.SingleOrDefaultAsync(row => row.Id == id && row.EmployerId == employerId, cancel) is not { } worker) return null;

        _db.Entry(worker).Property(row => row.Version).OriginalValue = version;
        return (employer, worker);
    }

    private sealed record Stated(string FullName, DateOnly BirthDate, WorkerRole Role, Rupiah Wage, DateOnly From);
}
