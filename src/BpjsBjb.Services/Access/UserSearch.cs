using BpjsBjb.Domain.Access;
using BpjsBjb.Domain.Common;
using BpjsBjb.Domain.Rules;
using BpjsBjb.Services.Common;
using BpjsBjb.Services.Data;
using BpjsBjb.Services.Rules;
using Microsoft.EntityFrameworkCore;

namespace BpjsBjb.Services.Access;

/// <summary>Reads users and their rights for administrators.</summary>
public sealed class UserSearch
{
    private const int PageSize = 25;

    private readonly BpjsBjbDbContext _db;
    private readonly RuleBookSource _rules;
    private readonly TimeProvider _clock;

    internal UserSearch(BpjsBjbDbContext db, RuleBookSource rules, TimeProvider clock) => (_db, _rules, _clock) = (db, rules, clock);

    public async Task<Page<UserListItem>> ListAsync(UserFilter filter, int page, CancellationToken cancel)
    {
        var (now, today) = (_clock.GetUtcNow(), _clock.Today());
        var days = await DaysAsync(cancel);
        var overdueBefore = OverdueBefore(today, days);
        var rows =
            from user in _db.Users.AsNoTracking()
            join office in _db.Offices on user.OfficeId equals office.Id
            from grant in _db.AccessGrants.Where(row => row.UserId == user.Id && row.ApprovedAt != null && row.EndedAt == null).DefaultIfEmpty()
            select new
            {
                User = user,
                Office = office.Name,
                Grant = grant,
                IsInForce = _db.AccessGrants.InForceOn(today).Any(row => row.UserId == user.Id),
                HasProposal = _db.AccessGrants.Any(row => row.UserId == user.Id && row.ApprovedAt == null && row.RefusedAt == null),
            };
        if (filter.Role is { } role) rows = rows.Where(row => row.User.Role == role);
        if (filter.OfficeId is { } officeId) rows = rows.Where(row => row.User.OfficeId == officeId);
        if (filter.OverdueOnly)
        {
            rows = rows.Where(row => row.IsInForce && (row.Grant!.RecertifiedAt ?? row.Grant.ApprovedAt) < overdueBefore);
        }

        rows = filter.Standing switch
        {
            UserStanding.Active => rows.Where(row => row.IsInForce && row.User.EmailConfirmed),
            UserStanding.Invited => rows.Where(row => row.IsInForce && !row.User.EmailConfirmed),
            UserStanding.Expired => rows.Where(row => row.Grant != null && row.Grant.ValidTo < today),
            UserStanding.Proposed => rows.Where(row => row.Grant == null && row.HasProposal),
            UserStanding.Disabled => rows.Where(row => row.Grant == null && !row.HasProposal),
            _ => rows,
        };
        var total = await rows.CountAsync(cancel);
        var number = Math.Clamp(page, 1, Math.Max(1, (total + PageSize - 1) / PageSize));
        var found = await rows.OrderBy(row => row.User.FullName).ThenBy(row => row.User.Id).Skip((number - 1) * PageSize).Take(PageSize)
            .Select(row => new
            {
                row.User.Id,
                row.User.FullName,
                row.User.Email,
                row.User.Role,
                row.Office,
                row.User.EmailConfirmed,
                row.User.IsDemo,
                row.HasProposal,
                IsLockedOut = row.User.LockoutEnd > now,
                IsGranted = row.Grant != null,
                ValidTo = row.Grant == null ? null : row.Grant.ValidTo,
                ApprovedAt = row.Grant == null ? null : row.Grant.ApprovedAt,
                RecertifiedAt = row.Grant == null ? null : row.Grant.RecertifiedAt,
            }).ToListAsync(cancel);
        var items = found.Select(row => new UserListItem(
            row.Id, row.FullName, row.Email!, row.Role, row.Office, StandingOf(row.IsGranted, row.ValidTo, row.EmailConfirmed, row.HasProposal, today),
            row.IsLockedOut, row.IsDemo, row.ValidTo, row.HasProposal, DaysOverdue(row.ApprovedAt, row.RecertifiedAt, row.ValidTo, days, today))).ToList();
        if (items.Exists(item => item.Role == Role.DonorViewer))
        {
            var donors = (await DonorsAsync([.. items.Select(item => item.Id)], cancel)).GroupBy(row => row.UserId)
                .ToDictionary(group => group.Key, group => group.OrderBy(row => row.Waits).First().Name);
            items = items.ConvertAll(item => item with { Donor = donors.GetValueOrDefault(item.Id) });
        }

        return new Page<UserListItem>(items, number, PageSize, total);
    }

