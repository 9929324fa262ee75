using BpjsBjb.Domain.Common;
using BpjsBjb.Services.Access;
using BpjsBjb.Web.Localisation;
using BpjsBjb.Web.Security;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.Extensions.Options;

namespace BpjsBjb.Web.Pages.Account;

/// <summary>The reader's own factors: the app with its recovery codes, passkeys, and the institution's provider.</summary>
[RecentSignIn(Handler = "AddPasskey")]
[RecentSignIn(Handler = "RemovePasskey")]
[RecentSignIn(Handler = "BindProvider")]
[RecentSignIn(Handler = "LetProviderGo")]
[ReadsQuery("problem")] // why a provider sent somebody back
public sealed class FactorsModel(FactorSettings factors, ProviderWays ways, ProviderLogins logins, IOptions<PortalOptions> portal) : PageModel
{
    public enum Change
    {
        None,
        On,
        Renew,
        Off,
    }

    [BindProperty]
    public FactorChange Input { get; set; } = new();

    [BindProperty]
    public NewPasskey NewPasskey { get; set; } = new();

    [TempData]
    public string? Notice { get; set; }

    public FactorState State { get; private set; } = new(null, 0, 0);

    public IReadOnlyList<PasskeyItem> Passkeys { get; private set; } = [];

    /// <summary>For the form that needs a script.</summary>
    public PasskeyAsk Ask { get; private set; } = new("", "");

    public FactorSetUp? SetUp { get; private set; }

    /// <summary>Shown in the answer to the post that made them, and never again.</summary>
    public IReadOnlyList<string>? NewCodes { get; private set; }

    public bool HasPassword { get; private set; }

    /// <summary>Those of the reader's institution, and whether each vouches for them already.</summary>
    public IReadOnlyList<(ProviderOptions Provider, bool IsBound)> Providers { get; private set; } = [];

    public bool IsRequired => portal.Value.SecondFactor == SecondFactorMode.Required;

    public bool IsDemanded => User.MustSetUpFactor(portal.Value);

    public async Task<IActionResult> OnGetAsync(ProviderProblem? problem, CancellationToken cancel)
    {
        await LookAsync(cancel);
        return ProviderProblems.Of(problem) is { } refusal ? this.Refuse([refusal]) : Page();
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancel)
    {
        if (Input.Change == Change.Off)
        {
            if (await factors.TurnOffAsync(User, Input.Password, cancel) is { } refusal) return await RefuseAsync([refusal], cancel);

            Notice = "factor.turned-off";
            return RedirectToPage();
        }

        var made = Input.Change == Change.Renew
            ? await factors.RenewCodesAsync(User, Input.Password, cancel)
            : await factors.TurnOnAsync(User, Input.SetUp, Input.Code, Input.Password, cancel);
        if (made.IsRefused) return await RefuseAsync(made.Refusals, cancel);

        NewCodes = made.Value;
        return Page();
    }

    public async Task<IActionResult> OnPostAddPasskeyAsync(CancellationToken cancel)
    {
        if (await factors.AddPasskeyAsync(User, NewPasskey) is { } refusal)
        {
            await LookAsync(cancel);
            return this.Refuse([refusal], refusal.Field is null ? "" : nameof(NewPasskey));
        }

        Notice = "passkey.added";
        return RedirectToPage();
    }

    public async Task<IActionResult> OnPostRemovePasskeyAsync(string? passkey, CancellationToken cancel)
    {
        if (!await factors.RemovePasskeyAsync(User, passkey, cancel)) return NotFound();

        Notice = "passkey.removed";
        return RedirectToPage();
    }

    public async Task<IActionResult> OnPostBindProviderAsync(string? provider, CancellationToken cancel)
    {
        await LookAsync(cancel);
        if (Providers.FirstOrDefault(one => one.Provider.Name == provider && !one.IsBound).Provider is not { } found) return NotFound();

        return await ways.LeaveAsync(this, found, ProviderErrand.Bind, null) ?? this.Refuse([ProviderProblems.Unreachable]);
    }

    public async Task<IActionResult> OnPostLetProviderGoAsync(string? provider, CancellationToken cancel)
    {
        if (ways.Find(provider) is not { } found) return NotFound();
        if (await logins.UnbindAsync(User.ToActor().UserId, found.ExpectedIssuer, cancel) is { } refusal) return await RefuseAsync([refusal], cancel);

        Notice = "provider.let-go";
        return RedirectToPage();
    }

    private async Task<PageResult> RefuseAsync(IReadOnlyList<Refusal> refusals, CancellationToken cancel)
    {
        await LookAsync(cancel);
        return this.Refuse([.. refusals.Select(AtItsField)]);
    }

    private static Refusal AtItsField(Refusal refusal) =>
        refusal.Code == FactorService.WrongCode.Code ? refusal.On("Input.Code")
        : refusal.Code == SignInService.WrongPassword.Code ? refusal.On("Input.Password")
        : refusal;

    private async Task LookAsync(CancellationToken cancel)
    {
        State = await factors.StateAsync(User, cancel);
        (Passkeys, Ask) = (await factors.PasskeysAsync(User), await factors.AskForPasskeyAsync(User));
        HasPassword = await factors.HasPasswordAsync(User);
        var bound = await ways.BoundToAsync(User.ToActor().UserId, cancel);
        Providers = [.. ways.For(await factors.EmailAsync(User)).Select(provider => (provider, bound.Contains(provider)))];
        if (!State.HasAuthenticator) SetUp = await factors.SetUpAsync(User, Input.SetUp);
    }

    /// <summary>What was typed.</summary>
    public sealed record FactorChange
    {
        public Change Change { get; set; }

        public string? SetUp { get; set; }

        public string? Code { get; set; }

        public string? Password { get; set; }
    }
}
