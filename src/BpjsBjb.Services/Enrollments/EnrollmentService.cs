using BpjsBjb.Domain.Common;
using BpjsBjb.Domain.Enrollments;
using BpjsBjb.Domain.Loans;
using BpjsBjb.Domain.People;
using BpjsBjb.Services.Access;
using BpjsBjb.Services.Data;
using BpjsBjb.Services.Data.Configurations;
using BpjsBjb.Services.Offices;
using BpjsBjb.Services.Rules;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace BpjsBjb.Services.Enrollments;

/// <summary>The bank's side of a case: start it, keep what is typed, send it, take it back.</summary>
public sealed class EnrollmentService
{
    private readonly BpjsBjbDbContext _db;
    private readonly PersonalDataVault _vault;
    private readonly FormVault _forms;
    private readonly KnownPersonSource _known;
    private readonly Submission _submission;
    private readonly RuleBookSource _rules;
    private readonly ReferenceSource _reference;
    private readonly TimeProvider _clock;
    private readonly ILogger<EnrollmentService> _log;

    internal EnrollmentService(
        BpjsBjbDbContext db, PersonalDataVault vault, FormVault forms, KnownPersonSource known, Submission submission,
        RuleBookSource rules, ReferenceSource reference, TimeProvider clock, ILogger<EnrollmentService> log) =>
        (_db, _vault, _forms, _known, _submission, _rules, _reference, _clock, _log) =
        (db, vault, forms, known, submission, rules, reference, clock, log);

    private static readonly Dictionary<string, Refusal> StartRefusals = new()
    {
        [EnrollmentConfiguration.OneOpenEnrollmentPerNik] = Enrollment.NikAlreadyOpen.On(nameof(StartEnrollment.Nik)),
        [EnrollmentConfiguration.PrimaryKey] = Enrollment.ChangedMeanwhile,
    };

    private static readonly Dictionary<string, Refusal> SectionRefusals = new()
    {
        [EnrollmentConfiguration.OneOpenEnrollmentPerNik] = Enrollment.NikAlreadyOpen.On(nameof(DebtorForm.Nik)),
    };

    private static readonly Dictionary<string, Refusal> SubmitRefusals = new()
    {
        [EnrollmentConfiguration.OneOpenEnrollmentPerNik] = Enrollment.NikAlreadyOpen.On("Debtor.Nik"),
        [LoanConfiguration.OneApplicationNumberOnce] = Loan.ApplicationNumberUsed.On("Loan.ApplicationNumber"),
        [LoanGroup.Full.Code] = LoanGroup.Full.On("Loan.GroupId"),
        [LoanGroup.OfAnotherOffice.Code] = LoanGroup.OfAnotherOffice.On("Loan.GroupId"),
        // Two cases of one person sent at the same instant: the second finds the person when it is sent again.
        [PersonConfiguration.OnePersonPerNik] = Enrollment.ChangedMeanwhile,
        [ParticipationConfiguration.OnePerPersonAndSegment] = Enrollment.ChangedMeanwhile,
    };

    /// <summary>Makes a draft from NIK, name and BPJS branch. Sent twice with one key it is one draft.</summary>
    public async Task<Result<Guid>> StartAsync(StartEnrollment start, Actor by, CancellationToken cancel)
    {
        await using var work = await _db.BeginAsync(by, cancel);
        var reference = await _reference.ReadAsync(cancel);
        var nik = Nik.Parse(start.Nik);
        var name = PersonName.Parse(start.FullName);
        var office = Guid.TryParse(start.BpjsOfficeId, out var officeId)
            ? reference.BpjsBranches.FirstOrDefault(branch => branch.Id == officeId)
            : null;

        List<Refusal> refusals =
        [
            .. nik.Refusals.Select(refusal => refusal.On(nameof(start.Nik))),
            .. name.Refusals.Select(refusal => refusal.On(nameof(start.FullName))),
        ];
        if (office is null) refusals.Add(ApplicantCheck.UnknownBpjsOffice.On(nameof(start.BpjsOfficeId)));
        if (refusals.Count > 0) return refusals;

        if (await IsOwnAsync(start.Key, by, cancel)) return start.Key;

        var now = _clock.GetUtcNow();
        var id = start.Key == Guid.Empty ? Guid.CreateVersion7(now) : start.Key;
        var enrollment = Enrollment.Start(id, by.OfficeId, reference.Office(by.OfficeId)!.Position, by, now);
        var debtor = new DebtorForm { Nik = nik.Value.Grouped, FullName = name.Value, BpjsOfficeId = office!.Id.ToString() };
        enrollment.Keep(Draft(enrollment, new EnrollmentForm { Debtor = debtor }, reference, FormSection.None), by, now);

        _db.Add(enrollment);
        var failed = await _db.TrySaveAsync(Enrollment.ChangedMeanwhile, StartRefusals, cancel);
        if (failed.Count > 0)
        {
            // The other click of a double click may have stored this very draft a moment ago.
            return await IsOwnAsync(start.Key, by, cancel) ? start.Key : failed.ToArray();
        }

        _log.EnrollmentStarted(id, by.OfficeId);
        return id;
    }

