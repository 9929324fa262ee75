using System.Text.Json;
using BpjsBjb.Domain.Common;
using BpjsBjb.Domain.Offices;
using BpjsBjb.Services.Access;
using BpjsBjb.Services.Data;
using Microsoft.EntityFrameworkCore;

namespace BpjsBjb.Services.Offices;

/// <summary>Reads the trees of both institutions for administrators.</summary>
public sealed class OfficeSearch
{
    private const int MostChanges = 100;

    /// <summary>Where an office stands in the numbering says nothing to a reader.</summary>
    private static readonly string[] Hidden = ["id", "institution", "position", "position_end"];

    private readonly BpjsBjbDbContext _db;
    private readonly MergerSearch _mergers;
    private readonly TimeProvider _clock;

    internal OfficeSearch(BpjsBjbDbContext db, MergerSearch mergers, TimeProvider clock) => (_db, _mergers, _clock) = (db, mergers, clock);

    /// <summary>The offices open on a day, as they were called and stood on it, each below its parent.</summary>
    public async Task<IReadOnlyList<OfficeLine>> TreeAsync(Institution institution, DateOnly day, Actor actor, CancellationToken cancel)
    {
        await using var work = await _db.BeginAsync(actor, cancel);
        var rows = await _db.Database.SqlQuery<LineRow>(
            $"""
             select o.id, v.kind, v.code, v.name, v.regency_code, v.parent_id, o.valid_from, o.valid_to, o.is_sample
               from offices o
               join lateral (select * from office_versions v where v.office_id = o.id and v.valid_from <= {day} order by v.valid_from desc limit 1) v on true
              where o.institution = {institution.ToString()} and o.valid_from <= {day} and coalesce(o.valid_to, 'infinity') >= {day}
             """).ToListAsync(cancel);
        var ids = rows.Select(row => row.Id).ToHashSet();
        var below = rows.ToLookup(row => row.ParentId is { } parent && ids.Contains(parent) ? parent : default(Guid?));
        List<OfficeLine> lines = [];
        Add(null, 0);
        return lines;

        void Add(Guid? parent, int depth)
        {
            foreach (var row in below[parent].OrderBy(row => Enum.Parse<OfficeKind>(row.Kind)).ThenBy(row => row.Name, StringComparer.CurrentCulture))
            {
                lines.Add(row.AsLine(depth));
                Add(row.Id, depth + 1);
            }
        }
    }

    public async Task<OfficeDetails?> DetailsAsync(Guid id, Actor actor, CancellationToken cancel)
    {
        await using var work = await _db.BeginAsync(actor, cancel);
        var found = await _db.Database.SqlQuery<DetailRow>(
            $"""
             select xmin::text::bigint as version, institution, kind, code, name, regency_code, parent_id, valid_from, valid_to, is_sample
               from offices where id = {id}
             """).ToListAsync(cancel);
        if (found is not [var row]) return null;

        return new OfficeDetails(
            id, row.Version, Enum.Parse<Institution>(row.Institution), Enum.Parse<OfficeKind>(row.Kind), row.Code, row.Name, row.RegencyCode, row.ParentId,
            row.ValidFrom, row.ValidTo, row.IsSample, (await _db.WorkOfAsync(id, cancel))!, await BelowAsync(id, cancel),
            await _db.StaffOfAsync(id, _clock.Today(), cancel), await _mergers.OfAsync(id, actor, cancel), await HistoryAsync(id, cancel));
    }

    private async Task<IReadOnlyList<OfficeLine>> BelowAsync(Guid id, CancellationToken cancel) =>
        await _db.Offices.AsNoTracking().Where(office => office.ParentId == id && office.ValidTo == null).OrderBy(office => office.Name)
            .Select(office => new OfficeLine(
                office.Id, office.Kind, office.Code, office.Name, office.RegencyCode, office.ParentId, 1, office.ValidFrom, office.ValidTo, office.IsSample))
            .ToListAsync(cancel);

    private async Task<IReadOnlyList<OfficeChangeItem>> HistoryAsync(Guid id, CancellationToken cancel)
    {
        var rows = await _db.Database.SqlQuery<ChangeRow>(
            $"""
             select c.at, u.full_name as by, c.operation, c.before::text as before, c.after::text as after
               from office_changes c left join users u on u.id = c.actor
              where c.row_key = {id.ToString()} order by c.id desc limit {MostChanges}
             """).ToListAsync(cancel);
        return [.. rows.Select(row => row.AsItem()).Where(item => item.IsNew || item.Changes.Count > 0)];
    }

    private sealed record LineRow(
        Guid Id, string Kind, string? Code, string Name, string? RegencyCode, Guid? ParentId, DateOnly ValidFrom, DateOnly? ValidTo, bool IsSample)
    {
        public OfficeLine AsLine(int depth) =>
            new(Id, Enum.Parse<OfficeKind>(Kind), Code, Name, RegencyCode, ParentId, depth, ValidFrom, ValidTo, IsSample);
    }

    private sealed record DetailRow(
        long Version, string Institution, string Kind, string? Code, string Name, string? RegencyCode, Guid? ParentId, DateOnly ValidFrom, DateOnly? ValidTo,
        bool IsSample);

    private sealed record ChangeRow(DateTimeOffset At, string? By, string Operation, string? Before, string? After)
    {
        public OfficeChangeItem AsItem()
        {
            var (before, after) = (Read(Before), Read(After));
            return new OfficeChangeItem(At, By, Operation == "INSERT", [
                .. after.Keys.Union(before.Keys).Except(Hidden).Order(StringComparer.Ordinal)
                    .Select(column => (column, before.GetValueOrDefault(column), after.GetValueOrDefault(column))),
            ]);
        }

        private static Dictionary<string, string?> Read(string? json) => json is null
            ? []
            : JsonSerializer.Deserialize<Dictionary<string, JsonElement>>(json)!.ToDictionary(
                pair => pair.Key, pair => pair.Value.ValueKind == JsonValueKind.Null ? null : pair.Value.ToString());
    }
}

/// <summary>What both an office's page and a merger's ask of one office.</summary>
internal static class OfficeReads
{
    /// <summary>Null when there is no such office.</summary>
    public static async Task<OfficeWork?> WorkOfAsync(this BpjsBjbDbContext db, Guid office, CancellationToken cancel) =>
        (await db.Database.SqlQuery<OfficeWork>($"select * from office_work({office})").ToListAsync(cancel)).SingleOrDefault();

    public static async Task<IReadOnlyList<OfficePerson>> StaffOfAsync(this BpjsBjbDbContext db, Guid office, DateOnly today, CancellationToken cancel) =>
        await (
            from grant in db.AccessGrants.InForceOn(today)
            join user in db.Users on grant.UserId equals user.Id
            where grant.OfficeId == office
            orderby user.FullName, user.Id
            select new OfficePerson(
                user.Id, user.FullName, grant.Role,
                db.AccessGrants.Any(waiting => waiting.UserId == user.Id && waiting.ApprovedAt == null && waiting.RefusedAt == null)))
            .AsNoTracking().ToListAsync(cancel);
}
