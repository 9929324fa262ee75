using BpjsBjb.Domain.Loans;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace BpjsBjb.Web.Localisation;

/// <summary>A kept paper as an answer: a file to keep, never a page of the portal.</summary>
public static class PaperAnswers
{
    /// <param name="name">What the reader's file is called, without its ending.</param>
    public static FileContentResult Paper(this PageModel page, PaperFormat format, byte[] content, string name)
    {
        var (type, ending) = format switch
        {
            PaperFormat.Jpeg => ("image/jpeg", "jpg"),
            PaperFormat.Png => ("image/png", "png"),
            _ => ("application/pdf", "pdf"),
        };
        return page.File(content, type, $"{name}.{ending}");
    }
}
