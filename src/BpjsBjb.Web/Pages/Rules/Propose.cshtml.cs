using BpjsBjb.Domain.Common;
using BpjsBjb.Domain.Rules;
using BpjsBjb.Services.Offices;
using BpjsBjb.Services.Rules;
using BpjsBjb.Web.Localisation;
using BpjsBjb.Web.Security;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.Extensions.Localization;

namespace BpjsBjb.Web.Pages.Rules;

/// <summary>A rule of one kind, proposed: the first of two people.</summary>
[RecentSignIn(OnlyToSend = true)]
public sealed class ProposeModel(RuleProposalService proposals, ReferenceSource reference, RuleSearch rules, TimeProvider clock, IStringLocalizerFactory texts) : PageModel
{
    /// <summary>Lines of the table that are seen at once.</summary>
    public const int TableLines = 20;

    private readonly RuleWords _words = new(texts);

    [BindProperty(SupportsGet = true)]
    public string? Kind { get; set; }

    /// <summary>All brackets together instead of one.</summary>
    [BindProperty(SupportsGet = true, Name = "table")]
    public bool WholeTable { get; set; }

    [BindProperty]
    public ProposeRule Input { get; set; } = new();

    [TempData]
    public string? Notice { get; set; }

    public ProposalKind Chosen { get; private set; }

    public IReadOnlyList<SelectListItem> Products { get; private set; } = [];

    public async Task<IActionResult> OnGetAsync(CancellationToken cancel)
    {
        if (!await FindAsync(cancel)) return NotFound();

        if (WholeTable)
        {
            var brackets = (await rules.AllAsync(cancel)).Brackets.Where(row => row.AppliesOn(clock.Today()));
            Input = Input with { Table = BracketLines.Of(brackets, Format.RupiahTyped) };
        }

        return Page();
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancel)
    {
        if (!await FindAsync(cancel)) return NotFound();

        var input = Input with { Table = WholeTable ? Input.Table ?? "" : null };
        var proposed = await proposals.ProposeAsync(Chosen, input, User.ToActor(), cancel);
        if (proposed.IsRefused) return this.Refuse(proposed.Refusals, nameof(Input));

        Notice = "rule.proposed";
        return RedirectToPage("Proposal", new { id = proposed.Value });
    }

    public IReadOnlyList<SelectListItem> Choices<TEnum>(params IReadOnlyList<TEnum> only)
        where TEnum : struct, Enum =>
        [.. (only.Count > 0 ? only : Enum.GetValues<TEnum>()).Select(value => new SelectListItem(_words.Choice(value), value.ToString()))];

    private async Task<bool> FindAsync(CancellationToken cancel)
    {
        if (!Enum.GetNames<ProposalKind>().Contains(Kind)) return false;

        Chosen = Enum.Parse<ProposalKind>(Kind!);
        WholeTable &= Chosen == ProposalKind.Bracket;
        Products = [.. (await reference.ReadAsync(cancel)).Products.Select(product => new SelectListItem(product.Name, product.Code))];
        return true;
    }
}
