using System.Globalization;
using System.Net;
using BpjsBjb.Domain.Common;
using BpjsBjb.Domain.Privacy;
using BpjsBjb.Domain.Rules;
using BpjsBjb.Services.Access;
using BpjsBjb.Services.Audit;
using BpjsBjb.Services.Common;
using BpjsBjb.Services.Data;
using BpjsBjb.Services.Rules;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace BpjsBjb.Services.Privacy;

/// <summary>Incidents with personal data: an administrator opens and closes them, the auditor reads who is affected.</summary>
public sealed class BreachService
{
    public const int LongestText = 2000;

    private static readonly Dictionary<string, Refusal> NoRefusals = [];

    private readonly BpjsBjbDbContext _db;
    private readonly PersonalDataVault _vault;
    private readonly RuleBookSource _rules;
    private readonly TimeProvider _clock;
    private readonly ILogger<BreachService> _log;

    internal BreachService(BpjsBjbDbContext db, PersonalDataVault vault, RuleBookSource rules, TimeProvider clock, ILogger<BreachService> log) =>
        (_db, _vault, _rules, _clock, _log) = (db, vault, rules, clock, log);

    public async Task<IReadOnlyList<BreachListItem>> ListAsync(Actor actor, CancellationToken cancel)
    {
        await using var work = await _db.BeginAsync(actor, cancel);
        var now = _clock.GetUtcNow();
        var rows = await _db.BreachIncidents.AsNoTracking().OrderByDescending(row => row.DiscoveredAt).Take(200).ToListAsync(cancel);
        return rows.ConvertAll(row => new BreachListItem(row.Id, row.Number, row.Status, row.DiscoveredAt, row.DueAt, IsOverdue(row, now)));
    }

    public async Task<BreachDetails?> DetailsAsync(Guid id, Actor actor, CancellationToken cancel)
    {
        await using var work = await _db.BeginAsync(actor, cancel);
        if (await _db.BreachIncidents.AsNoTracking().SingleOrDefaultAsync(row => row.Id == id, cancel) is not { } row) return null;

        var figures = await _db.Database.SqlQuery<FigureRow>($"select cases, fields from breach_figures({id})").SingleAsync(cancel);
        var names = await _db.Users.Where(user => user.Id == row.OpenedBy || user.Id == row.ReaderId)
            .Select(user => new { user.Id, user.FullName, user.Email }).ToListAsync(cancel);
        var clock = (await _rules.ReadAsync(cancel)).LimitOf(LimitKind.BreachNoticeHours, JakartaTime.DateIn(row.DiscoveredAt)).Citation;
        return new BreachDetails(
            row.Id, row.Number, row.Version, row.Status, row.DiscoveredAt, row.DueAt, IsOverdue(row, _clock.GetUtcNow()), row.WindowFrom, row.WindowBefore,
            names.FirstOrDefault(user => user.Id == row.ReaderId)?.Email, row.Address, _vault.Open(SealedColumns.BreachWhat, id, row.WhatSealed),
            row.MeasuresSealed is { } measures ? _vault.Open(SealedColumns.BreachMeasures, id, measures) : null,
            names.FirstOrDefault(user => user.Id == row.OpenedBy)?.FullName ?? "–", row.AuthorityToldAt, row.PeopleToldAt, row.ClosedAt,
            figures.Cases, figures.Fields, clock);
    }

    /// <summary>The people behind the evidence, as far as the reader may see cases. Of a download it is written down first that it left the portal.</summary>
    public async Task<BreachPeople?> AffectedAsync(Guid id, bool asExport, ReadPlace place, Actor actor, CancellationToken cancel)
    {
        await using var work = await _db.BeginAsync(actor, cancel);
        var number = await _db.BreachIncidents.Where(row => row.Id == id).Select(row => row.Number).SingleOrDefaultAsync(cancel);
        if (number is null) return null;

        var rows = await _db.Database.SqlQuery<AffectedRow>(
            $"""
             select e.id, e.full_name, e.nik_sealed, e.reference, b.fields, b.looks, b.first, b.last
               from (select enrollment_id, count(distinct at)::int as looks, min(at) as first, max(at) as last, array_agg(distinct field order by field) as fields
                       from breach_evidence({id}) group by enrollment_id) b
               join enrollments e on e.id = b.enrollment_id
              where e.bank_position between {actor.Bank.From} and {actor.Bank.To} and e.bpjs_position between {actor.Bpjs.From} and {actor.Bpjs.To}
              order by b.last desc
             """).ToListAsync(cancel);
        if (asExport)
        {
            var read = new PersonalDataRead(ReadKind.Export, ReadPurpose.Investigation, "FullName", "MaskedNik") { Rows = rows.Count };
            await _db.WriteReadAsync(read, place, actor, cancel);
            await _db.Database.CurrentTransaction!.CommitAsync(CancellationToken.None);
        }

        return new BreachPeople(number, rows.ToPeople(_vault));
    }

