using System.Globalization;
using BpjsBjb.Domain.Common;
using BpjsBjb.Domain.Enrollments;
using BpjsBjb.Domain.Participations;
using BpjsBjb.Domain.People;
using BpjsBjb.Services.Access;
using BpjsBjb.Services.Data;
using BpjsBjb.Services.Enrollments;
using BpjsBjb.Services.Offices;
using Microsoft.EntityFrameworkCore;

namespace BpjsBjb.Services.Reviews;

/// <summary>Reads one case with stated beside recorded data.</summary>
public sealed class ReviewSearch
{
    private readonly BpjsBjbDbContext _db;
    private readonly PersonalDataVault _vault;
    private readonly EnrollmentSearch _enrollments;
    private readonly ReviewQueue _queue;
    private readonly ContributionPanelSource _panels;
    private readonly ReferenceSource _reference;
    private readonly TimeProvider _clock;

    internal ReviewSearch(
        BpjsBjbDbContext db, PersonalDataVault vault, EnrollmentSearch enrollments, ReviewQueue queue, ContributionPanelSource panels,
        ReferenceSource reference, TimeProvider clock) =>
        (_db, _vault, _enrollments, _queue, _panels, _reference, _clock) = (db, vault, enrollments, queue, panels, reference, clock);

    public async Task<ReviewCase?> CaseAsync(Guid id, Actor actor, CancellationToken cancel)
    {
        await using var work = await _db.BeginAsync(actor, cancel);
        var details = await _enrollments.DetailsAsync(id, actor, cancel);
        if (details is null || details.Status is EnrollmentStatus.Draft) return null;

        var memberships = await MembershipsAsync(details, cancel);
        var findings = await _enrollments.FindingsAsync(details.Form, cancel);
        var similar = await _enrollments.SimilarAsync(
            id, details.Form.Debtor.Nik, details.Form.Debtor.FullName, details.Form.Debtor.BirthDate, actor, cancel);
        var waiting = await _queue.PlacesAsync(actor, cancel);
        var queue = waiting.ConvertAll(row => row.Id);
        var position = queue.IndexOf(id);
        var held = await HeldKpjAsync(details.ParticipationId, cancel);
        var comparison = await CompareAsync(details, memberships, cancel);
        return new ReviewCase(
            details,
            comparison,
            findings.Findings,
            memberships,
            held,
            await _panels.OfAsync(details.Form, cancel),
            similar,
            Suggest(memberships, held),
            position + 1,
            queue.Count,
            position > 0 ? queue[position - 1] : null,
            position >= 0 ? queue.ElementAtOrDefault(position + 1) is var next && next != default ? next : null : queue.Select(other => (Guid?)other).FirstOrDefault(),
            await IsOwnAsync(id, actor, cancel),
            Names(details, await _reference.ReadAsync(cancel)),
            waiting.Count > 0 ? waiting[0].SubmittedAt : null,
            AgeOf(details.Form.Debtor.BirthDate),
            await _queue.ClaimOfAsync(id, actor, cancel),
            await _queue.LimitAsync(cancel),
            await CorrectionsAsync(details, comparison, memberships, cancel));
    }

    /// <summary>An accepted case as it stood when it was sent, beside BPJS's register alone: the portal's own record tells the first decision.</summary>
    internal async Task<BlindCase?> BlindAsync(Guid id, Actor actor, CancellationToken cancel)
    {
        await using var work = await _db.BeginAsync(actor, cancel);
        if (await _enrollments.DetailsAsync(id, actor, cancel) is not { } details) return null;

        var sent = SecondLooks.Blind(details);
        var memberships = await MembershipsAsync(sent, cancel);
        return new BlindCase(sent, await CompareAsync(sent, memberships, cancel), memberships, Names(sent, await _reference.ReadAsync(cancel)));
    }