    /// <summary>Stores a section as typed, right or wrong, and says what stands against it.</summary>
    public async Task<Result<KeptSection>> KeepAsync(Guid id, uint version, IFormSection section, Actor by, CancellationToken cancel)
    {
        await using var work = await _db.BeginAsync(by, cancel);
        var enrollment = await FindAsync(id, version, by, cancel);
        if (enrollment is not { IsEditable: true }) return Enrollment.NotEditable;

        var stored = _forms.Open(enrollment);
        if (enrollment.Version != version) return StaleSection.WhatDiffers(stored, section);
        if (enrollment.Status == EnrollmentStatus.Returned
            && ReturnedSection.WhatIsFixed(stored, section, enrollment.ReturnedFields.Select(field => field.Field)) is { Count: > 0 } isFixed)
        {
            return isFixed.ToArray();
        }

        var reference = await _reference.ReadAsync(cancel);
        var form = stored.With(section);
        var check = new ApplicantCheck(await _rules.ReadAsync(cancel), reference, _clock.Today());
        var findings = check.Of(section, form, await _known.FindAsync(form.Debtor.Nik, cancel));
        var done = findings.Any(finding => !finding.IsWarning)
            ? (FormSection)enrollment.SectionsDone & ~section.Section
            : (FormSection)enrollment.SectionsDone | section.Section;

        var now = _clock.GetUtcNow();
        enrollment.Keep(Draft(enrollment, form, reference, done), by, now);
        var failed = await _db.TrySaveAsync(Enrollment.ChangedMeanwhile, SectionRefusals, cancel);
        return failed.Count > 0 ? failed.ToArray() : new KeptSection(enrollment.Version, now, findings);
    }

    /// <summary>Checks the whole application and sends it, with person, business, loan and participation in one transaction.</summary>
    /// <param name="reasons">Code at field of each warning → the officer's reason for passing it.</param>
    public async Task<Result<Guid>> SubmitAsync(
        Guid id, uint version, IReadOnlyDictionary<string, string> reasons, Actor by, CancellationToken cancel)
    {
        await using var work = await _db.BeginAsync(by, cancel);
        var enrollment = await FindAsync(id, version, by, cancel);
        if (enrollment is null) return Enrollment.NotEditable;
        if (!enrollment.IsEditable) return enrollment.SubmittedBy == by.UserId ? id : Enrollment.NotEditable;

        var reference = await _reference.ReadAsync(cancel);
        var rules = await _rules.ReadAsync(cancel);
        var form = _forms.Open(enrollment);
        var findings = new ApplicantCheck(rules, reference, _clock.Today())
            .Of(form, await _known.FindAsync(form.Debtor.Nik, cancel));
        var passed = findings.Where(finding => finding.IsWarning && HasReason(finding)).ToList();
        var standing = findings.Except(passed).ToList();
        if (standing.Count > 0) return standing;

        form = form with { PassedWarnings = passed.ToDictionary(Key, finding => reasons[Key(finding)].Trim()) };
        var now = _clock.GetUtcNow();
        enrollment.Keep(Draft(enrollment, form, reference, FormSection.All), by, now);
        var sent = await _submission.SendAsync(enrollment, Application.From(form, reference), rules, by, now, cancel);
        if (sent.IsRefused) return sent.Refusals.ToArray();

        await _submission.AcknowledgeAsync(enrollment, form.Consent, rules, by, now, cancel);
        var failed = await _db.TrySaveAsync(Enrollment.ChangedMeanwhile, SubmitRefusals, cancel);
        // The other click of a double click may have sent this very case a moment ago.
        if (failed.Count > 0) return await IsSentAsync(id, by, cancel) ? id : failed.ToArray();

        _log.EnrollmentSubmitted(id, enrollment.LoanId!.Value);
        return id;

        bool HasReason(Refusal warning) => reasons.TryGetValue(Key(warning), out var reason) && !string.IsNullOrWhiteSpace(reason);
    }

