using BpjsBjb.Services.Access;
using BpjsBjb.Web.Pages.SignIn;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.ModelBinding;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.Mvc.ViewFeatures;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;

namespace BpjsBjb.Web.Security;

/// <summary>Which providers there are for somebody, and the way out to one.</summary>
public sealed class ProviderWays(IOptions<PortalOptions> portal, ProviderLogins logins, TimeProvider clock)
{
    public IReadOnlyList<ProviderOptions> All => portal.Value.Providers;

    public ProviderOptions? Find(string? name) => All.FirstOrDefault(provider => provider.Name == name);

    public IReadOnlyList<ProviderOptions> For(string? email) => [.. All.Where(provider => provider.IsFor(email))];

    /// <summary>Those that vouch for this user already.</summary>
    public async Task<IReadOnlyList<ProviderOptions>> BoundToAsync(Guid userId, CancellationToken cancel)
    {
        if (All.Count == 0) return [];

        var issuers = await logins.IssuersOfAsync(userId, cancel);
        return [.. All.Where(provider => issuers.Contains(provider.ExpectedIssuer))];
    }

    /// <summary>
    /// A page that leads on to the provider. A form may send to this portal alone (content security policy), and browsers hold a redirect to the same.
    /// </summary>
    /// <returns>Null when the provider does not answer.</returns>
    public async Task<IActionResult?> LeaveAsync(
        PageModel page, ProviderOptions provider, ProviderErrand errand, string? returnUrl, string? token = null)
    {
        var user = page.User.Identity?.IsAuthenticated == true ? page.User.ToActor().UserId : default(Guid?);
        var state = new AuthenticationProperties { RedirectUri = page.Url.IsLocalUrl(returnUrl) ? page.Url.Content(returnUrl) : page.Url.Content("~/") };
        new ProviderTrip(errand, clock.GetUtcNow(), user, page.User.SessionIdOrNull(), token).WriteTo(state);
        if (errand == ProviderErrand.Confirm)
        {
            state.SetParameter(OpenIdConnectParameterNames.Prompt, OpenIdConnectPrompt.Login);
            state.SetParameter<TimeSpan?>(OpenIdConnectParameterNames.MaxAge, TimeSpan.Zero);
        }

        try
        {
            await page.HttpContext.ChallengeAsync(provider.Scheme, state);
        }
        catch (Exception failure) when (failure is InvalidOperationException or HttpRequestException or TaskCanceledException)
        {
            logins.Note(ProviderProblem.Unreachable);
            return null;
        }

        var address = page.Response.Headers.Location.ToString();
        page.Response.Headers.Remove("Location");
        page.Response.Headers["Refresh"] = $"0;url={address}";
        return new ViewResult
        {
            ViewName = "/Pages/SignIn/Leaving.cshtml",
            StatusCode = StatusCodes.Status200OK,
            ViewData = new ViewDataDictionary<Leaving>(new EmptyModelMetadataProvider(), new ModelStateDictionary())
            {
                Model = new Leaving(provider.Title, address),
            },
        };
    }
}