    /// <summary>Every field that was sent back, and whatever else is not as it was sent.</summary>
    private async Task<IReadOnlyList<CorrectionRow>> CorrectionsAsync(
        EnrollmentDetails details, IReadOnlyList<ComparisonRow> now, IReadOnlyList<RegisteredMembership> memberships, CancellationToken cancel)
    {
        if (details.Form.SentBefore is not { } sent) return [];

        var before = (await CompareAsync(details with { Form = sent.Form }, memberships, cancel)).ToDictionary(row => row.Field, row => row.Stated);
        var changed = ReturnedSection.Changed(sent.Form, details.Form).ToList();
        var open = ReturnedSection.Open(sent.Fields);
        return
        [
            .. now.Where(row => sent.Fields.Contains(row.Field) || changed.Any(change => change.Key == row.Field))
                .Select(row => new CorrectionRow(row.Field, before[row.Field], row.Stated, sent.Fields.Contains(row.Field))),
            .. changed.Where(change => !before.ContainsKey(change.Key) && !(change.Section == nameof(EnrollmentForm.Consent) && open.Contains(change.Key)))
                .Select(change => new CorrectionRow(change.Key, change.Before ?? "", change.After ?? "", open.Contains(change.Key))),
        ];
    }

    private ApplicantAge? AgeOf(string? typed)
    {
        var birthDate = TypedDate.Parse(typed);
        var today = _clock.Today();
        if (birthDate.IsRefused || birthDate.Value > today) return null;

        var months = Month.Of(today).Since(Month.Of(birthDate.Value)) - (today.Day < birthDate.Value.Day ? 1 : 0);
        return new ApplicantAge(months / 12, months % 12);
    }

    /// <summary>The same three people the decision itself refuses.</summary>
    private Task<bool> IsOwnAsync(Guid id, Actor actor, CancellationToken cancel) => _db.Enrollments.AsNoTracking().AnyAsync(
        e => e.Id == id && (e.RegisteredBy == actor.UserId || e.LastEditedBy == actor.UserId || e.SubmittedBy == actor.UserId), cancel);

    private static ReviewNames Names(EnrollmentDetails details, ReferenceBook reference)
    {
        var district = details.Form.Debtor.DistrictCode;
        var office = reference.Office(details.BpjsOfficeId);
        return new ReviewNames(
            reference.ProductName(details.Form.Loan.ProductCode),
            reference.OfficeName(details.OfficeId),
            office?.Name ?? "–",
            reference.RegionName(district),
            office?.RegencyCode is { } regency && district is { Length: 6 } ? district.StartsWith(regency, StringComparison.Ordinal) : null);
    }

    /// <summary>A wage earner gets a card besides; a card already held is linked; everybody else is new.</summary>
    private static AcceptanceOutcome Suggest(IReadOnlyList<RegisteredMembership> memberships, string? held) =>
        held is not null || memberships.Any(member => member.Segment == Segment.Bpu) ? AcceptanceOutcome.LinkedToExisting
        : memberships.Any(member => member.Segment == Segment.Pu) ? AcceptanceOutcome.AdditionalToWageEarner
        : AcceptanceOutcome.NewMembership;

    private async Task<IReadOnlyList<RegisteredMembership>> MembershipsAsync(EnrollmentDetails details, CancellationToken cancel)
    {
        var nik = Nik.Parse(details.Form.Debtor.Nik);
        if (nik.IsRefused) return [];

        var hash = _vault.HashOf(nik.Value);
        var members = await _db.RegistryMembers.AsNoTracking().Where(member => member.NikHash == hash).ToListAsync(cancel);
        return
        [
            .. members.Select(member => new RegisteredMembership(
                member.Segment, _vault.Open(SealedColumns.RegistryKpj, member.Id, member.KpjSealed), member.FullName, member.EmployerName,
                member.PaidThrough, member.ReadAt)),
        ];
    }

    private async Task<string?> HeldKpjAsync(Guid? participationId, CancellationToken cancel)
    {
        if (participationId is not { } id) return null;

        var sealedKpj = await _db.Participations.AsNoTracking().Where(row => row.Id == id).Select(row => row.KpjSealed).SingleAsync(cancel);
        return sealedKpj is null ? null : _vault.Open(SealedColumns.ParticipationKpj, id, sealedKpj);
    }

