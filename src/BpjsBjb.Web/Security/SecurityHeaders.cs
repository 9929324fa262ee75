namespace BpjsBjb.Web.Security;

/// <summary>The same protective headers on every answer: pages, errors, files, JSON.</summary>
internal sealed class SecurityHeaders(RequestDelegate next)
{
    public const string ContentSecurityPolicy =
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; connect-src 'self'; "
        + "form-action 'self'; object-src 'none'; base-uri 'none'; frame-ancestors 'none'";

    private const string NoDevices =
        "accelerometer=(), camera=(), display-capture=(), geolocation=(), gyroscope=(), magnetometer=(), microphone=(), "
        + "midi=(), payment=(), serial=(), usb=()";

    public Task InvokeAsync(HttpContext context)
    {
        // Written when the answer starts: the exception handler clears everything that was set before.
        context.Response.OnStarting(Write, context.Response);
        return next(context);
    }

    private static Task Write(object state)
    {
        var headers = ((HttpResponse)state).Headers;
        headers.ContentSecurityPolicy = ContentSecurityPolicy;
        headers.XContentTypeOptions = "nosniff";
        headers["Referrer-Policy"] = "same-origin";
        headers["Cross-Origin-Opener-Policy"] = "same-origin";
        headers["Cross-Origin-Resource-Policy"] = "same-origin";
        headers["Permissions-Policy"] = NoDevices;
        // Files carry their own; everything else may hold a person's data and stays out of every cache.
        if (headers.CacheControl.Count == 0) headers.CacheControl = "no-store";
        // Nobody guesses in which alphabet a text is written.
        if (IsTextWithoutCharset(headers.ContentType.ToString())) headers.ContentType = $"{headers.ContentType}; charset=utf-8";
        return Task.CompletedTask;
    }

    private static bool IsTextWithoutCharset(string type) =>
        (type.StartsWith("text/", StringComparison.Ordinal) || type.EndsWith("+xml", StringComparison.Ordinal))
        && !type.Contains("charset=", StringComparison.OrdinalIgnoreCase);
}
