using System.Globalization;
using System.Security.Claims;
using BpjsBjb.Services.Access;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;

namespace BpjsBjb.Web.Security;

/// <summary>Keeps tickets in the database: the cookie holds a random key, and a copy of it is worth nothing once its row has ended.</summary>
internal sealed class SessionTicketStore(IHttpContextAccessor http) : ITicketStore
{
    public Task<string> StoreAsync(AuthenticationTicket ticket) => StoreAsync(ticket, Current, CancellationToken.None);

    public Task<string> StoreAsync(AuthenticationTicket ticket, CancellationToken cancellationToken) =>
        StoreAsync(ticket, Current, cancellationToken);

    public Task<string> StoreAsync(AuthenticationTicket ticket, HttpContext httpContext, CancellationToken cancellationToken) =>
        Sessions(httpContext).OpenAsync(
            new NewSession(
                ticket.Principal.ToActor().UserId,
                ticket.Properties.GetParameter<bool>(PortalClaims.SecondFactor),
                ClientName.NetworkOf(httpContext.Connection.RemoteIpAddress),
                ClientName.BrowserOf(httpContext.Request.Headers.UserAgent),
                TicketSerializer.Default.Serialize(ticket)),
            cancellationToken);

    public Task<AuthenticationTicket?> RetrieveAsync(string key) => RetrieveAsync(key, Current, CancellationToken.None);

    public Task<AuthenticationTicket?> RetrieveAsync(string key, CancellationToken cancellationToken) =>
        RetrieveAsync(key, Current, cancellationToken);

    public async Task<AuthenticationTicket?> RetrieveAsync(string key, HttpContext httpContext, CancellationToken cancellationToken)
    {
        if (await Sessions(httpContext).FindAsync(key, cancellationToken) is not { } session) return null;

        var ticket = TicketSerializer.Default.Deserialize(session.Ticket)!;
        ticket.Properties.ExpiresUtc = session.EndsAt;
        // What changes while a session lives is the row's to say.
        ((ClaimsIdentity)ticket.Principal.Identity!).AddClaims(
        [
            new(PortalClaims.SessionId, session.Id.ToString()),
            new(PortalClaims.AuthenticatedAt, session.AuthenticatedAt.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture)),
            new(PortalClaims.SecondFactor, session.HasSecondFactor ? bool.TrueString : bool.FalseString),
        ]);
        return ticket;
    }

    /// <summary>Nobody renews: a session's end is fixed when it begins, and every sign-in begins a new one.</summary>
    public Task RenewAsync(string key, AuthenticationTicket ticket) => Task.CompletedTask;

    public Task RemoveAsync(string key) => RemoveAsync(key, Current, CancellationToken.None);

    public Task RemoveAsync(string key, CancellationToken cancellationToken) => RemoveAsync(key, Current, cancellationToken);

    public Task RemoveAsync(string key, HttpContext httpContext, CancellationToken cancellationToken) =>
        Sessions(httpContext).EndAsync(key, SessionEnd.SignedOut, CancellationToken.None);

    private HttpContext Current => http.HttpContext ?? throw new InvalidOperationException("There is no request.");

    private static SessionService Sessions(HttpContext context) => context.RequestServices.GetRequiredService<SessionService>();
}