    public async Task<UserDetails?> DetailsAsync(Guid id, CancellationToken cancel)
    {
        var today = _clock.Today();
        var found = await (
            from user in _db.Users.AsNoTracking()
            join office in _db.Offices on user.OfficeId equals office.Id
            where user.Id == id
            select new
            {
                user.FullName,
                user.Email,
                user.Role,
                user.OfficeId,
                Office = office.Name,
                user.EmailConfirmed,
                user.IsDemo,
                user.LockoutEnd,
                HasPassword = user.PasswordHash != null,
            })
            .SingleOrDefaultAsync(cancel);
        if (found is null) return null;

        var grants = await GrantsAsync(id, today, cancel);
        var current = grants.FirstOrDefault(grant => grant.Status is GrantStatus.InForce or GrantStatus.Expired);
        var days = await DaysAsync(cancel);
        var donors = grants.Exists(grant => grant.Role == Role.DonorViewer) ? await DonorsAsync([id], cancel) : [];
        return new UserDetails(
            id, found.FullName, found.Email!, found.Role, found.OfficeId, found.Office,
            StandingOf(current is not null, current?.ValidTo, found.EmailConfirmed, grants.Any(grant => grant.Status == GrantStatus.Proposed), today),
            found.LockoutEnd > _clock.GetUtcNow() ? found.LockoutEnd : null,
            found.IsDemo,
            found.HasPassword,
            await OpenLinkAsync(id, cancel),
            current?.Status == GrantStatus.InForce ? AccessGrant.DueOn(current.ApprovedAt!.Value, current.RecertifiedAt, days) : null,
            DaysOverdue(current?.ApprovedAt, current?.RecertifiedAt, current?.ValidTo, days, today),
            grants)
        {
            Donor = donors.FirstOrDefault(row => !row.Waits)?.Name,
            ProposedDonor = donors.FirstOrDefault(row => row.Waits)?.Name,
        };
    }

    /// <summary>Whose funds the rights of these people show, in force or waiting for a second administrator.</summary>
    private Task<List<DonorOfUser>> DonorsAsync(Guid[] users, CancellationToken cancel) => _db.Database.SqlQuery<DonorOfUser>(
        $"""
         select g.user_id, d.name, g.approved_at is null as waits
           from access_grants g join csr_donor_viewers v on v.grant_id = g.id join csr_donors d on d.id = v.donor_id
          where g.user_id = any ({users}) and g.role = 'DonorViewer' and g.refused_at is null and g.ended_at is null
         """).ToListAsync(cancel);

    private async Task<OpenLink?> OpenLinkAsync(Guid userId, CancellationToken cancel) => await _db.Invitations.AsNoTracking()
        .Where(link => link.UserId == userId).OpenAt(_clock.GetUtcNow()).OrderByDescending(link => link.CreatedAt)
        .Select(link => new OpenLink(
            link.Purpose, link.CreatedAt, _db.Users.Where(user => user.Id == link.CreatedBy).Select(user => user.FullName).FirstOrDefault(), link.ExpiresAt))
        .FirstOrDefaultAsync(cancel);

    /// <summary>What waits for a second administrator, oldest first.</summary>
    public async Task<IReadOnlyList<ProposalItem>> ProposalsAsync(CancellationToken cancel)
    {
        var waiting = await (
            from grant in _db.AccessGrants.AsNoTracking()
            join user in _db.Users on grant.UserId equals user.Id
            join office in _db.Offices on grant.OfficeId equals office.Id
            join proposer in _db.Users on grant.ProposedBy equals proposer.Id
            from current in _db.AccessGrants.Where(row => row.UserId == user.Id && row.ApprovedAt != null && row.EndedAt == null).DefaultIfEmpty()
            from currentOffice in _db.Offices.Where(row => row.Id == current.OfficeId).DefaultIfEmpty()
            where grant.ApprovedAt == null && grant.RefusedAt == null
            orderby grant.ProposedAt
            select new ProposalItem(
                grant.Id, grant.Version, user.Id, user.FullName, user.Email!, grant.Role, office.Name, grant.ValidTo, !user.EmailConfirmed,
                current == null ? null : current.Role, currentOffice == null ? null : currentOffice.Name, current == null ? null : current.ValidTo,
                proposer.Id, proposer.FullName, grant.ProposedAt)).Take(100).ToListAsync(cancel);
        if (waiting.TrueForAll(item => item.Role != Role.DonorViewer)) return waiting;

        var donors = (await _db.Database.SqlQuery<DonorOfGrant>(
            $"select v.grant_id, d.name from csr_donor_viewers v join csr_donors d on d.id = v.donor_id").ToListAsync(cancel)).ToDictionary(row => row.GrantId, row => row.Name);
        return waiting.ConvertAll(item => item with { Donor = donors.GetValueOrDefault(item.Id) });
    }

