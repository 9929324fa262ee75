using BpjsBjb.Domain.Common;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace BpjsBjb.Web.Localisation;

public static class PageRefusals
{
    /// <summary>
    /// Shows the page again with status 422 and each reason beside its field, <c>prefix.Field</c>, or above the form.
    /// A field that could not even be read keeps that one message.
    /// </summary>
    public static PageResult Refuse(this PageModel page, IReadOnlyList<Refusal> refusals, string prefix = "")
    {
        var sentences = page.HttpContext.RequestServices.GetRequiredService<RefusalSentences>();
        var unreadable = page.ModelState.Where(entry => entry.Value?.Errors.Count > 0).Select(entry => entry.Key)
            .ToHashSet(StringComparer.OrdinalIgnoreCase);

        foreach (var refusal in refusals)
        {
            var key = Key(refusal.Field, prefix);
            if (key.Length > 0 && unreadable.Contains(key)) continue;
            page.ModelState.AddModelError(key, sentences.Of(refusal).Text);
        }

        page.Response.StatusCode = StatusCodes.Status422UnprocessableEntity;
        return page.Page();
    }

    private static string Key(string? field, string prefix) =>
        string.IsNullOrEmpty(field) ? "" : prefix.Length == 0 ? field : $"{prefix}.{field}";
}
