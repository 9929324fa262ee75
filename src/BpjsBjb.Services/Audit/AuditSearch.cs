using System.Net;
using System.Text.Json;
using BpjsBjb.Domain.Common;
using BpjsBjb.Domain.People;
using BpjsBjb.Services.Access;
using BpjsBjb.Services.Common;
using BpjsBjb.Services.Data;
using Microsoft.EntityFrameworkCore;

namespace BpjsBjb.Services.Audit;

/// <summary>Answers from the audit: who saw or changed what of a person, whom a reader saw, what changed in a case.</summary>
public sealed class AuditSearch
{
    public static readonly Refusal PersonUnknown = new("audit.person-unknown");
    public static readonly Refusal ReaderUnknown = new("audit.reader-unknown");
    public static readonly Refusal NothingAsked = new("audit.nothing-asked");
    public static readonly Refusal AddressUnreadable = new("audit.address-unreadable");

    /// <summary>Rows of a trail that are shown; the newest.</summary>
    public const int LongestTrail = 500;

    private readonly BpjsBjbDbContext _db;
    private readonly PersonalDataVault _vault;

    internal AuditSearch(BpjsBjbDbContext db, PersonalDataVault vault) => (_db, _vault) = (db, vault);

    /// <summary>All that was seen and changed of the person with this NIK. Asking is itself written down.</summary>
    public async Task<Result<PersonTrail>> PersonAsync(string? typedNik, ReadPlace place, Actor actor, CancellationToken cancel)
    {
        var nik = Nik.Parse(typedNik);
        if (nik.IsRefused) return nik.Refusals.Select(refusal => refusal.On("Nik")).ToArray();

        await using var work = await _db.BeginAsync(actor, cancel);
        var hash = _vault.HashOf(nik.Value);
        var cases = await _db.Enrollments.AsNoTracking().VisibleTo(actor).Where(e => e.NikHash == hash).OrderByDescending(e => e.LastEditedAt)
            .Select(e => new { e.Id, e.FullName, e.PersonId, e.LoanId, e.ParticipationId }).ToListAsync(cancel);
        if (cases.Count == 0) return PersonUnknown.On("Nik");

        Guid[] enrollments = [.. cases.Select(row => row.Id)];
        Guid[] people = [.. cases.Select(row => row.PersonId).OfType<Guid>().Distinct()];
        Guid[] loans = [.. cases.Select(row => row.LoanId).OfType<Guid>().Distinct()];
        Guid[] participations = [.. cases.Select(row => row.ParticipationId).OfType<Guid>().Distinct()];
        var read = new PersonalDataRead(ReadKind.Search, ReadPurpose.Investigation, "Audit") { EnrollmentId = enrollments[0], PersonId = cases[0].PersonId };
        await _db.WriteReadAsync(read, place, actor, cancel);
        var changes = await ChangesAsync(enrollments, loans, participations, people, cancel);
        var looks = await _db.Database.SqlQuery<LookRow>(
            $"""
             select r.id, r.at, u.full_name as by_name, u.email as by_email, r.kind, r.purpose, r.page, r.fields::text[] as fields, host(r.address) as address
               from personal_data_reads r left join users u on u.id = r.reader
              where r.enrollment_id = any({enrollments}) or r.person_id = any({people})
              order by r.at desc limit {LongestTrail}
             """).ToListAsync(cancel);
        await _db.Database.CurrentTransaction!.CommitAsync(CancellationToken.None);
        return new PersonTrail(
            cases[0].FullName, nik.Value.ToString(), cases.Count,
            [.. looks.Select(row => new Look(row.Id, row.At, row.ByName ?? "–", row.ByEmail ?? "–", row.Kind, row.Purpose, row.Page, row.Fields, row.Address))],
            changes);
    }

