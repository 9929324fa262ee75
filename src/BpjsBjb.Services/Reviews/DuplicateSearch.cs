using System.Globalization;
using BpjsBjb.Domain.Common;
using BpjsBjb.Domain.Enrollments;
using BpjsBjb.Domain.Loans;
using BpjsBjb.Domain.Participations;
using BpjsBjb.Domain.People;
using BpjsBjb.Domain.Rules;
using BpjsBjb.Services.Access;
using BpjsBjb.Services.Data;
using BpjsBjb.Services.Offices;
using BpjsBjb.Services.Rules;
using Microsoft.EntityFrameworkCore;

namespace BpjsBjb.Services.Reviews;

/// <summary>Reads pairs of records that may be one person, and merges. A pair is seen by whoever sees both.</summary>
public sealed class DuplicateSearch
{
    private const int Size = 25;

    private readonly BpjsBjbDbContext _db;
    private readonly PersonalDataVault _vault;
    private readonly ReferenceSource _reference;
    private readonly RuleBookSource _rules;
    private readonly TimeProvider _clock;

    internal DuplicateSearch(BpjsBjbDbContext db, PersonalDataVault vault, ReferenceSource reference, RuleBookSource rules, TimeProvider clock) =>
        (_db, _vault, _reference, _rules, _clock) = (db, vault, reference, rules, clock);

    public async Task<DuplicatePage> PageAsync(DuplicateFilter filter, Actor actor, CancellationToken cancel)
    {
        await using var work = await _db.BeginAsync(actor, cancel);
        var rows = filter.Show is DuplicateShow.Open or DuplicateShow.Dismissed
            ? await PairsAsync(filter, cancel)
            : await MergesAsync(filter, cancel);
        var open = await _db.Database.SqlQuery<int>(
            $"select count(*)::int as \"Value\" from (select from duplicate_pairs where dismissed_at is null limit 1000) d").SingleAsync(cancel);
        var toApprove = await _db.Database.SqlQuery<int>(
            $"select count(*)::int as \"Value\" from person_merges where status = 'Proposed'").SingleAsync(cancel);
        return new DuplicatePage([.. rows.Take(Size).Select(row => row.Item)], rows.Count > Size, open, toApprove);
    }

    /// <summary>The pairs that a person of a case is in, for the link beside it.</summary>
    public async Task<IReadOnlyList<Guid>> PairsOfCaseAsync(Guid enrollmentId, Actor actor, CancellationToken cancel)
    {
        await using var work = await _db.BeginAsync(actor, cancel);
        return await _db.Database.SqlQuery<Guid>(
            $"""
             select d.id as "Value" from enrollments e join duplicate_pairs d on e.person_id in (d.person_a, d.person_b)
              where e.id = {enrollmentId} and d.dismissed_at is null order by d.found_at, d.id limit 5
             """).ToListAsync(cancel);
    }

    public async Task<DuplicateDetails?> PairAsync(Guid id, Actor actor, CancellationToken cancel)
    {
        await using var work = await _db.BeginAsync(actor, cancel);
        var row = await _db.Database.SqlQuery<PairRow>(
            $"""
             select d.id, d.person_a, d.person_b, d.reasons, d.found_at, d.dismissed_why, d.dismissed_at,
                    (select full_name from users u where u.id = d.dismissed_by) as dismissed_by_name,
                    (select m.id from person_merges m where m.status = 'Proposed'
                        and (m.survivor_id, m.merged_id) in ((d.person_a, d.person_b), (d.person_b, d.person_a))) as merge_id
               from duplicate_pairs d where d.id = {id}
             """).SingleOrDefaultAsync(cancel);
        if (row is null) return null;

        var a = await RecordAsync(row.PersonA, cancel);
        var b = await RecordAsync(row.PersonB, cancel);
        if (a is null || b is null) return null;

        // Symmetrical, and the card is still the reader's to choose.
        var hindrances = await _db.Database.SqlQuery<string>(
            $"select h as \"Value\" from merge_hindrances({row.PersonA}, {row.PersonB}, {nameof(MergeSide.Survivor)}) h").ToListAsync(cancel);
        return new DuplicateDetails(
            row.Id, Parsed(row.Reasons), row.FoundAt, a, b, row.MergeId, Parsed<DismissalReason>(row.DismissedWhy), row.DismissedByName, row.DismissedAt,
            hindrances.ConvertAll(code => new Refusal(code)));
    }

