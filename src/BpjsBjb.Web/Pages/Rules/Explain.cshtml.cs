using BpjsBjb.Domain.Common;
using BpjsBjb.Domain.Participations;
using BpjsBjb.Services.Quotes;
using BpjsBjb.Services.Rules;
using BpjsBjb.Web.Localisation;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.Extensions.Localization;

namespace BpjsBjb.Web.Pages.Rules;

/// <summary>A contribution opened to its rows, for any month and as the law was known on any day. No person is named.</summary>
public sealed class ExplainModel(
    ExplanationSearch explanations, RuleSearch rules, RefusalSentences sentences, TimeProvider clock, IStringLocalizer<SharedTexts> shared) : PageModel
{
    [BindProperty(SupportsGet = true)]
    public ExplainContribution Input { get; set; } = new();

    public Segment Segment => Input.Segment == nameof(Segment.Pu) ? Segment.Pu : Segment.Bpu;

    /// <summary>Null until something was asked, and when the question was refused.</summary>
    public ExplainedQuote? Explained { get; private set; }

    public IReadOnlyList<string> Notes { get; private set; } = [];

    public IReadOnlyList<SelectListItem> RiskGroups { get; private set; } = [];

    public IReadOnlyList<SelectListItem> Payers => Choices<QuotePayer>();

    public async Task<IActionResult> OnGetAsync(CancellationToken cancel)
    {
        RiskGroups =
        [
            .. (await rules.AllAsync(cancel)).WageRates.Select(rate => rate.RiskGroup).OfType<int>().Distinct().Order()
                .Select(group => new SelectListItem(Format.Number(group), Format.Typed(group))),
        ];
        if (Input.Monthly is null)
        {
            Input = Input with { FromMonth = Month.Of(clock.Today()).ToString(), Months = "1" };
            return Page();
        }

        var explained = await explanations.OfAsync(Input, cancel);
        if (explained.IsRefused) return this.Refuse(explained.Refusals, nameof(Input));

        Explained = explained.Value;
        Notes = [.. Explained.Notes.Select(note => sentences.Of(note).Text)];
        return Page();
    }

    public IReadOnlyList<SelectListItem> Choices<TEnum>()
        where TEnum : struct, Enum =>
        [.. Enum.GetValues<TEnum>().Select(value => new SelectListItem(shared.Of(value), value.ToString()))];
}
