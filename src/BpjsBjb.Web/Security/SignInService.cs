using BpjsBjb.Domain.Common;
using Microsoft.AspNetCore.Authentication;

namespace BpjsBjb.Web.Security;

/// <summary>What came of an attempt: signed in, or the one reason that may be told.</summary>
/// <param name="Refusal">Null when the cookie has been issued.</param>
public sealed record SignInOutcome(Refusal? Refusal)
{
    /// <summary>Wrong address, wrong password, disabled: never told apart.</summary>
    public static readonly Refusal Failed = new("sign-in.failed");

    /// <summary>Too many attempts; the value is the minutes to wait.</summary>
    public static readonly Refusal Locked = new("sign-in.locked");

    public static readonly SignInOutcome Success = new((Refusal?)null);

    public bool IsSignedIn => Refusal is null;
}

/// <summary>Signs a person in and out. Knows accounts; the page knows none.</summary>
public sealed class SignInService
{
    /// <summary>Refuses everybody until the account store is connected.</summary>
    public Task<SignInOutcome> TryAsync(string email, string password) =>
        Task.FromResult(new SignInOutcome(SignInOutcome.Failed));

    public Task EndAsync(HttpContext context) => context.SignOutAsync();
}
