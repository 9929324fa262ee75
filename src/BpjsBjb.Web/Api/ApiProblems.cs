using System.Globalization;
using System.Text.Json;
using BpjsBjb.Domain.Common;
using BpjsBjb.Web.Localisation;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Localization;
using Microsoft.AspNetCore.WebUtilities;

namespace BpjsBjb.Web.Api;

/// <param name="Code">The same as the pages': what a program reads.</param>
/// <param name="Field">Name of the field in the call, where it is about one.</param>
/// <param name="Text">For a person, in the language asked for.</param>
public sealed record ApiReason(string Code, string? Field, string Text);

/// <summary>Problem details (RFC 9457), with every reason.</summary>
public sealed record ApiProblem(string Type, string Title, int Status, string Detail, string Code, IReadOnlyList<ApiReason> Reasons);

/// <summary>A call that is refused says why in problem details, whoever refused it: the call, the guard, the limits or sign-in.</summary>
internal static class ApiProblems
{
    public const string ContentType = "application/problem+json";

    public static readonly Refusal TooLarge = new("api.too-large");
    public static readonly Refusal NotJson = new("api.not-json");
    public static readonly Refusal NoToken = new("api.no-token");
    public static readonly Refusal NotAllowed = new("api.not-allowed");
    public static readonly Refusal NotThere = new("api.not-there");
    public static readonly Refusal OtherMethod = new("api.other-method");
    public static readonly Refusal TooMany = new("api.too-many");
    public static readonly Refusal Failed = new("api.failed");

    public static IResult Refuse(HttpContext http, IReadOnlyList<Refusal> refusals)
    {
        var status = refusals[0] switch
        {
            var refusal when refusal == TooLarge => StatusCodes.Status413PayloadTooLarge,
            var refusal when refusal == ApiBody.Malformed => StatusCodes.Status400BadRequest,
            _ => StatusCodes.Status422UnprocessableEntity,
        };
        return Results.Json(Of(http, status, refusals), ApiJson.Options, ContentType, status);
    }

    /// <summary>For an answer that has a status and nothing else.</summary>
    public static Task WriteAsync(HttpContext http)
    {
        var status = http.Response.StatusCode;
        var refusal = status switch
        {
            StatusCodes.Status401Unauthorized => NoToken,
            StatusCodes.Status403Forbidden => NotAllowed,
            StatusCodes.Status404NotFound => NotThere,
            StatusCodes.Status405MethodNotAllowed => OtherMethod,
            StatusCodes.Status413PayloadTooLarge => TooLarge,
            StatusCodes.Status415UnsupportedMediaType => NotJson,
            StatusCodes.Status429TooManyRequests => TooMany,
            >= StatusCodes.Status500InternalServerError => Failed,
            _ => ApiBody.Malformed,
        };
        return http.Response.WriteAsJsonAsync(Of(http, status, [refusal]), ApiJson.Options, ContentType, CancellationToken.None);
    }

    public static IReadOnlyList<ApiReason> ReasonsOf(HttpContext http, IEnumerable<Refusal> refusals)
    {
        var sentences = http.RequestServices.GetRequiredService<RefusalSentences>();
        return [.. refusals.Select(refusal => new ApiReason(refusal.Code, FieldOf(refusal), sentences.Of(refusal).Text))];
    }

    private static ApiProblem Of(HttpContext http, int status, IReadOnlyList<Refusal> refusals)
    {
        var reasons = ReasonsOf(http, refusals);
        return new ApiProblem("about:blank", ReasonPhrases.GetReasonPhrase(status), status, reasons[0].Text, reasons[0].Code, reasons);
    }

    private static string? FieldOf(Refusal refusal) => refusal.Field is { Length: > 0 } field ? JsonNamingPolicy.CamelCase.ConvertName(field) : null;
}

/// <summary>Gives a call's bare status its problem details; a page's goes on to the page that tells it.</summary>
internal sealed class ApiAnswers(RequestDelegate next)
{
    public async Task InvokeAsync(HttpContext http)
    {
        await next(http);
        if (ApiPaths.IsOne(http.Request.Path) && !http.Response.HasStarted && http.Response is { StatusCode: >= 400, ContentType: null })
        {
            await ApiProblems.WriteAsync(http);
        }
    }
}

/// <summary>The same for a call that failed; it has been logged as every failure.</summary>
internal sealed class ApiFailures : IExceptionHandler
{
    public async ValueTask<bool> TryHandleAsync(HttpContext httpContext, Exception exception, CancellationToken cancellationToken)
    {
        // By now the request's own path is that of the error page, and its language is forgotten.
        if (httpContext.Features.Get<IExceptionHandlerPathFeature>() is not { } failed || !ApiPaths.IsOne(failed.Path)) return false;

        if (httpContext.Features.Get<IRequestCultureFeature>() is { } language) CultureInfo.CurrentUICulture = language.RequestCulture.UICulture;
        httpContext.Response.StatusCode = exception is BadHttpRequestException bad ? bad.StatusCode : StatusCodes.Status500InternalServerError;
        await ApiProblems.WriteAsync(httpContext);
        return true;
    }
}
