using BpjsBjb.Services.Audit;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace BpjsBjb.Web.Security;

public static class ReadPlaces
{
    /// <summary>This page and the reader's address, for the record of looks.</summary>
    public static ReadPlace ReadPlace(this PageModel page) => new(
        page.PageContext.ActionDescriptor.ViewEnginePath, page.HttpContext.Connection.RemoteIpAddress?.ToString());
}