    public async Task<MergeDetails?> MergeAsync(Guid id, Actor actor, CancellationToken cancel)
    {
        await using var work = await _db.BeginAsync(actor, cancel);
        var row = await _db.Database.SqlQuery<MergeRow>(
            $"""
             select m.id, m.survivor_id, m.merged_id, m.takes, m.card, m.status, m.proposed_by, m.proposed_at, m.decided_at, m.refused_why, m.undo_until,
                    m.undone_at, m.undone_why, (select full_name from users u where u.id = m.proposed_by) as proposed_by_name,
                    (select full_name from users u where u.id = m.decided_by) as decided_by_name,
                    (select full_name from users u where u.id = m.undone_by) as undone_by_name
               from person_merges m where m.id = {id}
             """).SingleOrDefaultAsync(cancel);
        if (row is null) return null;

        var survivor = await RecordAsync(row.SurvivorId, cancel);
        var merged = await RecordAsync(row.MergedId, cancel);
        if (survivor is null || merged is null) return null;

        var status = Enum.Parse<MergeStatus>(row.Status);
        var hindrances = status switch
        {
            MergeStatus.Proposed => await _db.Database.SqlQuery<string>(
                $"select h as \"Value\" from merge_hindrances({row.SurvivorId}, {row.MergedId}, {row.Card}) h").ToListAsync(cancel),
            MergeStatus.Merged => await _db.Database.SqlQuery<string>($"select h as \"Value\" from undo_hindrances({id}) h").ToListAsync(cancel),
            _ => [],
        };
        var moved = await _db.Database.SqlQuery<MovedRows>(
            $"select table_name, count(distinct row_key)::int as rows from person_merge_moves where merge_id = {id} group by table_name").ToListAsync(cancel);
        var later = status != MergeStatus.Merged ? [] : await _db.Database.SqlQuery<string>(
            $"""
             select e.reference as "Value" from person_merges m join enrollments e on e.person_id = m.survivor_id
              where m.id = {id} and not jsonb_exists(m.known -> 'cases', e.id::text) order by e.reference
             """).ToListAsync(cancel);
        var term = (await _rules.ReadAsync(cancel)).LimitOf(LimitKind.MergeUndoDays, _clock.Today());
        return new MergeDetails(
            row.Id, status, survivor, merged, [.. row.Takes.Select(Enum.Parse<PersonAttribute>)], Parsed<MergeSide>(row.Card), row.ProposedByName,
            row.ProposedAt, row.DecidedByName, row.DecidedAt, Parsed<MergeRefusalReason>(row.RefusedWhy), row.UndoUntil, row.UndoneByName, row.UndoneAt,
            Parsed<MergeUndoReason>(row.UndoneWhy), row.ProposedBy == actor.UserId, hindrances.ConvertAll(code => new Refusal(code)),
            moved.ToDictionary(one => one.TableName, one => one.Rows), later, new MergeTerm(term.Value, term.Regulation, term.Article));
    }

    private async Task<List<ItemRow>> PairsAsync(DuplicateFilter filter, CancellationToken cancel)
    {
        var isOpen = filter.Show == DuplicateShow.Open;
        var reason = filter.Reason?.ToString();
        return await _db.Database.SqlQuery<ItemRow>(
            $"""
             select d.id, m.id as merge_id, a.full_name as name_a, a.birth_date as birth_a, b.full_name as name_b, b.birth_date as birth_b, d.reasons,
                    coalesce(d.dismissed_at, d.found_at) as at, (select full_name from users u where u.id = d.dismissed_by) as by_name,
                    null::varchar as status, d.dismissed_why as why
               from duplicate_pairs d
               join people a on a.id = d.person_a
               join people b on b.id = d.person_b
               left join person_merges m on m.status = 'Proposed'
                    and (m.survivor_id, m.merged_id) in ((d.person_a, d.person_b), (d.person_b, d.person_a))
              where (d.dismissed_at is null) = {isOpen} and ({reason}::varchar is null or {reason} = any (d.reasons))
                and ({filter.After}::uuid is null or (d.found_at, d.id) < (select c.found_at, c.id from duplicate_pairs c where c.id = {filter.After}))
              order by d.found_at desc, d.id desc limit {Size + 1}
             """).ToListAsync(cancel);
    }

