using BpjsBjb.Domain.Loans;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace BpjsBjb.Web.Localisation;

/// <summary>Files that come and go: one that was sent, whole; a kept paper as an answer, a file to keep and never a page of the portal.</summary>
public static class PaperAnswers
{
    /// <summary>All of a file that was sent; how large it may be is the page's to say.</summary>
    public static async Task<byte[]> ReadAsync(this IFormFile file, CancellationToken cancel)
    {
        using var content = new MemoryStream();
        await file.CopyToAsync(content, cancel);
        return content.ToArray();
    }

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
