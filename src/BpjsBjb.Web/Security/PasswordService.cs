using System.Security.Claims;
using BpjsBjb.Domain.Common;
using BpjsBjb.Services.Access;
using Microsoft.AspNetCore.Identity;

namespace BpjsBjb.Web.Security;

/// <summary>What was typed.</summary>
public sealed record ChangePassword
{
    public string? Current { get; set; }

    public string? Chosen { get; set; }

    public string? Repeated { get; set; }
}

/// <summary>Changes a person's own password and ends their other sessions.</summary>
public sealed class PasswordService(UserManager<PortalUser> users, SignInService signIn, SessionService sessions)
{
    /// <summary>Whoever comes in through a provider alone has no password here to change.</summary>
    public static readonly Refusal None = new("password.none");

    public static readonly Refusal Differs = new("password.repeated-differs");

    public async Task<IReadOnlyList<Refusal>> ChangeAsync(ClaimsPrincipal reader, ChangePassword input, CancellationToken cancel)
    {
        var user = await users.FindByIdAsync(reader.ToActor().UserId.ToString())
            ?? throw new InvalidOperationException("The session's user is gone.");
        if (user.PasswordHash is null) return [None];

        var chosen = input.Chosen ?? "";
        List<Refusal> refusals = [.. PasswordRules.Check(chosen, user).Select(refusal => refusal.On(nameof(input.Chosen)))];
        if (input.Repeated != input.Chosen) refusals.Add(Differs.On(nameof(input.Repeated)));
        if (await signIn.ConfirmAsync(reader, input.Current ?? "") is { } wrong) refusals.Add(wrong.On(nameof(input.Current)));
        if (refusals.Count > 0) return refusals;

        var changed = await users.ChangePasswordAsync(user, input.Current!, chosen);
        if (!changed.Succeeded) return [.. changed.Errors.Select(error => new Refusal(error.Code).On(nameof(input.Chosen)))];

        await sessions.EndAllAsync(user.Id, SessionEnd.PasswordChanged, reader.SessionIdOrNull(), cancel);
        return [];
    }
}
