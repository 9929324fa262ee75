using Microsoft.AspNetCore.Authorization;
using OpenIddict.Abstractions;
using OpenIddict.Validation.AspNetCore;

namespace BpjsBjb.Web.Api;

/// <summary>Which call needs which scope: one each. No session of a person opens a call, and no token a page.</summary>
public static class ApiPermissions
{
    public const string QuoteContributions = nameof(QuoteContributions);
    public const string CheckIdentifiers = nameof(CheckIdentifiers);
    public const string DecideGate = nameof(DecideGate);

    /// <summary>The whole table: permission → scope, as clients ask for it.</summary>
    public static readonly IReadOnlyDictionary<string, string> Scopes = new Dictionary<string, string>
    {
        [QuoteContributions] = "contribution-quotes",
        [CheckIdentifiers] = "identifier-checks",
        [DecideGate] = "gate-decisions",
    };

    internal static void AddTo(AuthorizationOptions options)
    {
        foreach (var (permission, scope) in Scopes)
        {
            options.AddPolicy(permission, policy => policy
                .AddAuthenticationSchemes(OpenIddictValidationAspNetCoreDefaults.AuthenticationScheme)
                .RequireAuthenticatedUser()
                .AddRequirements(new HasScope(scope)));
        }
    }
}

internal sealed record HasScope(string Scope) : IAuthorizationRequirement;

/// <summary>The token has the scope and its client may have it still: a client that was taken out is out at its next call.</summary>
internal sealed class HasScopeHandler(ApiClients clients) : AuthorizationHandler<HasScope>
{
    protected override Task HandleRequirementAsync(AuthorizationHandlerContext context, HasScope requirement)
    {
        if (context.User.HasScope(requirement.Scope)
            && clients.Named(context.User.GetClaim(OpenIddictConstants.Claims.Subject)) is { } client
            && client.Scopes.Contains(requirement.Scope))
        {
            context.Succeed(requirement);
        }

        return Task.CompletedTask;
    }
}
