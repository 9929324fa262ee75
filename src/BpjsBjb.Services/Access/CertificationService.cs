using BpjsBjb.Domain.Access;
using BpjsBjb.Domain.Common;
using BpjsBjb.Domain.Offices;
using BpjsBjb.Domain.Rules;
using BpjsBjb.Services.Data;
using BpjsBjb.Services.Rules;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace BpjsBjb.Services.Access;

/// <summary>A right that is its reader's to confirm.</summary>
public sealed record CertificationItem(
    Guid GrantId, uint Version, string FullName, string Email, Role Role, string OfficeName, DateTimeOffset? LastConfirmedAt,
    DateTimeOffset GrantedAt, DateOnly DueOn, int DaysOverdue);

/// <summary>The people whose rights a reader confirms, with how often, and by which rule.</summary>
public sealed record CertificationList(IReadOnlyList<CertificationItem> Items, int EveryDays, Citation Source)
{
    public int Overdue => Items.Count(item => item.DaysOverdue > 0);
}

/// <summary>The head of an office confirms, every so many days, that the people below still need what they may do.</summary>
public sealed class CertificationService
{
    private const int Most = 500;

    private readonly BpjsBjbDbContext _db;
    private readonly GrantService _grants;
    private readonly RuleBookSource _rules;
    private readonly TimeProvider _clock;
    private readonly ILogger<CertificationService> _log;

    internal CertificationService(
        BpjsBjbDbContext db, GrantService grants, RuleBookSource rules, TimeProvider clock, ILogger<CertificationService> log) =>
        (_db, _grants, _rules, _clock, _log) = (db, grants, rules, clock, log);

    /// <summary>What is longest overdue comes first.</summary>
    public async Task<CertificationList> ListAsync(Actor actor, CancellationToken cancel)
    {
        var today = _clock.Today();
        var rule = (await _rules.ReadAsync(cancel)).LimitOf(LimitKind.RecertificationDays, today);
        var rows = await (
            from grant in ConfirmedBy(actor, today).AsNoTracking()
            join user in _db.Users on grant.UserId equals user.Id
            join office in _db.Offices on grant.OfficeId equals office.Id
            orderby grant.RecertifiedAt ?? grant.ApprovedAt, user.FullName
            select new { grant.Id, grant.Version, user.FullName, user.Email, grant.Role, Office = office.Name, grant.ApprovedAt, grant.RecertifiedAt })
            .Take(Most).ToListAsync(cancel);
        return new CertificationList(
            rows.ConvertAll(row => new CertificationItem(
                row.Id, row.Version, row.FullName, row.Email!, row.Role, row.Office, row.RecertifiedAt, row.ApprovedAt!.Value,
                AccessGrant.DueOn(row.ApprovedAt.Value, row.RecertifiedAt, rule.Value),
                UserSearch.DaysOverdue(row.ApprovedAt, row.RecertifiedAt, null, rule.Value, today))),
            rule.Value,
            rule.Citation);
    }

    public async Task<Result<Guid>> ConfirmAsync(Guid grantId, uint version, Actor by, CancellationToken cancel)
    {
        await using var work = await _db.BeginAsync(by, cancel);
        var grant = await FindAsync(grantId, version, by, cancel);
        if (grant is null) return AccessGrant.NotInForce;

        var confirmed = grant.Confirm(by, _clock.GetUtcNow());
        if (confirmed.IsRefused) return confirmed.Refusals.ToArray();

        var failed = await _db.TrySaveAsync(AccessGrant.ChangedMeanwhile, new Dictionary<string, Refusal>(), cancel);
        if (failed.Count > 0) return failed.ToArray();

        _log.GrantConfirmed(grantId, grant.UserId, by.UserId);
        return grant.UserId;
    }

    /// <summary>Not confirmed is taken away, at once.</summary>
    public async Task<Result<Guid>> RevokeAsync(Guid grantId, uint version, Actor by, CancellationToken cancel)
    {
        await using var work = await _db.BeginAsync(by, cancel);
        var grant = await FindAsync(grantId, version, by, cancel);
        return grant is null ? AccessGrant.NotInForce : await _grants.EndAsync(grant, GrantEnd.NotConfirmed, by, cancel);
    }

    private async Task<AccessGrant?> FindAsync(Guid id, uint version, Actor by, CancellationToken cancel)
    {
        var grant = await ConfirmedBy(by, _clock.Today()).SingleOrDefaultAsync(row => row.Id == id, cancel);
        if (grant is not null) _db.Entry(grant).Property(row => row.Version).OriginalValue = version;
        return grant;
    }

    /// <summary>
    /// A branch's supervisor confirms the branch, a region's administrator the region. Portal administrators confirm whoever has no head in
    /// the portal: BPJS's reviewers and supervisors, regional administrators, auditors, the partners' people and one another. Nobody confirms himself.
    /// </summary>
    private IQueryable<AccessGrant> ConfirmedBy(Actor actor, DateOnly today)
    {
        var inForce = _db.AccessGrants.InForceOn(today).Where(grant => grant.UserId != actor.UserId);
        var roles = actor.Role switch
        {
            Role.BranchSupervisor => new[] { Role.LoanOfficer, Role.BranchSupervisor },
            Role.RegionalAdmin => [Role.LoanOfficer, Role.BranchSupervisor, Role.RegionalAdmin],
            Role.SystemAdmin =>
            [
                Role.BpjsReviewer, Role.BpjsSupervisor, Role.RegionalAdmin, Role.Auditor, Role.SystemAdmin, Role.KadinViewer, Role.LpdbViewer, Role.DonorViewer,
            ],
            _ => [],
        };
        var theirs = inForce.Where(grant => roles.Contains(grant.Role));
        return actor.Role == Role.SystemAdmin
            ? theirs
            : theirs.Where(grant => _db.Offices.Any(office =>
                office.Id == grant.OfficeId && office.Institution == Institution.Bjb
                && office.Position >= actor.Bank.From && office.Position <= actor.Bank.To));
    }
}
