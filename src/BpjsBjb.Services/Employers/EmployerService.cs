using BpjsBjb.Domain.Businesses;
using BpjsBjb.Domain.Common;
using BpjsBjb.Domain.Employers;
using BpjsBjb.Services.Access;
using BpjsBjb.Services.Data;
using BpjsBjb.Services.Data.Configurations;
using BpjsBjb.Services.Offices;
using BpjsBjb.Services.Rules;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace BpjsBjb.Services.Employers;

/// <summary>The bank registers an employer and keeps its facts; BPJS enters its number.</summary>
public sealed class EmployerService
{
    private static readonly Dictionary<string, Refusal> StateRefusals = new()
    {
        [EmployerConfiguration.OneEmployerPerNpwp] = Employer.NpwpUsed.On(nameof(StateEmployer.Npwp)),
        [EmployerConfiguration.PrimaryKey] = Employer.ChangedMeanwhile,
    };

    private static readonly Dictionary<string, Refusal> NppRefusals = new()
    {
        [EmployerConfiguration.OneNppOnce] = Employer.NppUsed.On(nameof(Employer.Npp)),
        [EmployerConfiguration.FourEyes] = Employer.OwnRegistration,
    };

    private readonly BpjsBjbDbContext _db;
    private readonly PersonalDataVault _vault;
    private readonly RuleBookSource _rules;
    private readonly ReferenceSource _reference;
    private readonly TimeProvider _clock;
    private readonly ILogger<EmployerService> _log;

    internal EmployerService(
        BpjsBjbDbContext db, PersonalDataVault vault, RuleBookSource rules, ReferenceSource reference, TimeProvider clock, ILogger<EmployerService> log) =>
        (_db, _vault, _rules, _reference, _clock, _log) = (db, vault, rules, reference, clock, log);

    /// <summary>Registers an employer at the officer's branch. Sent twice with one key it is one employer.</summary>
    public async Task<Result<Guid>> RegisterAsync(StateEmployer typed, Actor by, CancellationToken cancel)
    {
        await using var work = await _db.BeginAsync(by, cancel);
        var reference = await _reference.ReadAsync(cancel);
        var (facts, npwp, nitku, refusals) = EmployerValidator.Read(typed, reference);
        if (refusals.Count > 0) return refusals;
        if (await IsOwnAsync(typed.Key, by, cancel)) return typed.Key;

        var now = _clock.GetUtcNow();
        var id = typed.Key == Guid.Empty ? Guid.CreateVersion7(now) : typed.Key;
        var employer = Employer.Register(id, by.OfficeId, reference.Office(by.OfficeId)!.Position, by, now);
        await StateAsync(employer, facts!, npwp!, nitku, now, cancel);
        _db.Add(employer);
        var failed = await _db.TrySaveAsync(Employer.ChangedMeanwhile, StateRefusals, cancel);
        // The other click of a double click may have stored this very employer a moment ago.
        if (failed.Count > 0) return await IsOwnAsync(typed.Key, by, cancel) ? typed.Key : failed.ToArray();

        _log.EmployerRegistered(id, by.OfficeId);
        return id;
    }

    /// <summary>Takes over what is stated now; null when the employer is not there or not the reader's.</summary>
    public async Task<Result<Guid>?> ChangeAsync(Guid id, uint version, StateEmployer typed, Actor by, CancellationToken cancel)
    {
        await using var work = await _db.BeginAsync(by, cancel);
        if (await FindAsync(id, version, by, cancel) is not { } employer) return null;

        var (facts, npwp, nitku, refusals) = EmployerValidator.Read(typed, await _reference.ReadAsync(cancel));
        if (refusals.Count > 0) return refusals;

        await StateAsync(employer, facts!, npwp!, nitku, _clock.GetUtcNow(), cancel);
        var failed = await _db.TrySaveAsync(Employer.ChangedMeanwhile, StateRefusals, cancel);
        if (failed.Count > 0) return failed.ToArray();

        return id;
    }

    /// <summary>Writes the number BPJS gave; once, and not by whoever registered the employer.</summary>
    public async Task<Result<Guid>?> RecordNppAsync(Guid id, uint version, string? typed, Actor by, CancellationToken cancel)
    {
        await using var work = await _db.BeginAsync(by, cancel);
        if (await FindAsync(id, version, by, cancel) is not { } employer) return null;

        var npp = Npp.Parse(typed);
        if (npp.IsRefused) return npp.Refusals.Select(refusal => refusal.On(nameof(Employer.Npp))).ToArray();

        var taken = employer.TakeNpp(npp.Value, by, _clock.GetUtcNow());
        if (taken.IsRefused) return taken.Refusals.ToArray();

        var failed = await _db.TrySaveAsync(Employer.ChangedMeanwhile, NppRefusals, cancel);
        if (failed.Count > 0) return failed.ToArray();

        _log.EmployerNumbered(id, by.UserId);
        return id;
    }

    private async Task StateAsync(Employer employer, EmployerFacts facts, Domain.People.Npwp npwp, Nitku? nitku, DateTimeOffset at, CancellationToken cancel)
    {
        var rules = await _rules.ReadAsync(cancel);
        employer.State(
            facts,
            _vault.Seal(SealedColumns.EmployerNpwp, employer.Id, npwp.Digits),
            _vault.HashOf(npwp),
            nitku is null ? null : _vault.Seal(SealedColumns.EmployerNitku, employer.Id, nitku.Digits),
            rules.ClassOf(facts.Capital, facts.AnnualSales, JakartaTime.DateIn(at)).Class);
    }

    private async Task<Employer?> FindAsync(Guid id, uint version, Actor by, CancellationToken cancel)
    {
        var employer = await _db.Employers.VisibleTo(by).SingleOrDefaultAsync(row => row.Id == id, cancel);
        if (employer is not null) _db.Entry(employer).Property(row => row.Version).OriginalValue = version;
        return employer;
    }

    private Task<bool> IsOwnAsync(Guid key, Actor by, CancellationToken cancel) =>
        _db.Employers.AsNoTracking().AnyAsync(employer => employer.Id == key && employer.RegisteredBy == by.UserId, cancel);
}
