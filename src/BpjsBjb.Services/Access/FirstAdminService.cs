using BpjsBjb.Domain.Access;
using BpjsBjb.Domain.Common;
using BpjsBjb.Domain.Offices;
using BpjsBjb.Domain.People;
using BpjsBjb.Services.Data;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace BpjsBjb.Services.Access;

/// <summary>Makes administrators from the server's console while there are not yet two, who from then on need one another.</summary>
public sealed class FirstAdminService
{
    public static readonly Refusal TwoAreThere = new("first-admin.two-are-there");

    private static readonly Dictionary<string, Refusal> Refusals = new() { [TwoAreThere.Code] = TwoAreThere };

    private readonly BpjsBjbDbContext _db;
    private readonly ILookupNormalizer _names;
    private readonly TimeProvider _clock;
    private readonly ILogger<FirstAdminService> _log;

    internal FirstAdminService(BpjsBjbDbContext db, ILookupNormalizer names, TimeProvider clock, ILogger<FirstAdminService> log) =>
        (_db, _names, _clock, _log) = (db, names, clock, log);

    /// <summary>A one-time link of thirty minutes; asked for again for the same address, the earlier one is worth nothing.</summary>
    public async Task<Result<ApprovedGrant>> InviteAsync(string? email, string? fullName, CancellationToken cancel)
    {
        var address = GrantService.EmailOf(email);
        var name = PersonName.Parse(fullName);
        if (address.IsRefused || name.IsRefused) return address.Refusals.Concat(name.Refusals).ToArray();

        await using var work = await _db.BeginAsync(RowScope.Nobody, cancel);
        var now = _clock.GetUtcNow();
        var normalised = _names.NormalizeEmail(address.Value);
        var known = await _db.Users.AsNoTracking().SingleOrDefaultAsync(user => user.NormalizedEmail == normalised, cancel);
        if (known is not null && !await WaitsForItsLinkAsync(known.Id, cancel)) return GrantService.EmailTaken;

        var userId = known?.Id ?? await AddAsync(address.Value, name.Value, now, cancel);
        var link = Invitation.New(userId, createdBy: null, now, Invitation.FromTheConsole);
        _db.Add(link.Invitation);
        var failed = await _db.TrySaveAsync(
            AccessGrant.ChangedMeanwhile,
            Refusals,
            cancel,
            $"update invitations set expires_at = least(expires_at, {now}) where user_id = {userId} and used_at is null and id <> {link.Invitation.Id}");
        if (failed.Count > 0) return failed.ToArray();

        _log.AdminInvitedFromConsole(userId, link.Invitation.Id);
        return new ApprovedGrant(userId, known?.FullName ?? name.Value, link.Token, link.Invitation.ExpiresAt);
    }

    private Task<bool> WaitsForItsLinkAsync(Guid userId, CancellationToken cancel) => _db.AccessGrants.AnyAsync(
        grant => grant.UserId == userId && grant.Origin == GrantOrigin.Console && grant.EndedAt == null
            && _db.Users.Any(user => user.Id == userId && !user.EmailConfirmed),
        cancel);

    private async Task<Guid> AddAsync(string email, string fullName, DateTimeOffset now, CancellationToken cancel)
    {
        var office = await _db.Offices.Where(row => row.Institution == Institution.Bjb && row.Kind == OfficeKind.HeadOffice)
            .Select(row => row.Id).FirstAsync(cancel);
        var user = GrantService.NewUser(email, fullName, Role.SystemAdmin, office, now, _names);
        _db.Add(user);
        _db.Add(AccessGrant.ByConsole(user.Id, office, now));
        return user.Id;
    }
}
