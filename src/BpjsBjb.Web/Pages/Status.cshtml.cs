using BpjsBjb.Web.Localisation;
using BpjsBjb.Web.Security;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace BpjsBjb.Web.Pages;

/// <summary>What an answer without a page of its own looks like: not found, not allowed, refused as a whole.</summary>
[IgnoreAntiforgeryToken]
public sealed class StatusModel(RefusalSentences sentences) : PageModel
{
    private static readonly int[] Told = [400, 403, 404, 405, 413, 415, 422, 429];

    [BindProperty(SupportsGet = true)]
    public int Code { get; set; }

    public string Key => Told.Contains(Code) ? $"Status{Code}" : "Other";

    public string? Reason =>
        HttpContext.Features.Get<RefusedRequest>() is { } refused ? sentences.Of(refused.Refusal).Text : null;
}
