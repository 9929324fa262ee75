using BpjsBjb.Domain.Common;
using BpjsBjb.Domain.Privacy;
using BpjsBjb.Domain.Rules;
using BpjsBjb.Services.Enrollments;
using BpjsBjb.Services.Rules;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.Extensions.Localization;

namespace BpjsBjb.Web.Pages.Enrollments.Form;

/// <summary>The statement of the notice in force, read out to the debtor, and the tick that it was acknowledged.</summary>
public sealed class ConsentModel(SectionServices services, RuleSearch rules, TimeProvider clock) : SectionPage<ConsentForm>(services)
{
    public NoticeInForce InForce { get; private set; } = null!;

    public bool MayDecline => Facts.Duty is { Duty: Duty.Offered };

    public IReadOnlyList<SelectListItem> Manners(IStringLocalizer<SharedTexts> texts) => FormChoices.Of<ConsentManner>(texts);

    protected override async Task PrepareAsync(CancellationToken cancel)
    {
        InForce = (await rules.AllAsync(cancel)).NoticeOn(clock.Today());
        Input = Input with { Manner = Input.Manner ?? nameof(ConsentManner.ReadAloud) };
    }
}
