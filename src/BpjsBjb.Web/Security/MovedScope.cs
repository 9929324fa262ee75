using System.Data.Common;

namespace BpjsBjb.Web.Security;

/// <summary>
/// The reader's office was moved between the check of the request and its transaction, which has therefore read and written nothing: the same
/// request is made again and finds the office where it stands now.
/// </summary>
internal sealed class MovedScope(RequestDelegate next)
{
    /// <summary>Of <c>enter_scope</c> (offices.v1.sql).</summary>
    private const string Moved = "BJ009";

    public async Task InvokeAsync(HttpContext context)
    {
        try
        {
            await next(context);
        }
        catch (DbException failure) when (failure.SqlState == Moved && !context.Response.HasStarted)
        {
            var request = context.Request;
            context.Response.Clear();
            context.Response.Redirect($"{request.PathBase}{request.Path}{request.QueryString}", permanent: false, preserveMethod: true);
        }
    }
}