    public async Task<Result<Guid>> OpenAsync(OpenBreach input, Actor by, CancellationToken cancel)
    {
        await using var work = await _db.BeginAsync(by, cancel);
        var now = _clock.GetUtcNow();
        List<Refusal> refusals = [];
        var discoveredAt = DiscoveredAt(input, now, refusals);
        var from = TypedText.DayOf(input.From, nameof(input.From), refusals, BreachIncident.WindowMissing);
        var through = TypedText.DayOf(input.Through, nameof(input.Through), refusals, BreachIncident.WindowMissing);
        if (from is { } first && through is { } last && last < first) refusals.Add(BreachIncident.WindowBackwards.On(nameof(input.Through)));
        if (TypedText.Of(input.Address) is { } address && !IPAddress.TryParse(address, out _)) refusals.Add(AuditSearch.AddressUnreadable.On(nameof(input.Address)));
        if (TypedText.Of(input.What) is null) refusals.Add(BreachIncident.WhatMissing.On(nameof(input.What)));
        if (TypedText.Of(input.What)?.Length > LongestText) refusals.Add(BreachIncident.TextTooLong.With(LongestText).On(nameof(input.What)));
        if (TypedText.Of(input.Measures)?.Length > LongestText) refusals.Add(BreachIncident.TextTooLong.With(LongestText).On(nameof(input.Measures)));
        Guid? reader = null;
        if (TypedText.Of(input.Email)?.ToUpperInvariant() is { } email)
        {
            reader = await _db.Users.Where(user => user.NormalizedEmail == email).Select(user => (Guid?)user.Id).SingleOrDefaultAsync(cancel);
            if (reader is null) refusals.Add(AuditSearch.ReaderUnknown.On(nameof(input.Email)));
        }

        if (refusals.Count > 0) return refusals;

        var id = Guid.CreateVersion7(now);
        var hours = (await _rules.ReadAsync(cancel)).LimitOf(LimitKind.BreachNoticeHours, JakartaTime.DateIn(discoveredAt)).Value;
        _db.Add(BreachIncident.Open(
            id, discoveredAt, hours, JakartaTime.StartOf(from!.Value), JakartaTime.StartOf(through!.Value.AddDays(1)), reader, TypedText.Of(input.Address),
            _vault.Seal(SealedColumns.BreachWhat, id, TypedText.Of(input.What)!),
            TypedText.Of(input.Measures) is { } measures ? _vault.Seal(SealedColumns.BreachMeasures, id, measures) : null, by, now));
        var failed = await _db.TrySaveAsync(BreachIncident.ChangedMeanwhile, NoRefusals, cancel);
        if (failed.Count > 0) return failed.ToArray();

        _log.BreachOpened(id, by.UserId);
        return id;
    }

    /// <summary>The written notice went to the authority.</summary>
    public Task<Result<Guid>?> TellAuthorityAsync(Guid id, uint version, Actor by, CancellationToken cancel) =>
        MoveAsync(id, version, by, (incident, at) => incident.TellAuthority(by, at), cancel);

    /// <summary>The written notices went to everybody affected.</summary>
    public Task<Result<Guid>?> TellPeopleAsync(Guid id, uint version, Actor by, CancellationToken cancel) =>
        MoveAsync(id, version, by, (incident, at) => incident.TellPeople(by, at), cancel);

    public Task<Result<Guid>?> CloseAsync(Guid id, uint version, Actor by, CancellationToken cancel) =>
        MoveAsync(id, version, by, (incident, at) => incident.Close(by, at), cancel);

    private async Task<Result<Guid>?> MoveAsync(
        Guid id, uint version, Actor by, Func<BreachIncident, DateTimeOffset, Result<BreachIncident>> step, CancellationToken cancel)
    {
        await using var work = await _db.BeginAsync(by, cancel);
        if (await _db.BreachIncidents.SingleOrDefaultAsync(row => row.Id == id, cancel) is not { } incident) return null;

        _db.Entry(incident).Property(row => row.Version).OriginalValue = version;
        var moved = step(incident, _clock.GetUtcNow());
        if (moved.IsRefused) return moved.Refusals.ToArray();

        var failed = await _db.TrySaveAsync(BreachIncident.ChangedMeanwhile, NoRefusals, cancel);
        if (failed.Count > 0) return failed.ToArray();

        _log.BreachMoved(id, incident.Status);
        return id;
    }

    private static bool IsOverdue(BreachIncident row, DateTimeOffset now) =>
        (row.AuthorityToldAt ?? now) > row.DueAt || (row.PeopleToldAt ?? now) > row.DueAt;

    private static DateTimeOffset DiscoveredAt(OpenBreach input, DateTimeOffset now, List<Refusal> refusals)
    {
        if (TypedText.DayOf(input.DiscoveredOn, nameof(input.DiscoveredOn), refusals, BreachIncident.DiscoveredMissing) is not { } day) return now;

        var time = TimeOnly.MinValue;
        if (TypedText.Of(input.DiscoveredTime) is { } typed
            && !TimeOnly.TryParseExact(typed.Replace('.', ':'), "H:mm", CultureInfo.InvariantCulture, DateTimeStyles.None, out time))
        {
            refusals.Add(BreachIncident.TimeUnreadable.On(nameof(input.DiscoveredTime)));
            return now;
        }

        var at = JakartaTime.StartOf(day) + time.ToTimeSpan();
        if (at > now) refusals.Add(BreachIncident.DiscoveredInFuture.On(nameof(input.DiscoveredOn)));
        return at;
    }

    private sealed record FigureRow(long Cases, string[] Fields);
}
