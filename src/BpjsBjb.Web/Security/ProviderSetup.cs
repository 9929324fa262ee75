using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.OpenIdConnect;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;

namespace BpjsBjb.Web.Security;

internal static class ProviderSetup
{
    private static readonly TimeSpan ClockDifference = TimeSpan.FromMinutes(1);

    /// <summary>Code flow with PKCE, state and nonce; what the provider says goes to <see cref="ProviderSignIn"/> and no further.</summary>
    /// <exception cref="InvalidOperationException">A provider lacks a setting, or its address is not https.</exception>
    public static AuthenticationBuilder AddProviders(this AuthenticationBuilder builder, IReadOnlyList<ProviderOptions> providers, bool plainHttp)
    {
        builder.Services.AddScoped<ProviderSignIn>();
        foreach (var provider in providers)
        {
            Check(provider);
            builder.AddOpenIdConnect(provider.Scheme, options => Configure(options, provider, plainHttp));
            builder.Services.AddOptions<OpenIdConnectOptions>(provider.Scheme).Configure<TimeProvider>((options, clock) =>
                options.TokenValidationParameters.LifetimeValidator = (from, until, _, _) =>
                    until > clock.GetUtcNow().UtcDateTime - ClockDifference && !(from > clock.GetUtcNow().UtcDateTime + ClockDifference));
        }

        return builder;
    }

    private static void Configure(OpenIdConnectOptions options, ProviderOptions provider, bool plainHttp)
    {
        options.Authority = provider.Authority;
        options.RequireHttpsMetadata = !new Uri(provider.Authority).IsLoopback;
        (options.ClientId, options.ClientSecret) = (provider.ClientId, provider.ClientSecret);
        options.ResponseType = OpenIdConnectResponseType.Code;
        // A top-level redirect back: cookies that are Lax come with it.
        options.ResponseMode = OpenIdConnectResponseMode.Query;
        options.UsePkce = true;
        options.MaxAge = ProviderSignIn.MostAge;
        options.Scope.Clear();
        options.Scope.Add("openid");
        options.Scope.Add("email");
        options.MapInboundClaims = false;
        options.ClaimActions.Clear();
        options.SaveTokens = false;
        options.CallbackPath = $"/SignIn/From/{provider.Name}";
        foreach (var cookie in new[] { options.CorrelationCookie, options.NonceCookie })
        {
            cookie.SameSite = SameSiteMode.Lax;
            cookie.SecurePolicy = plainHttp ? CookieSecurePolicy.SameAsRequest : CookieSecurePolicy.Always;
        }

        options.Events.OnTicketReceived = context => ReceiveAsync(context, provider);
        options.Events.OnRemoteFailure = context =>
        {
            Refuse(context);
            return Task.CompletedTask;
        };
    }

    private static async Task ReceiveAsync(TicketReceivedContext context, ProviderOptions provider)
    {
        var signIn = context.HttpContext.RequestServices.GetRequiredService<ProviderSignIn>();
        var outcome = await signIn.TryAsync(provider, context.Principal!);
        if (outcome.Refusal is not null)
        {
            Refuse(context);
            return;
        }

        var returnUrl = context.ReturnUri is { Length: > 0 } given ? given : "/";
        context.HandleResponse();
        context.Response.Redirect(outcome.NeedsCode
            ? $"{context.Request.PathBase}/SignIn/Code?ReturnUrl={Uri.EscapeDataString(returnUrl)}"
            : returnUrl);
    }

    private static void Refuse(HandleRequestContext<RemoteAuthenticationOptions> context)
    {
        context.HandleResponse();
        context.Response.Redirect($"{context.Request.PathBase}/SignIn?Refused=true");
    }

    private static void Check(ProviderOptions provider)
    {
        if (!provider.Name.All(char.IsAsciiLetterLower) || new[] { provider.Name, provider.Title, provider.ClientId, provider.ClientSecret, provider.EmailDomain }
            .Any(string.IsNullOrWhiteSpace))
        {
            throw new InvalidOperationException("Portal__Providers: each needs Name (small letters), Title, Authority, ClientId, ClientSecret and EmailDomain.");
        }

        if (!Uri.TryCreate(provider.Authority, UriKind.Absolute, out var address) || (address.Scheme != Uri.UriSchemeHttps && !address.IsLoopback))
        {
            throw new InvalidOperationException("Portal__Providers: Authority must be an https address.");
        }
    }
}
