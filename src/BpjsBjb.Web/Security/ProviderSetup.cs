using BpjsBjb.Services.Access;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.OpenIdConnect;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;
using Microsoft.IdentityModel.Tokens;

namespace BpjsBjb.Web.Security;

internal static class ProviderSetup
{
    /// <summary>Signatures made with a private key: nobody but the provider makes them.</summary>
    private static readonly string[] Signatures =
    [
        SecurityAlgorithms.RsaSha256, SecurityAlgorithms.RsaSha384, SecurityAlgorithms.RsaSha512,
        SecurityAlgorithms.RsaSsaPssSha256, SecurityAlgorithms.RsaSsaPssSha384, SecurityAlgorithms.RsaSsaPssSha512,
        SecurityAlgorithms.EcdsaSha256, SecurityAlgorithms.EcdsaSha384, SecurityAlgorithms.EcdsaSha512,
    ];

    /// <summary>Code flow with PKCE, state and nonce; what the provider says goes to <see cref="ProviderSignIn"/> and no further.</summary>
    public static void AddProviders(this AuthenticationBuilder builder, IReadOnlyList<ProviderOptions> providers, string? publicAddress, bool plainHttp)
    {
        builder.Services.AddScoped<ProviderWays>().AddScoped<ProviderSignIn>();
        foreach (var provider in providers)
        {
            builder.AddOpenIdConnect(provider.Scheme, options => Configure(options, provider, publicAddress!.TrimEnd('/'), plainHttp));
            builder.Services.AddOptions<OpenIdConnectOptions>(provider.Scheme).Configure<TimeProvider>((options, clock) =>
                options.TokenValidationParameters.LifetimeValidator = (from, until, _, _) =>
                    until > clock.GetUtcNow().UtcDateTime - ProviderSignIn.ClockDifference
                    && !(from > clock.GetUtcNow().UtcDateTime + ProviderSignIn.ClockDifference));
        }
    }

    private static void Configure(OpenIdConnectOptions options, ProviderOptions provider, string publicAddress, bool plainHttp)
    {
        options.Authority = provider.Authority;
        options.RequireHttpsMetadata = !new Uri(provider.Authority).IsLoopback;
        options.BackchannelHttpHandler = new ProviderChannel(provider);
        options.BackchannelTimeout = ProviderChannel.Timeout;
        (options.ClientId, options.ClientSecret) = (provider.ClientId, provider.ClientSecret);
        options.ResponseType = OpenIdConnectResponseType.Code;
        // A top-level redirect back: cookies that are Lax come with it.
        options.ResponseMode = OpenIdConnectResponseMode.Query;
        options.UsePkce = true;
        options.MaxAge = ProviderSignIn.MostAge;
        options.Scope.Clear();
        options.Scope.Add("openid");
        options.Scope.Add("email");
        options.TokenHandler = new SignedTokens();
        options.ClaimActions.Clear();
        options.SaveTokens = false;
        options.CallbackPath = $"/SignIn/From/{provider.Name}";
        options.TokenValidationParameters.ValidAlgorithms = Signatures;
        options.TokenValidationParameters.IssuerValidator = (issuer, _, _) =>
            issuer == provider.ExpectedIssuer ? issuer : throw new SecurityTokenInvalidIssuerException("Another issuer than the configured one.");
        Guard(options.CorrelationCookie, "way.", plainHttp);
        Guard(options.NonceCookie, "nonce.", plainHttp);
        options.Events = new OpenIdConnectEvents
        {
            OnRedirectToIdentityProvider = context =>
            {
                // Never from the request's host.
                context.ProtocolMessage.RedirectUri = publicAddress + options.CallbackPath;
                if (provider.SecondFactorAcr.Count > 0) context.ProtocolMessage.AcrValues = string.Join(' ', provider.SecondFactorAcr);
                return Task.CompletedTask;
            },
            OnMessageReceived = context =>
            {
                // RFC 9207: a provider that names itself must be the one that was asked.
                if (context.ProtocolMessage.Iss is { Length: > 0 } issuer && issuer != provider.ExpectedIssuer) context.Fail("Another provider's answer.");
                return Task.CompletedTask;
            },
            OnTicketReceived = context => ReceiveAsync(context, provider),
            OnRemoteFailure = FailAsync,
        };
    }

    /// <summary>This host's alone and kept from scripts. Lax: they must come back from the provider, with a redirect of the whole page and nothing else.</summary>
    private static void Guard(CookieBuilder cookie, string name, bool plainHttp)
    {
        PortalCookies.Guard(cookie, name, plainHttp);
        cookie.SameSite = SameSiteMode.Lax;
    }

    private static async Task ReceiveAsync(TicketReceivedContext context, ProviderOptions provider)
    {
        var receiver = context.HttpContext.RequestServices.GetRequiredService<ProviderSignIn>();
        var next = await receiver.ReceiveAsync(provider, context.Principal!, context.Properties, context.ReturnUri, CancellationToken.None);
        context.HandleResponse();
        context.Response.Redirect(context.Request.PathBase + next);
    }

    private static Task FailAsync(RemoteFailureContext context)
    {
        var problem = context.Failure switch
        {
            HttpRequestException or TaskCanceledException or InvalidOperationException => ProviderProblem.Unreachable,
            OpenIdConnectProtocolException said when said.Data["error"] is "access_denied" or "login_required" => ProviderProblem.Cancelled,
            _ => ProviderProblem.NotRight,
        };
        var receiver = context.HttpContext.RequestServices.GetRequiredService<ProviderSignIn>();
        context.HandleResponse();
        context.Response.Redirect(context.Request.PathBase + receiver.Refused(problem, ProviderTrip.Of(context.Properties), context.Properties?.RedirectUri));
        return Task.CompletedTask;
    }
}
