using BpjsBjb.Domain.Rules;
using BpjsBjb.Services.Enrollments;

namespace BpjsBjb.Web.Pages.Enrollments.Form;

public sealed class ConsentModel(SectionServices services) : SectionPage<ConsentForm>(services)
{
    /// <summary>The statement in the page's texts, <c>Statement.{version}.{n}</c>. A new wording is a new version.</summary>
    public const string TextVersion = "2026-11";

    public bool MayDecline => Facts.Duty is { Duty: Duty.Offered };
}
