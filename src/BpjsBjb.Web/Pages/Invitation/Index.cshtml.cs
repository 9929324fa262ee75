using BpjsBjb.Services.Access;
using BpjsBjb.Web.Localisation;
using BpjsBjb.Web.Security;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace BpjsBjb.Web.Pages.Invitation;

/// <summary>Where a one-time link leads. Its token is in the path, which no log line shows; a link that is not good says no more than that.</summary>
public sealed class IndexModel(InvitationService invitations, ProviderWays ways) : PageModel
{
    [BindProperty(SupportsGet = true)]
    public string Token { get; set; } = "";

    [BindProperty]
    public ChosenPassword Input { get; set; } = new();

    [TempData]
    public string? Notice { get; set; }

    /// <summary>Null for a link that is unknown, used or expired.</summary>
    public InvitedPerson? Person { get; private set; }

    /// <summary>Who may vouch for this person instead of a password.</summary>
    public IReadOnlyList<ProviderOptions> Providers => ways.For(Person?.Email);

    public async Task<IActionResult> OnGetAsync(CancellationToken cancel)
    {
        Person = await invitations.FindAsync(Token, cancel);
        if (Person is null) Response.StatusCode = StatusCodes.Status404NotFound;
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancel)
    {
        var accepted = await invitations.AcceptAsync(Token, Input.Password, Input.Again, cancel);
        if (accepted.IsRefused)
        {
            Person = await invitations.FindAsync(Token, cancel);
            if (Person is not null) return this.Refuse(accepted.Refusals, nameof(Input));

            Response.StatusCode = StatusCodes.Status404NotFound;
            return Page();
        }

        Notice = "invitation.accepted";
        return LocalRedirect("~/SignIn");
    }

    /// <summary>No password: whoever comes back from the provider with this person's address has used the link.</summary>
    public async Task<IActionResult> OnPostProviderAsync(string? provider, CancellationToken cancel)
    {
        Person = await invitations.FindAsync(Token, cancel);
        if (Person is null || Providers.FirstOrDefault(one => one.Name == provider) is not { } found) return NotFound();

        return await ways.LeaveAsync(this, found, ProviderErrand.Accept, null, Token) ?? this.Refuse([ProviderProblems.Unreachable]);
    }

    public sealed record ChosenPassword
    {
        public string? Password { get; set; }

        public string? Again { get; set; }
    }
}
