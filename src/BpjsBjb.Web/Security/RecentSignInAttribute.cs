using System.Globalization;
using System.Security.Claims;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Filters;

namespace BpjsBjb.Web.Security;

/// <summary>
/// This page, or one handler of it, wants the password asked within the last five minutes; else it is asked first.
/// A form that was opened in time may be sent for five minutes more, so that nothing typed is lost.
/// </summary>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true)]
public sealed class RecentSignInAttribute : Attribute, IAsyncPageFilter
{
    public static readonly TimeSpan MayOpen = TimeSpan.FromMinutes(5);
    public static readonly TimeSpan MaySend = TimeSpan.FromMinutes(10);

    /// <summary>The one handler that wants it, such as "Reveal"; null for the whole page.</summary>
    public string? Handler { get; set; }

    public Task OnPageHandlerSelectionAsync(PageHandlerSelectedContext context) => Task.CompletedTask;

    public Task OnPageHandlerExecutionAsync(PageHandlerExecutingContext context, PageHandlerExecutionDelegate next)
    {
        if (Handler is not null && !string.Equals(context.HandlerMethod?.Name, Handler, StringComparison.OrdinalIgnoreCase)) return next();

        var http = context.HttpContext;
        var limit = Handler is null && HttpMethods.IsPost(http.Request.Method) ? MaySend : MayOpen;
        var clock = http.RequestServices.GetRequiredService<TimeProvider>();
        if (clock.GetUtcNow() - AskedAt(http.User) < limit) return next();

        context.Result = new RedirectToPageResult("/Account/Confirm", new { returnUrl = ReturnUrl(http.Request) });
        return Task.CompletedTask;
    }

    private static DateTimeOffset AskedAt(ClaimsPrincipal user) =>
        long.TryParse(user.FindFirstValue(PortalClaims.AuthenticatedAt), NumberStyles.None, CultureInfo.InvariantCulture, out var seconds)
            ? DateTimeOffset.FromUnixTimeSeconds(seconds)
            : DateTimeOffset.MinValue;

    /// <summary>Back to the page itself: what was posted is not repeated behind the reader's back.</summary>
    private static string ReturnUrl(HttpRequest request) =>
        HttpMethods.IsGet(request.Method) ? $"{request.PathBase}{request.Path}{request.QueryString}" : $"{request.PathBase}{request.Path}";
}
