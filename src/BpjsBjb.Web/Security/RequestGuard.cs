using BpjsBjb.Domain.Common;
using BpjsBjb.Web.Api;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace BpjsBjb.Web.Security;

/// <summary>Put on the model of a page that takes files; every other page refuses a body that could carry one.</summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class TakesFilesAttribute(long mostBytes) : Attribute
{
    public long MostBytes { get; } = mostBytes;
}

/// <summary>Refuses by its head what no form of this portal sends, before anybody reads the body: methods, kinds of body, sizes.</summary>
internal sealed class RequestGuard(RequestDelegate next)
{
    /// <summary>The longest form of the portal, with every field full, is under a tenth of it.</summary>
    public const int MostFormBytes = 256 * 1024;

    public static readonly Refusal FilesNotTaken = new("request.files-not-taken");
    public static readonly Refusal TooLarge = new("request.too-large");

    private const string Form = "application/x-www-form-urlencoded";
    private const string FormWithFiles = "multipart/form-data";
    private const string Json = "application/json";

    public Task InvokeAsync(HttpContext context)
    {
        var request = context.Request;
        if (IsToldOf(context))
        {
            PutDown(request);
            return next(context);
        }

        if (!HttpMethods.IsGet(request.Method) && !HttpMethods.IsHead(request.Method) && !HttpMethods.IsPost(request.Method))
        {
            context.Response.Headers.Allow = "GET, HEAD, POST";
            context.Response.StatusCode = StatusCodes.Status405MethodNotAllowed;
            return Task.CompletedTask;
        }

        var files = context.GetEndpoint()?.Metadata.GetMetadata<CompiledPageActionDescriptor>()?.ModelTypeInfo?
            .GetCustomAttributes(typeof(TakesFilesAttribute), inherit: true).OfType<TakesFilesAttribute>().FirstOrDefault();
        // A call has a body or is none; a page may be asked for without.
        var isCall = ApiPaths.IsCall(request.Path);
        if ((HasBody(context) || (isCall && HttpMethods.IsPost(request.Method))) && !IsTaken(request.ContentType, files is not null, isCall))
        {
            return Refuse(context, StatusCodes.Status415UnsupportedMediaType, FilesNotTaken);
        }

        var most = files?.MostBytes ?? MostFormBytes;
        if (request.ContentLength > most) return Refuse(context, StatusCodes.Status413PayloadTooLarge, TooLarge);
        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size) size.MaxRequestBodySize = most;

        // UnprintableText looks at a form once more, byte by byte.
        if (HasBody(context) && files is null) request.EnableBuffering(bufferThreshold: MostFormBytes);

        return next(context);
    }

    /// <summary>True while the page of a refusal or an error is asked for, with the refused request still in hand.</summary>
    public static bool IsToldOf(HttpContext context) =>
        context.Features.Get<IStatusCodeReExecuteFeature>() is not null || context.Features.Get<IExceptionHandlerFeature>() is not null;

    /// <summary>The page that tells a refusal is only read: what could not be read once must not be read again.</summary>
    private static void PutDown(HttpRequest request)
    {
        if (!HttpMethods.IsHead(request.Method)) request.Method = HttpMethods.Get;
        request.ContentType = null;
        request.HttpContext.Features.Set<IFormFeature>(null);
    }

    private static bool HasBody(HttpContext context) =>
        context.Request.ContentType is not null || context.Request.ContentLength > 0 || context.Request.Headers.TransferEncoding.Count > 0;

    private static bool IsTaken(string? contentType, bool takesFiles, bool isCall)
    {
        var kind = (contentType ?? "").Split(';')[0].Trim();
        return isCall ? kind.Equals(Json, StringComparison.OrdinalIgnoreCase) : kind.Equals(Form, StringComparison.OrdinalIgnoreCase)
            || (takesFiles && kind.Equals(FormWithFiles, StringComparison.OrdinalIgnoreCase));
    }

    private static Task Refuse(HttpContext context, int status, Refusal refusal)
    {
        context.Features.Set(new RefusedRequest(refusal));
        context.Response.StatusCode = status;
        return Task.CompletedTask;
    }
}
