using BpjsBjb.Domain.Common;
using BpjsBjb.Services.Access;
using BpjsBjb.Services.Data;
using BpjsBjb.Services.Enrollments;
using Microsoft.EntityFrameworkCore;

namespace BpjsBjb.Services.Audit;

/// <summary>Writes down who sees whose personal data in full, before they see it.</summary>
public sealed class PersonalDataReads
{
    public static readonly Refusal FieldMissing = new("reveal.field-missing");
    public static readonly Refusal PurposeMissing = new("reveal.purpose-missing");
    public static readonly Refusal NoteTooLong = new("reveal.note-too-long");

    /// <summary>What can be revealed, by its name in refusals.</summary>
    public static readonly IReadOnlyDictionary<string, Func<EnrollmentForm, string?>> Fields = new Dictionary<string, Func<EnrollmentForm, string?>>
    {
        ["Debtor.Nik"] = form => form.Debtor.Nik,
        ["Debtor.Kk"] = form => form.Debtor.Kk,
        ["Debtor.MotherName"] = form => form.Debtor.MotherName,
        ["Debtor.Phone"] = form => form.Debtor.Phone,
        ["Debtor.Email"] = form => form.Debtor.Email,
        ["Debtor.Address"] = form => form.Debtor.Address,
        ["Debtor.StatedKpj"] = form => form.Debtor.StatedKpj,
        ["Heirs.Heirs"] = form => string.Join(
            "; ", form.Heirs.Heirs.Where(heir => !heir.IsEmpty).Select(heir => string.Join(", ", new[] { heir.Name, heir.Phone }.Where(part => part is { Length: > 0 })))),
    };

    /// <summary>What a page shows that needs the whole record.</summary>
    public static readonly IReadOnlyCollection<string> WholeRecord = [.. Fields.Keys];

    private const int LongestNote = 500;

    private readonly BpjsBjbDbContext _db;
    private readonly PersonalDataVault _vault;
    private readonly FormVault _forms;

    internal PersonalDataReads(BpjsBjbDbContext db, PersonalDataVault vault, FormVault forms) => (_db, _vault, _forms) = (db, vault, forms);

    /// <summary>A page that shows a whole record was opened. The same reader, case and page count once in five minutes.</summary>
    /// <param name="caseOrLoan">The case, or the facility it led to.</param>
    public async Task LookAsync(Guid caseOrLoan, IReadOnlyCollection<string> fields, ReadPlace place, Actor actor, CancellationToken cancel)
    {
        var page = place.Page;
        await using var work = await _db.BeginAsync(actor, cancel);
        var seen = await _db.Database.SqlQuery<SeenCase>(
            $"""
             select e.id, e.person_id from enrollments e
              where (e.id = {caseOrLoan} or e.loan_id = {caseOrLoan})
                and not exists (select from personal_data_reads r
                                 where r.reader = {actor.UserId} and r.enrollment_id = e.id and r.page = {page} and r.kind = 'Look'
                                   and r.at > clock_timestamp() - interval '5 minutes')
             """).ToListAsync(cancel);
        foreach (var one in seen)
        {
            var look = new PersonalDataRead(ReadKind.Look, ReadPurpose.Work, [.. fields]) { EnrollmentId = one.Id, PersonId = one.PersonId };
            await _db.WriteReadAsync(look, place, actor, cancel);
        }

        await _db.Database.CurrentTransaction!.CommitAsync(CancellationToken.None);
    }

    /// <summary>A page that shows personal data of people without a case was opened; once in five minutes a reader and page.</summary>
    public async Task LookWithoutCaseAsync(IReadOnlyCollection<string> fields, ReadPlace place, Actor actor, CancellationToken cancel)
    {
        var page = place.Page;
        await using var work = await _db.BeginAsync(actor, cancel);
        var isRecorded = await _db.Database.SqlQuery<bool>(
            $"""
             select exists (select from personal_data_reads r
                             where r.reader = {actor.UserId} and r.enrollment_id is null and r.page = {page} and r.kind = 'Look'
                               and r.at > clock_timestamp() - interval '5 minutes') as "Value"
             """).SingleAsync(cancel);
        if (isRecorded) return;

        await _db.WriteReadAsync(new PersonalDataRead(ReadKind.Look, ReadPurpose.Work, [.. fields]), place, actor, cancel);
        await _db.Database.CurrentTransaction!.CommitAsync(CancellationToken.None);
    }

    /// <summary>One field in full. The look is stored before the value is handed out; null when the case is not there or not the reader's.</summary>
    public async Task<Result<Revealed>?> RevealAsync(Guid enrollmentId, RevealField input, ReadPlace place, Actor actor, CancellationToken cancel)
    {
        await using var work = await _db.BeginAsync(actor, cancel);
        if (await _db.Enrollments.AsNoTracking().VisibleTo(actor).SingleOrDefaultAsync(e => e.Id == enrollmentId, cancel) is not { } enrollment) return null;

        List<Refusal> refusals = [];
        var read = Fields.GetValueOrDefault(input.Field ?? "");
        if (read is null) refusals.Add(FieldMissing.On(nameof(input.Field)));
        if (!Enum.TryParse<ReadPurpose>(input.Purpose, out var purpose) || purpose is ReadPurpose.Work || !Enum.IsDefined(purpose))
        {
            refusals.Add(PurposeMissing.On(nameof(input.Purpose)));
        }

        var note = string.IsNullOrWhiteSpace(input.Note) ? null : input.Note.Trim();
        if (note?.Length > LongestNote) refusals.Add(NoteTooLong.With(LongestNote).On(nameof(input.Note)));
        if (refusals.Count > 0) return refusals;

        var revealed = new PersonalDataRead(ReadKind.Reveal, purpose, input.Field!)
        {
            EnrollmentId = enrollmentId,
            PersonId = enrollment.PersonId,
            NoteSealed = note is null ? null : _vault.Seal(SealedColumns.ReadNote, enrollmentId, note),
            NoteHash = note is null ? null : _vault.HashOfNote(enrollmentId, note),
        };
        await _db.WriteReadAsync(revealed, place, actor, cancel);
        await _db.Database.CurrentTransaction!.CommitAsync(CancellationToken.None);
        return new Revealed(input.Field!, read!(_forms.Open(enrollment)));
    }

    private sealed record SeenCase(Guid Id, Guid? PersonId);
}

/// <summary>A field's value in full, as typed; null when nothing was.</summary>
public sealed record Revealed(string Field, string? Value);
