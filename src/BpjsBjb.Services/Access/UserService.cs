using BpjsBjb.Domain.Common;
using BpjsBjb.Domain.Offices;
using BpjsBjb.Services.Data;
using Microsoft.EntityFrameworkCore;

namespace BpjsBjb.Services.Access;

/// <summary>A user with the office that bounds what they see.</summary>
public sealed record UserScope(Guid UserId, string FullName, Role Role, Guid OfficeId, string OfficeName, OfficeInterval Bank, OfficeInterval Bpjs);

/// <summary>Turns a user into the rows they may see, while a grant in force lets them.</summary>
public sealed class UserService
{
    private readonly BpjsBjbDbContext _db;
    private readonly TimeProvider _clock;

    internal UserService(BpjsBjbDbContext db, TimeProvider clock) => (_db, _clock) = (db, clock);

    public async Task<UserScope> ScopeOfAsync(Guid userId, CancellationToken cancel)
    {
        var row = await (
            from user in _db.Users.AsNoTracking()
            join office in _db.Offices on user.OfficeId equals office.Id
            where user.Id == userId
            select new { user.FullName, user.Role, Office = office }).SingleAsync(cancel);
        return Scope(userId, row.FullName, row.Role, row.Office);
    }

    /// <summary>Null when there is no such user.</summary>
    public Task<string?> NameOfAsync(Guid userId, CancellationToken cancel) =>
        _db.Users.Where(user => user.Id == userId).Select(user => user.FullName).SingleOrDefaultAsync(cancel);

    /// <summary>Whether a grant in force lets this user sign in today.</summary>
    public Task<bool> MaySignInAsync(Guid userId, CancellationToken cancel) =>
        _db.AccessGrants.InForceOn(_clock.Today()).AnyAsync(grant => grant.UserId == userId, cancel);

    /// <summary>
    /// What a ticket's role and office let its holder see by now, wherever the office stands today; null once they are not in force any more.
    /// </summary>
    public async Task<UserScope?> StillAsync(Actor actor, CancellationToken cancel)
    {
        var row = await (
            from grant in _db.AccessGrants.InForceOn(_clock.Today())
            join user in _db.Users on grant.UserId equals user.Id
            join office in _db.Offices on grant.OfficeId equals office.Id
            where grant.UserId == actor.UserId && grant.Role == actor.Role && grant.OfficeId == actor.OfficeId
            select new { user.FullName, Office = office }).AsNoTracking().SingleOrDefaultAsync(cancel);
        return row is null ? null : Scope(actor.UserId, row.FullName, actor.Role, row.Office);
    }

    private static UserScope Scope(Guid userId, string fullName, Role role, Office office)
    {
        var own = new OfficeInterval(office.Position, office.PositionEnd);
        var (bank, bpjs) = (role, office.Institution) switch
        {
            (Role.SystemAdmin or Role.KadinViewer or Role.LpdbViewer or Role.DonorViewer, _) => (OfficeInterval.Nothing, OfficeInterval.Nothing),
            (Role.Auditor, _) => (OfficeInterval.Everything, OfficeInterval.Everything),
            (_, Institution.Bjb) => (own, OfficeInterval.Everything),
            _ => (OfficeInterval.Everything, own),
        };
        return new UserScope(userId, fullName, role, office.Id, office.Name, bank, bpjs);
    }
}
