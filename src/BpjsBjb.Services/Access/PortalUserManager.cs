using BpjsBjb.Domain.Common;
using BpjsBjb.Domain.Rules;
using BpjsBjb.Services.Data;
using BpjsBjb.Services.Rules;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace BpjsBjb.Services.Access;

/// <summary>Identity's user manager on the portal's clock, with locks that double up to a ceiling and are never for good.</summary>
internal sealed class PortalUserManager(
    IUserStore<PortalUser> store,
    IOptions<IdentityOptions> options,
    IPasswordHasher<PortalUser> hasher,
    IEnumerable<IUserValidator<PortalUser>> userValidators,
    IEnumerable<IPasswordValidator<PortalUser>> passwordValidators,
    ILookupNormalizer normalizer,
    IdentityErrorDescriber errors,
    IServiceProvider services,
    ILogger<UserManager<PortalUser>> log,
    BpjsBjbDbContext db,
    RuleBookSource rules,
    TimeProvider clock)
    : UserManager<PortalUser>(store, options, hasher, userValidators, passwordValidators, normalizer, errors, services, log)
{
    /// <summary>By then every ceiling is reached; two to a greater power would be no number of minutes.</summary>
    private const int MostDoublings = 20;

    public override Task<bool> IsLockedOutAsync(PortalUser user) => Task.FromResult(user.LockoutEnd > clock.GetUtcNow());

    /// <summary>Counts one failure: of two at once both count. The last one that is allowed locks.</summary>
    public override async Task<IdentityResult> AccessFailedAsync(PortalUser user)
    {
        var (book, today) = (await rules.ReadAsync(CancellationToken.None), clock.Today());
        var failures = book.LimitOf(LimitKind.SignInFailures, today).Value;
        var first = book.LimitOf(LimitKind.SignInLockMinutes, today).Value;
        var longest = book.LimitOf(LimitKind.SignInLockMinutesMost, today).Value;
        var now = clock.GetUtcNow();
        await ChangeAsync(user, $"""
            update users
               set access_failed_count = case when access_failed_count + 1 < {failures} then access_failed_count + 1 else 0 end,
                   locks_in_a_row = locks_in_a_row + case when access_failed_count + 1 < {failures} then 0 else 1 end,
                   lockout_end = case when access_failed_count + 1 < {failures} then lockout_end
                       else {now} + interval '1 minute' * least({first} * power(2, least(locks_in_a_row, {MostDoublings})), {longest}) end
             where id = {user.Id} and (lockout_end is null or lockout_end <= {now})
            """);
        Logger.SignInFailed(user.Id);
        if (user.LockoutEnd > now) Logger.UserLocked(user.Id, user.LocksInARow);
        return IdentityResult.Success;
    }

    /// <summary>Forgives what came before: the person has proved who they are.</summary>
    public override async Task<IdentityResult> ResetAccessFailedCountAsync(PortalUser user)
    {
        if (user is { AccessFailedCount: 0, LocksInARow: 0 }) return IdentityResult.Success;

        await ChangeAsync(user, $"update users set access_failed_count = 0, locks_in_a_row = 0 where id = {user.Id}");
        return IdentityResult.Success;
    }

    /// <summary>Whoever knows the password needs no link to a new one: an open one is closed.</summary>
    public override async Task<IdentityResult> ChangePasswordAsync(PortalUser user, string currentPassword, string newPassword)
    {
        await using var work = await db.BeginAsync(RowScope.OfAccount(user.Id), CancellationToken.None);
        var changed = await base.ChangePasswordAsync(user, currentPassword, newPassword);
        if (!changed.Succeeded) return changed;

        await db.CloseLinksAsync(user.Id, clock.GetUtcNow(), CancellationToken.None);
        await work.CommitAsync();
        return changed;
    }

    public override async Task<IdentityResult> AddOrUpdatePasskeyAsync(PortalUser user, UserPasskeyInfo passkey)
    {
        var isNew = await GetPasskeyAsync(user, passkey.CredentialId) is null;
        await using var work = await db.BeginAsync(RowScope.OfAccount(user.Id), CancellationToken.None);
        var kept = await base.AddOrUpdatePasskeyAsync(user, passkey);
        if (!kept.Succeeded) return kept;

        await work.CommitAsync();
        if (isNew) Logger.PasskeyAdded(user.Id);
        return kept;
    }

    public override async Task<IdentityResult> RemovePasskeyAsync(PortalUser user, byte[] credentialId)
    {
        await using var work = await db.BeginAsync(RowScope.OfAccount(user.Id), CancellationToken.None);
        var removed = await base.RemovePasskeyAsync(user, credentialId);
        if (!removed.Succeeded) return removed;

        await work.CommitAsync();
        Logger.PasskeyRemoved(user.Id);
        return removed;
    }

    /// <summary>Whoever changes a password or a passkey has shown that the account is theirs: the trail names them, not the portal.</summary>
    protected override async Task<IdentityResult> UpdateUserAsync(PortalUser user)
    {
        await using var work = await db.BeginAsync(RowScope.OfAccount(user.Id), CancellationToken.None);
        var updated = await base.UpdateUserAsync(user);
        if (updated.Succeeded) await work.CommitAsync();
        return updated;
    }

    /// <summary>One statement, so that nobody's failure is lost, and the row as it then stands. The portal counts, whoever typed.</summary>
    private async Task ChangeAsync(PortalUser user, FormattableString sql)
    {
        await using (var work = db.Database.CurrentTransaction is null ? await db.Database.BeginTransactionAsync() : null)
        {
            await db.Database.ExecuteSqlInterpolatedAsync(sql);
            if (work is not null) await work.CommitAsync(CancellationToken.None);
        }

        await db.Entry(user).ReloadAsync();
    }
}
