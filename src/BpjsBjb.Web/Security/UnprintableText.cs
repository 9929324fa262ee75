using System.Net;
using System.Text;
using System.Text.Unicode;
using BpjsBjb.Domain.Common;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Filters;

namespace BpjsBjb.Web.Security;

/// <summary>
/// Refuses a request that sends text no keyboard makes: NUL and the other C0 controls, and U+FFFD, which stands for
/// bytes that were not UTF-8. Escapes that stand for no UTF-8, such as %ff, and a percent sign that escapes nothing are refused likewise: the
/// platform would take them for the letters they are written in. Everything sent is looked at, bound or not, so that no page can forget it.
/// </summary>
public sealed class UnprintableText : IAsyncResourceFilter
{
    public static readonly Refusal BadCharacters = new("text.bad-characters");

    public static bool IsIn(string? text) => text is not null && text.Any(IsUnprintable);

    public async Task OnResourceExecutionAsync(ResourceExecutingContext context, ResourceExecutionDelegate next)
    {
        var http = context.HttpContext;
        var isStatusPage = http.Features.Get<RefusedRequest>() is not null;
        if (!isStatusPage && await IsSentAsync(http.Request, http.RequestAborted))
        {
            http.Features.Set(new RefusedRequest(BadCharacters));
            context.Result = new StatusCodeResult(StatusCodes.Status422UnprocessableEntity);
            return;
        }

        await next();
    }

    private static async Task<bool> IsSentAsync(HttpRequest request, CancellationToken cancel)
    {
        if (request.RouteValues.Any(pair => IsIn(pair.Value as string))) return true;
        if (request.Query.Any(pair => IsIn(pair.Key) || pair.Value.Any(IsIn))) return true;
        if (IsBroken(Encoding.UTF8.GetBytes(request.QueryString.Value ?? ""))) return true;
        if (!request.HasFormContentType) return false;

        var form = await request.ReadFormAsync(cancel);
        return form.Any(pair => IsIn(pair.Key) || pair.Value.Any(IsIn)) || form.Files.Any(file => IsIn(file.FileName))
            || (request.Body.CanSeek && IsBroken(await BytesAsync(request.Body, cancel)));
    }

    /// <summary>The body as it came; <see cref="RequestGuard"/> had it kept.</summary>
    private static async Task<byte[]> BytesAsync(Stream body, CancellationToken cancel)
    {
        using var bytes = new MemoryStream();
        body.Position = 0;
        await body.CopyToAsync(bytes, cancel);
        return bytes.ToArray();
    }

    private static bool IsBroken(byte[] encoded)
    {
        for (var i = 0; i < encoded.Length; i++)
        {
            if (encoded[i] == '%' && (i + 2 >= encoded.Length || !char.IsAsciiHexDigit((char)encoded[i + 1]) || !char.IsAsciiHexDigit((char)encoded[i + 2])))
            {
                return true;
            }
        }

        return !Utf8.IsValid(WebUtility.UrlDecodeToBytes(encoded, 0, encoded.Length));
    }

    private static bool IsUnprintable(char c) => c is '\uFFFD' || (c < ' ' && c is not ('\t' or '\n' or '\r'));
}

/// <summary>Tells the status page why the whole request was refused.</summary>
/// <param name="Refusal">The reason, in code.</param>
public sealed record RefusedRequest(Refusal Refusal);