    private async Task<List<ItemRow>> MergesAsync(DuplicateFilter filter, CancellationToken cancel)
    {
        var isOpen = filter.Show == DuplicateShow.ToApprove;
        return await _db.Database.SqlQuery<ItemRow>(
            $"""
             select m.id, m.id as merge_id, a.full_name as name_a, a.birth_date as birth_a, b.full_name as name_b, b.birth_date as birth_b,
                    array[]::varchar[] as reasons, coalesce(m.undone_at, m.decided_at, m.proposed_at) as at,
                    (select full_name from users u where u.id = coalesce(m.undone_by, m.decided_by, m.proposed_by)) as by_name, m.status, null::varchar as why
               from person_merges m
               join people a on a.id = m.survivor_id
               join people b on b.id = m.merged_id
              where (m.status = 'Proposed') = {isOpen}
                and ({filter.After}::uuid is null or m.number < (select c.number from person_merges c where c.id = {filter.After}))
              order by m.number desc limit {Size + 1}
             """).ToListAsync(cancel);
    }

    private async Task<PersonRecord?> RecordAsync(Guid id, CancellationToken cancel)
    {
        if (await _db.People.AsNoTracking().SingleOrDefaultAsync(row => row.Id == id, cancel) is not { } person) return null;

        var reference = await _reference.ReadAsync(cancel);
        var participations = await _db.Participations.AsNoTracking().Where(row => row.PersonId == id).OrderBy(row => row.Segment).ToListAsync(cancel);
        var heirs = await _db.Heirs.AsNoTracking().Where(heir => _db.Participations.Any(row => row.Id == heir.ParticipationId && row.PersonId == id))
            .OrderBy(heir => heir.Id).ToListAsync(cancel);
        var months = await _db.CoveredMonths.AsNoTracking().Where(month => _db.Participations.Any(row => row.Id == month.ParticipationId && row.PersonId == id))
            .Select(month => new { month.ParticipationId, month.Month, month.Amount }).ToListAsync(cancel);
        var cases = await _db.Database.SqlQuery<CaseRow>(
            $"""
             select e.id, e.reference, e.status, e.office_id, l.application_number, l.loan_amount, l.status as loan_status, e.submitted_at
               from enrollments e left join loans l on l.id = e.loan_id where e.person_id = {id} order by e.registered_at, e.id
             """).ToListAsync(cancel);
        return new PersonRecord(
            person.Id,
            Domain.People.Nik.Parse(Opened(SealedColumns.PersonNik, person.NikSealed)) is { IsRefused: false } nik ? nik.Value.Grouped : "–",
            person.FullName,
            person.CreatedAt,
            new Dictionary<PersonAttribute, string>
            {
                [PersonAttribute.FullName] = person.FullName,
                [PersonAttribute.BirthPlace] = person.BirthPlace,
                [PersonAttribute.BirthDate] = person.BirthDate.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
                [PersonAttribute.Sex] = person.Sex.ToString(),
                [PersonAttribute.MotherName] = Opened(SealedColumns.PersonMotherName, person.MotherNameSealed),
                [PersonAttribute.Phone] = Opened(SealedColumns.PersonPhone, person.PhoneSealed),
                [PersonAttribute.Address] = string.Join(", ", new[] { Opened(SealedColumns.PersonAddress, person.AddressSealed), reference.RegionName(person.DistrictCode) }.Where(part => part.Length > 0)),
                [PersonAttribute.Heirs] = string.Join(", ", heirs.Select(heir => $"{_vault.Open(SealedColumns.HeirName, heir.Id, heir.NameSealed)} ({heir.Relation})")),
            },
            await OriginsAsync(id, cancel),
            cases.ConvertAll(row => new RecordCase(
                row.Id, row.Reference, Enum.Parse<EnrollmentStatus>(row.Status), reference.OfficeName(row.OfficeId), row.ApplicationNumber,
                row.LoanAmount is { } amount ? new Rupiah(amount) : null, Parsed<LoanStatus>(row.LoanStatus), row.SubmittedAt)),
            participations.ConvertAll(row =>
            {
                var own = months.Where(month => month.ParticipationId == row.Id).ToList();
                return new RecordCover(
                    row.Segment,
                    row.KpjSealed is { } card ? _vault.Open(SealedColumns.ParticipationKpj, row.Id, card) : null,
                    PeriodsOf(own.Select(month => month.Month).ToHashSet()),
                    own.Count,
                    new Rupiah(own.Sum(month => month.Amount.Amount)));
            }));

        string Opened(string column, byte[] value) => value.Length == 0 ? "" : _vault.Open(column, person.Id, value);
    }

