using BpjsBjb.Services.Reference;
using BpjsBjb.Web.Localisation;
using BpjsBjb.Web.Security;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace BpjsBjb.Web.Pages.Reference;

/// <summary>One row, added or changed; a row is taken out of use, never deleted.</summary>
[RecentSignIn(OnlyToSend = true)]
public sealed class RowModel(ReferenceService service, ReferenceSearch reference, ReferenceWords words) : PageModel
{
    [BindProperty(SupportsGet = true)]
    public string? Kind { get; set; }

    /// <summary>Null for a row that is new.</summary>
    [BindProperty(SupportsGet = true)]
    public string? Key { get; set; }

    [BindProperty]
    public string? Version { get; set; }

    /// <summary>By column, as typed.</summary>
    [BindProperty]
    public Dictionary<string, string?> Values { get; set; } = [];

    [TempData]
    public string? Notice { get; set; }

    public ReferenceWords Words => words;

    public ReferenceKind Chosen { get; private set; } = null!;

    /// <summary>What is stored now; null for a row that is new.</summary>
    public StoredRow? Stored { get; private set; }

    public async Task<IActionResult> OnGetAsync(CancellationToken cancel)
    {
        if (!await FindAsync(cancel)) return NotFound();

        Version = Stored?.Version;
        Values = Chosen.Typed.ToDictionary(column => column.Key, column => (string?)ReferenceWords.Typed(column, Stored?.Values[column.Key]));
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancel)
    {
        if (!await FindAsync(cancel)) return NotFound();

        // What is not sent is empty, and what says which row it is comes from the address.
        Values = Chosen.Typed.ToDictionary(column => column.Key, column => Stored is not null && Chosen.KeyColumns.Contains(column.Key)
            ? ReferenceWords.Typed(column, Stored.Values[column.Key])
            : Sent(column.Key));
        var saved = await service.SaveAsync(Chosen, Key, Version, Values, words.Both(Chosen), User.ToActor(), cancel);
        if (saved.IsRefused) return this.Refuse([.. saved.Refusals.Select(refusal => refusal.Field is { } column ? refusal.On($"Values[{column}]") : refusal)]);

        Notice = Key is null ? "reference.added" : "reference.changed";
        return RedirectToPage("List", new { kind = Kind, q = saved.Value.Split('.')[0] });
    }

    /// <summary>A ticked box sends its own value and the hidden one's.</summary>
    private string? Sent(string column) => Values.GetValueOrDefault(column)?.Split(",false")[0];

    private async Task<bool> FindAsync(CancellationToken cancel)
    {
        if (ReferenceKinds.Named(Kind) is not { HasOwnPages: false } kind) return false;

        Chosen = kind;
        if (Key is null) return true;

        Stored = await reference.RowAsync(kind, Key, User.ToActor(), cancel);
        return Stored is not null;
    }
}
