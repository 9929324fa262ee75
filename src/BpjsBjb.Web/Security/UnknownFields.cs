using BpjsBjb.Domain.Common;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Filters;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.Extensions.Primitives;

namespace BpjsBjb.Web.Security;

/// <summary>
/// Refuses a request with a field its page has no use for, or with the same field twice: the first would be ignored in silence
/// today and bound by mistake tomorrow, of the second nobody knows which one counts.
/// </summary>
public sealed class UnknownFields(KnownFields known) : IAsyncResourceFilter
{
    public static readonly Refusal Unknown = new("request.unknown-field");
    public static readonly Refusal Repeated = new("request.repeated-field");

    public async Task OnResourceExecutionAsync(ResourceExecutingContext context, ResourceExecutionDelegate next)
    {
        var http = context.HttpContext;
        if (context.ActionDescriptor is not CompiledPageActionDescriptor page || RequestGuard.IsToldOf(http))
        {
            await next();
            return;
        }

        if (known.Of(page, http.Request.Method, http.Request.Query[KnownFields.Handler]) is not { } fields)
        {
            http.Response.Headers.Allow = "GET, HEAD";
            context.Result = new StatusCodeResult(StatusCodes.Status405MethodNotAllowed);
            return;
        }

        var refusal = Refusal(http.Request.Query, fields.Query);
        if (refusal is null && http.Request.HasFormContentType)
        {
            var form = await http.Request.ReadFormAsync(http.RequestAborted);
            refusal = Refusal(form, fields.Form) ?? Refusal(form.Files.GroupBy(file => file.Name).Select(Named), fields.Form);
        }

        if (refusal is null)
        {
            await next();
            return;
        }

        http.Features.Set(new RefusedRequest(refusal));
        context.Result = new StatusCodeResult(StatusCodes.Status422UnprocessableEntity);
    }

    private static Refusal? Refusal(IEnumerable<KeyValuePair<string, StringValues>> sent, IReadOnlyDictionary<string, bool> fields)
    {
        foreach (var (name, values) in sent)
        {
            if (!fields.TryGetValue(KnownFields.PatternOf(name), out var mayRepeat)) return Unknown;
            if (values.Count > 1 && !mayRepeat && !IsTick(values)) return Repeated;
        }

        return null;
    }

    private static KeyValuePair<string, StringValues> Named(IGrouping<string, IFormFile> files) =>
        KeyValuePair.Create(files.Key, new StringValues([.. files.Select(file => file.FileName)]));

    /// <summary>A ticked box: its own value and the hidden one's.</summary>
    private static bool IsTick(StringValues values) => values.Count == 2 && values[0] == "true" && values[1] == "false";
}
