using BpjsBjb.Domain.Common;
using BpjsBjb.Services.Access;
using Microsoft.AspNetCore.Identity;

namespace BpjsBjb.Web.Security;

/// <summary>The step after the password: a code of the app or a recovery code. Wrong ones count to the same lockout.</summary>
public sealed class SecondStep(UserManager<PortalUser> users, SignInService signIn, HalfSignIn half, FactorService factors)
{
    /// <summary>Longer ones are refused before anybody hashes them.</summary>
    private const int LongestCode = 40;

    /// <summary>Wrong, used already, or too old: never told apart.</summary>
    public static readonly Refusal Failed = new("sign-in.code-wrong");

    /// <summary>The five minutes are over, or no password came before.</summary>
    public static readonly Refusal Expired = new("sign-in.code-late");

    public async Task<bool> IsBegunAsync() => await half.UserAsync() is not null;

    /// <param name="recoveryCode">Used instead of the code when it is not empty.</param>
    /// <param name="cancel">Stops the look-up, never the mark that a code is used.</param>
    public async Task<SignInOutcome> TryAsync(string? code, string? recoveryCode, CancellationToken cancel)
    {
        if (await half.UserAsync() is not { } user) return new SignInOutcome(Expired);
        if (await users.IsLockedOutAsync(user)) return await LockedAsync(user);

        if (!await IsRightAsync(user.Id, code?.Trim() ?? "", recoveryCode?.Trim() ?? "", cancel))
        {
            await users.AccessFailedAsync(user);
            return await users.IsLockedOutAsync(user) ? await LockedAsync(user) : new SignInOutcome(Failed);
        }

        await users.ResetAccessFailedCountAsync(user);
        await half.EndAsync();
        await signIn.IssueAsync(user.Id, hasSecondFactor: true);
        return SignInOutcome.Success;
    }

    private async Task<bool> IsRightAsync(Guid userId, string code, string recoveryCode, CancellationToken cancel)
    {
        if (code.Length > LongestCode || recoveryCode.Length > LongestCode) return false;

        return recoveryCode.Length > 0
            ? await factors.UseRecoveryCodeAsync(userId, recoveryCode, cancel)
            : await factors.UseCodeAsync(userId, code, cancel);
    }

    private async Task<SignInOutcome> LockedAsync(PortalUser user)
    {
        await half.EndAsync();
        return new SignInOutcome(await signIn.LockedAsync(user));
    }
}
