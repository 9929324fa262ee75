using System.Diagnostics;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace BpjsBjb.Web.Pages;

/// <summary>Something of ours broke. Says nothing but the number by which the log finds it.</summary>
[IgnoreAntiforgeryToken]
public sealed class ErrorModel : PageModel
{
    public string TraceId => Activity.Current?.TraceId.ToString() ?? HttpContext.TraceIdentifier;
}