    public async Task<Result<Guid>> WithdrawAsync(Guid id, uint version, Actor by, CancellationToken cancel)
    {
        await using var work = await _db.BeginAsync(by, cancel);
        var enrollment = await FindAsync(id, version, by, cancel);
        if (enrollment is null) return Enrollment.NotEditable;

        var withdrawn = enrollment.Withdraw(by, _clock.GetUtcNow());
        if (withdrawn.IsRefused) return withdrawn.Refusals.ToArray();

        if (enrollment.LoanId is { } loanId)
        {
            var cancelled = (await _db.Loans.SingleAsync(loan => loan.Id == loanId, cancel)).Cancel();
            if (cancelled.IsRefused) return cancelled.Refusals.ToArray();
        }

        var failed = await _db.TrySaveAsync(Enrollment.ChangedMeanwhile, SectionRefusals, cancel);
        if (failed.Count > 0) return failed.ToArray();

        _log.EnrollmentWithdrawn(id);
        return id;
    }

    /// <summary>How a warning is named in the form that passes it: <c>nik.unknown-region@Debtor.Nik</c>.</summary>
    public static string Key(Refusal warning) => $"{warning.Code}@{warning.Field}";

    /// <summary>Fields a case that came back may be corrected in, each heir by itself.</summary>
    public static IReadOnlyList<string> OpenFields(IEnumerable<string> returned, EnrollmentForm form)
    {
        var open = ReturnedSection.Open(returned);
        var heirs = open.Contains("Heirs.Heirs") ? StaleSection.Texts(form.Heirs).Keys.Select(field => $"{nameof(form.Heirs)}.{field}") : [];
        return [.. open, .. heirs];
    }

    private async Task<Enrollment?> FindAsync(Guid id, uint version, Actor by, CancellationToken cancel)
    {
        var enrollment = await _db.Enrollments.VisibleTo(by).Include(e => e.ReturnedFields).SingleOrDefaultAsync(e => e.Id == id, cancel);
        if (enrollment is not null) _db.Entry(enrollment).Property(e => e.Version).OriginalValue = version;
        return enrollment;
    }

    private Task<bool> IsSentAsync(Guid id, Actor by, CancellationToken cancel) => _db.Enrollments.AsNoTracking().AnyAsync(
        e => e.Id == id && e.SubmittedBy == by.UserId && e.Status != EnrollmentStatus.Draft && e.Status != EnrollmentStatus.Returned, cancel);

    private Task<bool> IsOwnAsync(Guid key, Actor by, CancellationToken cancel) =>
        _db.Enrollments.AsNoTracking().AnyAsync(e => e.Id == key && e.RegisteredBy == by.UserId, cancel);

    /// <summary>The columns beside the sealed form; a NIK or branch that cannot be read leaves the last readable one in place.</summary>
    private EnrollmentDraft Draft(Enrollment enrollment, EnrollmentForm form, ReferenceBook reference, FormSection done)
    {
        var nik = Nik.Parse(form.Debtor.Nik);
        var amount = Rupiah.Parse(form.Loan.LoanAmount);
        var office = Guid.TryParse(form.Debtor.BpjsOfficeId, out var officeId) ? reference.Office(officeId) : null;
        var name = PersonName.Parse(form.Debtor.FullName);
        return new EnrollmentDraft(
            nik.IsRefused ? enrollment.NikHash : _vault.HashOf(nik.Value),
            nik.IsRefused ? enrollment.NikSealed : _vault.Seal(SealedColumns.EnrollmentNik, enrollment.Id, nik.Value.Digits),
            name.IsRefused ? enrollment.FullName : name.Value,
            office?.Id ?? enrollment.BpjsOfficeId,
            office?.Position ?? enrollment.BpjsPosition,
            _forms.Seal(enrollment.Id, form),
            reference.Product(form.Loan.ProductCode)?.Code,
            amount.IsRefused ? null : amount.Value,
            Fitting(form.Loan.ApplicationNumber, 40),
            reference.Regencies.FirstOrDefault(regency => regency.Code == form.Business.RegencyCode)?.Code,
            (int)done);
    }

    private static string? Fitting(string? text, int length) =>
        string.IsNullOrWhiteSpace(text) || text.Trim().Length > length ? null : text.Trim();
}
