using BpjsBjb.Domain.Common;
using BpjsBjb.Domain.Offices;
using BpjsBjb.Services.Data;
using Microsoft.EntityFrameworkCore;

namespace BpjsBjb.Services.Access;

/// <summary>A user with the office that bounds what they see.</summary>
public sealed record UserScope(Guid UserId, string FullName, Role Role, Guid OfficeId, string OfficeName, OfficeInterval Bank, OfficeInterval Bpjs);

public sealed record UserListItem(string FullName, string Email, Role Role, string OfficeName, bool IsDemo, bool IsLockedOut);

/// <summary>Turns a user into the rows they may see, and lists users for the system admin.</summary>
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

    public async Task<IReadOnlyList<UserListItem>> ListAsync(CancellationToken cancel)
    {
        var now = _clock.GetUtcNow();
        return await (
            from user in _db.Users.AsNoTracking()
            join office in _db.Offices on user.OfficeId equals office.Id
            orderby user.FullName
            select new UserListItem(user.FullName, user.Email!, user.Role, office.Name, user.IsDemo, user.LockoutEnd > now)).ToListAsync(cancel);
    }
}
