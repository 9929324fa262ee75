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
        var own = new OfficeInterval(row.Office.Position, row.Office.PositionEnd);
        var (bank, bpjs) = (row.Role, row.Office.Institution) switch
        {
            (Role.SystemAdmin, _) => (OfficeInterval.Nothing, OfficeInterval.Nothing),
            (Role.Auditor, _) => (OfficeInterval.Everything, OfficeInterval.Everything),
            (_, Institution.Bjb) => (own, OfficeInterval.Everything),
            _ => (OfficeInterval.Everything, own),
        };
        return new UserScope(userId, row.FullName, row.Role, row.Office.Id, row.Office.Name, bank, bpjs);
    }

    /// <summary>Null when there is no such user.</summary>
    public Task<string?> NameOfAsync(Guid userId, CancellationToken cancel) =>
        _db.Users.Where(user => user.Id == userId).Select(user => user.FullName).SingleOrDefaultAsync(cancel);

    /// <summary>Whether a grant in force lets this user sign in today.</summary>
    public Task<bool> MaySignInAsync(Guid userId, CancellationToken cancel) =>
        _db.AccessGrants.InForceOn(_clock.Today()).AnyAsync(grant => grant.UserId == userId, cancel);

    /// <summary>Whether what a ticket says is still so: the same role at the same office, in force today.</summary>
    public Task<bool> IsStillAsync(Actor actor, CancellationToken cancel) => _db.AccessGrants.InForceOn(_clock.Today()).AnyAsync(
        grant => grant.UserId == actor.UserId && grant.Role == actor.Role && grant.OfficeId == actor.OfficeId, cancel);
}
