using BpjsBjb.Services.Sheets;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace BpjsBjb.Web.Localisation;

/// <summary>A workbook as an answer: written whole to a file of its own first, so that a fault on the way is an error and never half a workbook.</summary>
public static class SheetAnswers
{
    /// <param name="name">What the reader's file is called, without its ending.</param>
    public static FileStreamResult Sheet(this PageModel page, string name, Action<Stream> write)
    {
        var file = new FileStream(Path.Combine(Path.GetTempPath(), Path.GetRandomFileName()), Own());
        try
        {
            write(file);
            file.Position = 0;
            return page.File(file, SheetWriter.ContentType, $"{name}.xlsx");
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <summary>Nobody else's to read, and gone when it was sent.</summary>
    private static FileStreamOptions Own()
    {
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.ReadWrite, Options = FileOptions.DeleteOnClose };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        return options;
    }
}