    public async Task<UserWork> WorkAsync(CancellationToken cancel)
    {
        var today = _clock.Today();
        var overdueBefore = OverdueBefore(today, await DaysAsync(cancel));
        return new UserWork(
            await _db.AccessGrants.CountAsync(grant => grant.ApprovedAt == null && grant.RefusedAt == null, cancel),
            await _db.AccessGrants.InForceOn(today).CountAsync(grant => (grant.RecertifiedAt ?? grant.ApprovedAt) < overdueBefore, cancel));
    }

    /// <summary>Confirmed before this instant is confirmed too long ago today.</summary>
    internal static DateTimeOffset OverdueBefore(DateOnly today, int days) => JakartaTime.StartOf(today.AddDays(-days));

    internal static int DaysOverdue(DateTimeOffset? approvedAt, DateTimeOffset? recertifiedAt, DateOnly? validTo, int days, DateOnly today) =>
        approvedAt is null || validTo < today
            ? 0
            : Math.Max(0, today.DayNumber - AccessGrant.DueOn(approvedAt.Value, recertifiedAt, days).DayNumber);

    private static UserStanding StandingOf(bool isGranted, DateOnly? validTo, bool hasAccepted, bool hasProposal, DateOnly today) =>
        isGranted switch
        {
            true when validTo < today => UserStanding.Expired,
            true => hasAccepted ? UserStanding.Active : UserStanding.Invited,
            false => hasProposal ? UserStanding.Proposed : UserStanding.Disabled,
        };

    private async Task<int> DaysAsync(CancellationToken cancel) =>
        (await _rules.ReadAsync(cancel)).LimitOf(LimitKind.RecertificationDays, _clock.Today()).Value;

    private async Task<List<GrantView>> GrantsAsync(Guid userId, DateOnly today, CancellationToken cancel)
    {
        var rows = await (
            from grant in _db.AccessGrants.AsNoTracking()
            join office in _db.Offices on grant.OfficeId equals office.Id
            where grant.UserId == userId
            orderby grant.ProposedAt descending
            select new
            {
                Grant = grant,
                Office = office.Name,
                ProposedBy = _db.Users.Where(user => user.Id == grant.ProposedBy).Select(user => user.FullName).FirstOrDefault(),
                ApprovedBy = _db.Users.Where(user => user.Id == grant.ApprovedBy).Select(user => user.FullName).FirstOrDefault(),
                RefusedBy = _db.Users.Where(user => user.Id == grant.RefusedBy).Select(user => user.FullName).FirstOrDefault(),
                EndedBy = _db.Users.Where(user => user.Id == grant.EndedBy).Select(user => user.FullName).FirstOrDefault(),
                RecertifiedBy = _db.Users.Where(user => user.Id == grant.RecertifiedBy).Select(user => user.FullName).FirstOrDefault(),
            }).ToListAsync(cancel);
        return rows.ConvertAll(row => new GrantView(
            row.Grant.Id, row.Grant.Version, row.Grant.StatusOn(today), row.Grant.Role, row.Office, row.Grant.ValidTo, row.Grant.Origin,
            row.Grant.ProposedBy, row.ProposedBy, row.Grant.ProposedAt, row.ApprovedBy, row.Grant.ApprovedAt, row.RefusedBy, row.Grant.RefusedAt,
            row.EndedBy, row.Grant.EndedAt, row.Grant.EndedWhy, row.RecertifiedBy, row.Grant.RecertifiedAt));
    }

    private sealed record DonorOfGrant(Guid GrantId, string Name);

    private sealed record DonorOfUser(Guid UserId, string Name, bool Waits);
}