    private static List<CoveragePeriod> PeriodsOf(HashSet<DateOnly> months) =>
        [.. months.Order().Where(month => !months.Contains(month.AddMonths(-1))).Select(month => CoveragePeriod.Around(Month.Of(month), months)!.Value)];

    /// <summary>From the audit trail: which change wrote each value last, by whom, and the case that was saved with it.</summary>
    private async Task<Dictionary<PersonAttribute, ValueOrigin>> OriginsAsync(Guid person, CancellationToken cancel)
    {
        var rows = await _db.Database.SqlQuery<OriginRow>(
            $"""
             select distinct on (changed.name) changed.name, a.at, (select full_name from users u where u.id = a.actor) as by_name,
                    (select e.reference from audit_entries c join enrollments e on e.id = c.enrollment_id
                      where c.enrollment_id in (select id from enrollments where person_id = {person}) and c.txid = a.txid limit 1) as reference
               from audit_entries a cross join lateral jsonb_object_keys(a.after) as changed (name)
              where a.person_id = {person} and a.table_name = 'people' and a.after is not null
              order by changed.name, a.at desc
             """).ToListAsync(cancel);
        var byColumn = rows.ToDictionary(row => row.Name, row => new ValueOrigin(row.At, row.ByName, row.Reference));
        return Columns.Where(pair => byColumn.ContainsKey(pair.Value)).ToDictionary(pair => pair.Key, pair => byColumn[pair.Value]);
    }

    private static readonly Dictionary<PersonAttribute, string> Columns = new()
    {
        [PersonAttribute.FullName] = "full_name",
        [PersonAttribute.BirthPlace] = "birth_place",
        [PersonAttribute.BirthDate] = "birth_date",
        [PersonAttribute.Sex] = "sex",
        [PersonAttribute.MotherName] = "mother_name_sealed",
        [PersonAttribute.Phone] = "phone_sealed",
        [PersonAttribute.Address] = "address_sealed",
    };

    private static T? Parsed<T>(string? code)
        where T : struct, Enum => code is null ? null : Enum.Parse<T>(code);

    private static List<LikenessReason> Parsed(string[] codes) => [.. codes.Select(Enum.Parse<LikenessReason>).Order()];

    private sealed record ItemRow(
        Guid Id, Guid? MergeId, string NameA, DateOnly BirthA, string NameB, DateOnly BirthB, string[] Reasons, DateTimeOffset At, string? ByName,
        string? Status, string? Why)
    {
        public DuplicateItem Item =>
            new(Id, MergeId, NameA, BirthA, NameB, BirthB, Parsed(Reasons), At, ByName, Parsed<MergeStatus>(Status), Parsed<DismissalReason>(Why));
    }

    private sealed record PairRow(
        Guid Id, Guid PersonA, Guid PersonB, string[] Reasons, DateTimeOffset FoundAt, string? DismissedWhy, DateTimeOffset? DismissedAt,
        string? DismissedByName, Guid? MergeId);

    private sealed record MergeRow(
        Guid Id, Guid SurvivorId, Guid MergedId, string[] Takes, string? Card, string Status, Guid ProposedBy, DateTimeOffset ProposedAt,
        DateTimeOffset? DecidedAt, string? RefusedWhy, DateOnly? UndoUntil, DateTimeOffset? UndoneAt, string? UndoneWhy, string ProposedByName,
        string? DecidedByName, string? UndoneByName);

    private sealed record CaseRow(
        Guid Id, string Reference, string Status, Guid OfficeId, string? ApplicationNumber, long? LoanAmount, string? LoanStatus, DateTimeOffset? SubmittedAt);

    private sealed record MovedRows(string TableName, int Rows);

    private sealed record OriginRow(string Name, DateTimeOffset At, string? ByName, string? Reference);
}