    /// <summary>Whom somebody saw in full: by their account, their address, a range of days, or all of these.</summary>
    /// <param name="asExport">The list leaves the portal: that is written down with its number of rows.</param>
    public async Task<Result<IReadOnlyList<AffectedPerson>>> AffectedAsync(
        ReadersFilter filter, bool asExport, ReadPlace place, Actor actor, CancellationToken cancel)
    {
        List<Refusal> refusals = [];
        var email = TypedText.Of(filter.Email)?.ToUpperInvariant();
        var address = TypedText.Of(filter.Address);
        if (address is not null && !IPAddress.TryParse(address, out _)) refusals.Add(AddressUnreadable.On(nameof(filter.Address)));
        var from = TypedText.DayOf(filter.From, nameof(filter.From), refusals);
        var through = TypedText.DayOf(filter.Through, nameof(filter.Through), refusals);
        if (email is null && address is null && from is null) refusals.Add(NothingAsked.On(nameof(filter.Email)));
        if (refusals.Count > 0) return refusals;

        await using var work = await _db.BeginAsync(actor, cancel);
        Guid? reader = null;
        if (email is not null)
        {
            reader = await _db.Users.Where(user => user.NormalizedEmail == email).Select(user => (Guid?)user.Id).SingleOrDefaultAsync(cancel);
            if (reader is null) return ReaderUnknown.On(nameof(filter.Email));
        }

        var since = from is null ? (DateTimeOffset?)null : JakartaTime.StartOf(from.Value);
        var before = through is null ? (DateTimeOffset?)null : JakartaTime.StartOf(through.Value.AddDays(1));
        var rows = await _db.Database.SqlQuery<AffectedRow>(
            $"""
             select e.id, e.full_name, e.nik_sealed, e.reference, r.fields, r.looks, r.first, r.last
               from (select enrollment_id, count(distinct id)::int as looks, min(at) as first, max(at) as last,
                            array_agg(distinct field::text order by field::text) as fields
                       from personal_data_reads, unnest(fields) field
                      where enrollment_id is not null
                        and ({reader}::uuid is null or reader = {reader}::uuid)
                        and ({address}::inet is null or address = {address}::inet)
                        and ({since}::timestamptz is null or at >= {since}::timestamptz)
                        and ({before}::timestamptz is null or at < {before}::timestamptz)
                      group by enrollment_id) r
               join enrollments e on e.id = r.enrollment_id
              where e.bank_position between {actor.Bank.From} and {actor.Bank.To} and e.bpjs_position between {actor.Bpjs.From} and {actor.Bpjs.To}
              order by r.last desc
             """).ToListAsync(cancel);
        if (asExport)
        {
            var read = new PersonalDataRead(ReadKind.Export, ReadPurpose.Investigation, "FullName", "MaskedNik") { Rows = rows.Count };
            await _db.WriteReadAsync(read, place, actor, cancel);
            await _db.Database.CurrentTransaction!.CommitAsync(CancellationToken.None);
        }

        return Result(rows.ToPeople(_vault));
    }

    /// <summary>What was changed in a case and its facility after they were first stored; empty when the case is not the reader's.</summary>
    public async Task<IReadOnlyList<Change>> OfCaseAsync(Guid enrollmentId, Actor actor, CancellationToken cancel)
    {
        await using var work = await _db.BeginAsync(actor, cancel);
        if (!await _db.Enrollments.VisibleTo(actor).AnyAsync(e => e.Id == enrollmentId, cancel)) return [];

        var rows = await _db.Database.SqlQuery<ChangeRow>(
            $"""
             select c.id, c.at, u.full_name as by_name, c.login, c.table_name, c.operation, c.before::text as before, c.after::text as after
               from case_changes c left join users u on u.id = c.actor
              where c.case_id = {enrollmentId} and c.operation = 'UPDATE'
              order by c.at desc, c.id desc limit {LongestTrail}
             """).ToListAsync(cancel);
        return ChangesOf(rows);
    }

    private static Result<IReadOnlyList<AffectedPerson>> Result(IReadOnlyList<AffectedPerson> people) => people.ToArray();

    private async Task<IReadOnlyList<Change>> ChangesAsync(
        Guid[] enrollments, Guid[] loans, Guid[] participations, Guid[] people, CancellationToken cancel)
    {
        var rows = await _db.Database.SqlQuery<ChangeRow>(
            $"""
             select a.id, a.at, u.full_name as by_name, a.login, a.table_name, a.operation, a.before::text as before, a.after::text as after
               from audit_entries a left join users u on u.id = a.actor
              where a.enrollment_id = any({enrollments}) or a.loan_id = any({loans})
                 or a.participation_id = any({participations}) or a.person_id = any({people})
              order by a.at desc, a.id desc limit {LongestTrail}
             """).ToListAsync(cancel);
        return ChangesOf(rows);
    }

    private static Change[] ChangesOf(IEnumerable<ChangeRow> rows) =>
        [.. rows.Select(row => new Change(row.Id, row.At, row.ByName, row.Login, row.TableName, row.Operation, FieldsOf(row.Before, row.After)))];

    internal static FieldChange[] FieldsOf(string? before, string? after)
    {
        var (old, now) = (Values(before), Values(after));
        return [.. old.Keys.Union(now.Keys).Order(StringComparer.Ordinal)
            .Select(column => new FieldChange(column, old.GetValueOrDefault(column), now.GetValueOrDefault(column)))];
    }

    private static Dictionary<string, string?> Values(string? json) => json is null
        ? []
        : JsonSerializer.Deserialize<Dictionary<string, JsonElement>>(json)!
            .ToDictionary(pair => pair.Key, pair => pair.Value.ValueKind is JsonValueKind.Null ? null : pair.Value.ToString());

    private sealed record ChangeRow(
        long Id, DateTimeOffset At, string? ByName, string Login, string TableName, string Operation, string? Before, string? After);

    private sealed record LookRow(
        long Id, DateTimeOffset At, string? ByName, string? ByEmail, string Kind, string Purpose, string Page, string[] Fields, string? Address);
}
