using System.Security.Claims;
using Microsoft.AspNetCore;
using OpenIddict.Abstractions;
using OpenIddict.Server;
using OpenIddict.Server.AspNetCore;
using static OpenIddict.Abstractions.OpenIddictConstants;
using static OpenIddict.Server.OpenIddictServerEvents;

namespace BpjsBjb.Web.Api;

/// <summary>Hands a client its access token (RFC 6749, 4.4): no person, no refresh, nothing stored.</summary>
internal static class TokenEndpoint
{
    public const string Audience = "lindung-debitur-api";

    public static readonly TimeSpan Life = TimeSpan.FromMinutes(10);

    /// <summary>Runs after <see cref="ClientCheck"/>: client and scopes are right.</summary>
    public static IResult Issue(HttpContext http, ApiClients clients)
    {
        var request = http.GetOpenIddictServerRequest() ?? throw new InvalidOperationException("The token endpoint was reached past OpenIddict.");
        var client = clients.Named(request.ClientId) ?? throw new InvalidOperationException("The client was checked and is gone.");
        var asked = request.GetScopes();

        var identity = new ClaimsIdentity(OpenIddictServerAspNetCoreDefaults.AuthenticationScheme, Claims.Name, Claims.Role);
        identity.SetClaim(Claims.Subject, client.Id);
        identity.SetScopes(asked.Length > 0 ? asked : [.. client.Scopes]);
        identity.SetResources(Audience);
        identity.SetDestinations(static _ => [Destinations.AccessToken]);
        return Results.SignIn(new ClaimsPrincipal(identity), authenticationScheme: OpenIddictServerAspNetCoreDefaults.AuthenticationScheme);
    }
}

/// <summary>Whose request for a token it is, and whether it asks for more than the client may have.</summary>
internal sealed class ClientCheck(ApiClients clients) : IOpenIddictServerHandler<ValidateTokenRequestContext>
{
    public ValueTask HandleAsync(ValidateTokenRequestContext context)
    {
        if (clients.Find(context.ClientId, context.ClientSecret) is not { } client)
        {
            context.Reject(Errors.InvalidClient, "Client name and secret do not belong together.");
        }
        else if (context.Request.GetScopes().Any(scope => !client.Scopes.Contains(scope)))
        {
            context.Reject(Errors.InvalidScope, $"The client may ask for: {string.Join(' ', client.Scopes)}");
        }

        return ValueTask.CompletedTask;
    }
}
