using BpjsBjb.Services.Offices;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Localization;

namespace BpjsBjb.Web.Pages.Reference.Offices;

/// <summary>One office: what it is, what keeps it open, who works there, and every change of it.</summary>
public sealed class DetailsModel(OfficeSearch search, ReferenceSource reference, IStringLocalizer<SharedTexts> texts) : OfficePage(search, reference)
{
    public async Task<IActionResult> OnGetAsync(CancellationToken cancel) => await FindAsync(cancel) ? Page() : NotFound();

    /// <summary>A stored value as the reader knows it.</summary>
    public string Shown(string column, string? value) => (column, value) switch
    {
        (_, null) => Format.Nothing,
        ("parent_id", { } id) => Guid.TryParse(id, out var parent) ? Book.OfficeName(parent) : Format.Nothing,
        ("regency_code", { } code) => Book.RegionName(code),
        ("kind", { } kind) => texts[$"Enum.OfficeKind.{kind}"],
        ("valid_from" or "valid_to", { } day) => DateOnly.TryParseExact(day, "yyyy-MM-dd", out var date) ? Format.DateShort(date) : day,
        ("is_sample", { } flag) => texts[flag.StartsWith("t", StringComparison.OrdinalIgnoreCase) ? "Yes" : "No"],
        var (_, text) => text,
    };
}