    private async Task<IReadOnlyList<ComparisonRow>> CompareAsync(
        EnrollmentDetails details, IReadOnlyList<RegisteredMembership> memberships, CancellationToken cancel)
    {
        var form = details.Form;
        var reference = await _reference.ReadAsync(cancel);
        var nik = Nik.Parse(form.Debtor.Nik);
        var birthDate = TypedDate.Parse(form.Debtor.BirthDate);
        var person = await RecordedAsync(details, cancel);
        var recordedSex = person?.Sex ?? (nik.IsRefused ? null : nik.Value.Sex);
        var recordedBirth = person?.BirthDate ?? (nik.IsRefused ? null : nik.Value.BirthDate(_clock.Today()));
        return
        [
            new("Debtor.Nik", nik.IsRefused ? form.Debtor.Nik ?? "" : nik.Value.Grouped, person is null && memberships.Count == 0 || nik.IsRefused ? null : nik.Value.Grouped),
            new("Debtor.Kk", Kk.Parse(form.Debtor.Kk) is { IsRefused: false } kk ? kk.Value.Digits : form.Debtor.Kk ?? "", null),
            new("Debtor.FullName", form.Debtor.FullName ?? "", (memberships.Count > 0 ? memberships[0].FullName : person?.FullName)),
            new("Debtor.BirthPlace", form.Debtor.BirthPlace ?? "", person?.BirthPlace),
            new("Debtor.BirthDate", birthDate.IsRefused ? form.Debtor.BirthDate ?? "" : Iso(birthDate.Value), recordedBirth is { } date ? Iso(date) : null),
            new("Debtor.Sex", form.Debtor.Sex ?? "", recordedSex?.ToString()),
            new("Debtor.MotherName", form.Debtor.MotherName ?? "", Opened(person?.Id, SealedColumns.PersonMotherName, person?.MotherNameSealed)),
            new("Debtor.Phone", MobilePhone.Parse(form.Debtor.Phone) is { IsRefused: false } phone ? phone.Value.E164 : form.Debtor.Phone ?? "", Opened(person?.Id, SealedColumns.PersonPhone, person?.PhoneSealed)),
            new("Debtor.Address", form.Debtor.Address ?? "", Opened(person?.Id, SealedColumns.PersonAddress, person?.AddressSealed)),
            new("Debtor.DistrictCode", Place(form.Debtor.DistrictCode), person is null ? null : Place(person.DistrictCode)),
            new("Debtor.StatedMembership", form.Debtor.StatedMembership ?? "None", memberships.Count == 0 ? null : memberships[0].Segment.ToString()),
            new("Business.BusinessTypeId", reference.BusinessType(form.Business.BusinessTypeId)?.Name ?? "", null),
            new("Business.EmploysWorkers", form.Business.EmploysWorkers ?? "", null),
            new("Income.MonthlyIncome", Rupiah.Parse(form.Income.MonthlyIncome) is { IsRefused: false } income ? income.Value.ToString() : "", null),
            new("Heirs.Heirs", string.Join(", ", form.Heirs.Heirs.Where(heir => !heir.IsEmpty).Select(heir => $"{heir.Name} ({heir.Relation})")), null),
        ];

        string Place(string? code) => code == ReferenceBook.OutsideDistrict ? "–" : $"{reference.RegionName(code)}, {reference.RegencyName(code)}";

        string? Opened(Guid? row, string column, byte[]? value) =>
            row is { } id && value is { Length: > 0 } ? _vault.Open(column, id, value) : null;

        static string Iso(DateOnly date) => date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
    }

    /// <summary>The person's record counts as "recorded" only once BPJS has accepted it; before that it repeats the statement.</summary>
    private Task<Person?> RecordedAsync(EnrollmentDetails details, CancellationToken cancel) =>
        _db.People.AsNoTracking().SingleOrDefaultAsync(
            person => _db.Participations.Any(row => row.Id == details.ParticipationId && row.PersonId == person.Id && row.KpjHash != null),
            cancel);
}
