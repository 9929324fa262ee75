using System.Globalization;
using System.Security.Claims;
using BpjsBjb.Domain.Common;
using BpjsBjb.Services.Access;
using BpjsBjb.Web.Localisation;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Filters;
using Microsoft.AspNetCore.Mvc.ModelBinding;
using Microsoft.AspNetCore.Mvc.ViewFeatures;

namespace BpjsBjb.Web.Security;

/// <summary>
/// This page, or one handler of it, wants the password asked within the last five minutes; else it is asked first. A form that was
/// opened in time may be sent for five minutes more; one that is sent later is held while the password is asked, and nothing typed is lost.
/// </summary>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true)]
public sealed class RecentSignInAttribute : Attribute, IAsyncPageFilter
{
    /// <summary>The field of the held form in which the password is typed.</summary>
    public const string PasswordField = nameof(HeldForm.RecentPassword);

    public static readonly TimeSpan MayOpen = TimeSpan.FromMinutes(5);
    public static readonly TimeSpan MaySend = TimeSpan.FromMinutes(10);

    private const string AntiforgeryField = "__RequestVerificationToken";

    /// <summary>The one handler that wants it, such as "Reveal"; null for the whole page.</summary>
    public string? Handler { get; set; }

    /// <summary>Looking is free, sending wants it: for pages somebody works on all day.</summary>
    public bool OnlyToSend { get; set; }

    public Task OnPageHandlerSelectionAsync(PageHandlerSelectedContext context) => Task.CompletedTask;

    public async Task OnPageHandlerExecutionAsync(PageHandlerExecutingContext context, PageHandlerExecutionDelegate next)
    {
        if (Handler is not null && !string.Equals(context.HandlerMethod?.Name, Handler, StringComparison.OrdinalIgnoreCase))
        {
            await next();
            return;
        }

        var http = context.HttpContext;
        var isSent = HttpMethods.IsPost(http.Request.Method);
        if ((OnlyToSend && !isSent) || IsRecent(http, Handler is null && isSent ? MaySend : MayOpen))
        {
            await next();
            return;
        }

        if (!isSent)
        {
            context.Result = new RedirectToPageResult("/Account/Confirm", new { returnUrl = Address(http.Request) });
            return;
        }

        var form = await http.Request.ReadFormAsync(http.RequestAborted);
        var refusal = form.ContainsKey(PasswordField)
            ? await http.RequestServices.GetRequiredService<SignInService>().ConfirmAsync(http.User, form[PasswordField].ToString())
            : null;
        if (refusal is null && form.ContainsKey(PasswordField)) await next();
        else context.Result = Held(http, form, refusal, await HasPasswordAsync(http));
    }

    private static Task<bool> HasPasswordAsync(HttpContext http) =>
        http.RequestServices.GetRequiredService<ProviderLogins>().HasPasswordAsync(http.User.ToActor().UserId, http.RequestAborted);

    private static bool IsRecent(HttpContext http, TimeSpan limit) =>
        IsRecent(http.User, http.RequestServices.GetRequiredService<TimeProvider>().GetUtcNow(), limit);

    internal static bool IsRecent(ClaimsPrincipal user, DateTimeOffset now, TimeSpan limit) => now - AskedAt(user) < limit;

    private static DateTimeOffset AskedAt(ClaimsPrincipal user) =>
        long.TryParse(user.FindFirstValue(PortalClaims.AuthenticatedAt), NumberStyles.None, CultureInfo.InvariantCulture, out var seconds)
            ? DateTimeOffset.FromUnixTimeSeconds(seconds)
            : DateTimeOffset.MinValue;

    private static string Address(HttpRequest request) => $"{request.PathBase}{request.Path}{request.QueryString}";

    /// <summary>What was sent, once more, with the password's field: only the person at the browser sends it again.</summary>
    private static ViewResult Held(HttpContext http, IFormCollection form, Refusal? refusal, bool hasPassword)
    {
        var state = new ModelStateDictionary();
        if (refusal is not null)
        {
            state.AddModelError(PasswordField, http.RequestServices.GetRequiredService<RefusalSentences>().Of(refusal).Text);
        }

        var fields = form.Where(field => field.Key is not (AntiforgeryField or PasswordField))
            .SelectMany(field => field.Value.Select(value => KeyValuePair.Create(field.Key, value ?? ""))).ToList();
        return new ViewResult
        {
            ViewName = "/Pages/Account/Held.cshtml",
            StatusCode = StatusCodes.Status422UnprocessableEntity,
            ViewData = new ViewDataDictionary<HeldForm>(new EmptyModelMetadataProvider(), state) { Model = new HeldForm(Address(http.Request), fields, hasPassword) },
        };
    }
}

/// <summary>A form that waits until the password was asked.</summary>
/// <param name="HasPassword">Else the provider is asked in another tab, and the form is sent again as it stands.</param>
public sealed record HeldForm(string Address, IReadOnlyList<KeyValuePair<string, string>> Fields, bool HasPassword)
{
    /// <summary>Typed on the way; never shown again.</summary>
    public string? RecentPassword => null;
}
