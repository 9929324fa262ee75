using BpjsBjb.Domain.Common;
using BpjsBjb.Domain.Offices;
using BpjsBjb.Services.Data;
using Microsoft.EntityFrameworkCore;

namespace BpjsBjb.Services.Offices;

/// <summary>Mergers with what they move. Counts and staff, no debtor.</summary>
public sealed class MergerSearch
{
    private const int Most = 200;

    private readonly BpjsBjbDbContext _db;
    private readonly TimeProvider _clock;

    internal MergerSearch(BpjsBjbDbContext db, TimeProvider clock) => (_db, _clock) = (db, clock);

    public Task<IReadOnlyList<MergerListItem>> ListAsync(Actor actor, CancellationToken cancel) => OfAsync(null, actor, cancel);

    /// <param name="office">Null for those of every office.</param>
    public async Task<IReadOnlyList<MergerListItem>> OfAsync(Guid? office, Actor actor, CancellationToken cancel)
    {
        await using var work = await _db.BeginAsync(actor, cancel);
        var rows = await _db.Database.SqlQuery<ListRow>(
            $"""
             select m.id, a.name as from_name, b.name as into_name, m.effective_on, m.status, u.full_name as proposed_by_name, m.proposed_at
               from office_mergers m join offices a on a.id = m.from_office_id join offices b on b.id = m.into_office_id join users u on u.id = m.proposed_by
              where {office}::uuid is null or {office}::uuid in (m.from_office_id, m.into_office_id)
              order by m.status in ('Proposed', 'Approved') desc, m.effective_on desc, m.proposed_at desc limit {Most}
             """).ToListAsync(cancel);
        return rows.ConvertAll(row => new MergerListItem(
            row.Id, row.FromName, row.IntoName, row.EffectiveOn, Enum.Parse<MergerStatus>(row.Status), row.ProposedByName, row.ProposedAt));
    }

    public async Task<MergerDetails?> DetailsAsync(Guid id, Actor actor, CancellationToken cancel)
    {
        await using var work = await _db.BeginAsync(actor, cancel);
        var found = await _db.Database.SqlQuery<DetailRow>(
            $"""
             select a.institution, m.from_office_id, a.name as from_name, m.into_office_id, b.name as into_name, m.effective_on, m.reason, m.status,
                    m.proposed_by, u.full_name as proposed_by_name, m.proposed_at, d.full_name as decided_by_name, m.decided_at,
                    c.full_name as cancelled_by_name, m.cancelled_at, m.done_at, m.cases, m.loans, m.participations
               from office_mergers m join offices a on a.id = m.from_office_id join offices b on b.id = m.into_office_id join users u on u.id = m.proposed_by
               left join users d on d.id = m.decided_by left join users c on c.id = m.cancelled_by
              where m.id = {id}
             """).ToListAsync(cancel);
        if (found is not [var row]) return null;

        var status = Enum.Parse<MergerStatus>(row.Status);
        var isOpen = status is MergerStatus.Proposed or MergerStatus.Approved;
        var below = isOpen
            ? await _db.Offices.Where(office => office.ParentId == row.FromOfficeId && office.ValidTo == null).OrderBy(office => office.Name)
                .Select(office => office.Name).ToListAsync(cancel)
            : [];
        return new MergerDetails(
            id, Enum.Parse<Institution>(row.Institution), row.FromOfficeId, row.FromName, row.IntoOfficeId, row.IntoName, row.EffectiveOn, row.Reason, status,
            row.ProposedByName, row.ProposedAt, row.DecidedByName, row.DecidedAt, row.CancelledByName, row.CancelledAt, row.DoneAt,
            row.Cases is { } cases ? (cases, row.Loans ?? 0, row.Participations ?? 0) : null,
            isOpen ? await _db.WorkOfAsync(row.FromOfficeId, cancel) : null,
            isOpen || status == MergerStatus.Done ? await _db.StaffOfAsync(row.FromOfficeId, _clock.Today(), cancel) : [],
            below, row.ProposedBy == actor.UserId);
    }

    private sealed record ListRow(
        Guid Id, string FromName, string IntoName, DateOnly EffectiveOn, string Status, string ProposedByName, DateTimeOffset ProposedAt);

    private sealed record DetailRow(
        string Institution, Guid FromOfficeId, string FromName, Guid IntoOfficeId, string IntoName, DateOnly EffectiveOn, string Reason, string Status,
        Guid ProposedBy, string ProposedByName, DateTimeOffset ProposedAt, string? DecidedByName, DateTimeOffset? DecidedAt, string? CancelledByName,
        DateTimeOffset? CancelledAt, DateTimeOffset? DoneAt, int? Cases, int? Loans, int? Participations);
}
