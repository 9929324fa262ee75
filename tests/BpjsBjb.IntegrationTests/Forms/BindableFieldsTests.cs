using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using BpjsBjb.IntegrationTests.Access;
using BpjsBjb.IntegrationTests.Http;
using BpjsBjb.IntegrationTests.Support;
using BpjsBjb.IntegrationTests.Users;
using BpjsBjb.Services.Access;
using BpjsBjb.Web.Security;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Template;
using Microsoft.Extensions.DependencyInjection;

namespace BpjsBjb.IntegrationTests.Forms;

/// <summary>What a page can bind is what its form shows: a field more could be set by whoever guesses its name.</summary>
public sealed class BindableFieldsTests(MatrixSetting setting) : IClassFixture<MatrixSetting>
{
    private const string Token = "__RequestVerificationToken";

    /// <summary>Fields that are bound and stand in no form, each with the reason.</summary>
    private static readonly Dictionary<string, string> Unshown = new()
    {
        ["/Bills/Replacement POST __RequestVerificationToken"] = "the form stands there for an expired bill alone, and has no field (ExpiredBillTests)",
        ["/Bills/Payment POST Input.Hold"] = "shown once what was typed does not fit the bill (MoneyTests send it)",
        ["/Claims/Open Q"] = "which number was looked for; in the address",
        ["/Notices/Index p"] = "which page of the list; in the address",
        ["/Rules/Propose table"] = "a whole table instead of one row; in the address",
        ["/Rules/Propose Input.Table"] = "the form of a whole table (BracketTableTests send it)",
        ["/Reviews/Case POST Accept Rows"] = "which rows the reviewer sees; in the address",
        ["/Reviews/Case POST Return Rows"] = "which rows the reviewer sees; in the address",
        ["/Reviews/Case POST Reject Rows"] = "which rows the reviewer sees; in the address",
        ["/Account/Confirm Passkey.State"] = "the form stands there for somebody who has a passkey",
        ["/Account/Confirm Passkey.Credential"] = "the form stands there for somebody who has a passkey",
        ["/Account/Factors passkey"] = "the form stands there for somebody who has a passkey",
        ["/SignIn/Index provider"] = "the form stands there where the settings name a provider (ProviderTests send it)",
        ["/Account/Confirm provider"] = "the form stands there where the settings name a provider (ProviderTests send it)",
        ["/Account/Factors provider"] = "the form stands there where the settings name a provider (ProviderTests send it)",
        ["/Invitation/Index provider"] = "the form stands there where the settings name a provider (ProviderTests send it)",
        ["/Enrollments/Form/Check POST Reasons[*]"] = "one field for each warning of the case; the drafts here have none (FormPagesTests send it)",
    };

    /// <summary>Pages whose record this stage does not have; the tests of their use case send their forms.</summary>
    private static readonly string[] NotStaged =
        ["/Bills/Details", "/Privacy/Request", "/Privacy/Breach", "/Rules/Proposal", "/Rules/News", "/Reference/Import", "/Reference/Offices/Merger",
         "/Reviews/Duplicate", "/Reviews/Merge", "/Gate/Loan", "/Csr/Allocation", "/Csr/People", "/Csr/Request"];

    /// <summary>Pages with several forms over one model: a handler binds what another form of its page shows, and does not look at it.</summary>
    private static readonly Dictionary<string, string> SharedModel = new()
    {
        ["/Reviews/Case"] = "three decisions, one page that shows all three again when one is refused",
        ["/Reviews/Index"] = "cases chosen in the list, and one case taken or let go",
        ["/SignIn/Index"] = "a password, a passkey or a provider",
        ["/Account/Confirm"] = "a password, a passkey or a provider",
        ["/Account/Factors"] = "the app, the passkeys and a provider",
        ["/Invitation/Index"] = "a password or a provider",
        ["/Cover/Details"] = "a conversation, and the bill for arrears where there are any",
        ["/Claims/Details"] = "a step, a document and an heir",
        ["/Loans/Guarantees"] = "a layer to add, and who funds the loan",
        ["/Loans/Guarantee"] = "the premium, and the end of a guarantee",
        ["/Csr/Allocation"] = "one step after another, each with a form of its own",
        ["/Csr/People"] = "who pays next, and a benefit",
        ["/Employers/Balance"] = "what is owed, and the end of the loan",
        ["/Employers/Claim"] = "a step, a document and the end of a claim",
        ["/Employers/Worker"] = "a wage that begins or changes, and the end of one",
        ["/Employers/Members"] = "putting a member on the list and taking one off",
        ["/Employers/Payout"] = "clearing and paying out",
        ["/Users/Details"] = "links to make and take back, and a reason to disable; only that one needs a field",
    };

    /// <summary>Handlers that the script calls with the fields of the page's form.</summary>
    private static readonly string[] Called = ["Autosave", "Quote", "Similar"];

    [Fact]
    public async Task What_a_page_can_bind_is_what_its_form_shows()
    {
        var posts = (await setting.Portal.HandlersAsync()).Where(handler => handler.Method == "POST").ToList();
        var shown = await ShownAsync(posts);
        var known = setting.Portal.Services.GetRequiredService<KnownFields>();
        List<string> wrong = [];
        foreach (var post in posts.Where(post => !NotStaged.Contains(post.Page)))
        {
            var inForms = shown[post.Key].ToHashSet(StringComparer.OrdinalIgnoreCase);
            var isCalled = inForms.Count == 0 && Called.Contains(post.Name);
            if (isCalled) inForms = shown[$"{post.Page} POST"].ToHashSet(StringComparer.OrdinalIgnoreCase);
            var bound = known.Of(post.Descriptor, "POST", post.Name)!.Form.Keys.ToHashSet(StringComparer.OrdinalIgnoreCase);
            var elsewhere = SharedModel.ContainsKey(post.Page) ? posts.Where(other => other.Page == post.Page).SelectMany(other => shown[other.Key]) : [];
            wrong.AddRange(bound.Except(inForms.Concat(elsewhere), StringComparer.OrdinalIgnoreCase)
                .Where(field => field != RecentSignInAttribute.PasswordField) // the held form's, when the password is asked once more (RecentSignInTests)
                .Where(field => !Unshown.ContainsKey($"{post.Key} {field}") && !Unshown.ContainsKey($"{post.Page} {field}"))
                .Select(field => inForms.Count == 0 ? $"{post.Key}: no form was seen" : $"{post.Key} binds {field}, which no form shows").Distinct());
            if (isCalled) continue; // a script leaves the button's name out

            var addressed = known.Of(post.Descriptor, "POST", post.Name)!.Query.Keys;
            wrong.AddRange(inForms.Except(bound, StringComparer.OrdinalIgnoreCase).Except(addressed, StringComparer.OrdinalIgnoreCase)
                .Select(field => $"{post.Key} shows {field}, which it does not bind"));
        }

        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
        Assert.True(posts.Count > 50, $"{posts.Count} forms");
    }

    /// <summary>Handler → the fields of every form that leads to it, on any page of any person.</summary>
    private async Task<ILookup<string, string>> ShownAsync(IReadOnlyList<PageHandler> posts)
    {
        List<(string Handler, string Field)> shown = [];
        foreach (var (path, page) in await PagesAsync())
        {
            foreach (var form in page.QuerySelectorAll("form[method=post]").OfType<IHtmlFormElement>()) shown.AddRange(SentBy(form, path, posts));
        }

        return shown.ToLookup(one => one.Handler, one => one.Field);
    }

    /// <summary>Each button sends the form's fields and its own name, to its own address or the form's.</summary>
    private static IEnumerable<(string Handler, string Field)> SentBy(IHtmlFormElement form, string path, IReadOnlyList<PageHandler> posts)
    {
        var buttons = form.Elements.Where(control => control is IHtmlButtonElement).ToList();
        var controls = form.Elements.Except(buttons).Select(NameOf).ToList();
        foreach (var button in buttons.DefaultIfEmpty(null))
        {
            var action = button?.GetAttribute("formaction") ?? form.GetAttribute("action");
            var (key, query) = HandlerOf(string.IsNullOrEmpty(action) ? path : action, posts);
            var names = controls.Append(button is null ? "" : NameOf(button)).Where(name => name.Length > 0).Select(KnownFields.PatternOf);
            foreach (var field in names.Concat(query)) yield return (key, field);
        }
    }

    private static string NameOf(IElement control) => control.GetAttribute("name") ?? "";

    private async Task<IReadOnlyList<(string Path, IDocument Page)>> PagesAsync()
    {
        var portal = setting.Portal;
        var stage = await setting.StageAsync();
        List<(string, IDocument)> pages = [];
        foreach (var (person, user) in MatrixFile.People)
        {
            var visitor = user is null ? portal.Stranger() : await portal.SignInAsync(user);
            foreach (var row in MatrixFile.Read().Where(row => row.Handler == "GET" && row.Expected(person, Relation.Own) == 'O')) await LookAsync(visitor, row);

            async Task LookAsync(Visitor visitor, MatrixRow row)
            {
                var path = stage.Fill(row.Address, Relation.Own, row.Thing);
                using var answer = await visitor.GetAsync(path);
                if (answer.Content.Headers.ContentType?.MediaType == "text/html") pages.Add((path, await answer.HtmlAsync()));
            }
        }

        // Forms that stand there only for some people, or at one moment.
        var (invited, token) = await InvitedAsync(portal.Desk);
        await portal.SignInAsync(SmallBank.Officer); // somewhere else, to be ended
        await ReadAsync(portal.Stranger(), $"/Invitation/{token}");
        await ReadAsync(await portal.HalfWayAsync(SmallBank.Officer), "/SignIn/Code");
        var officer = await portal.SignInAsync(SmallBank.Officer);
        await ReadAsync(officer, "/Account/Sessions");
        await ReadAsync(officer, $"/Loans/Guarantees/{(await portal.Desk.ClearedAsync()).Id}");
        await ReadAsync(officer, $"/Enrollments/Form/Consent/{await portal.Desk.DraftedAsync(A.OfferedForm())}");
        var ready = await portal.Desk.LoanOfAsync(await portal.Desk.PaidAsync());
        await ReadAsync(await portal.SignInAsync(SmallBank.Supervisor), $"/Loans/Clearance/{ready.Id}");
        var employer = await portal.Desk.PaidEmployerAsync();
        var loan = await portal.Desk.EmployerLoanOfAsync(await portal.Desk.EmployerLoanAsync(employer));
        Assert.Empty((await portal.Desk.Loans.ClearAsync(loan.Id, loan.Version, SmallBank.Supervisor.Actor, Desk.Cancel)).Refusals);
        await ReadAsync(await portal.SignInAsync(SmallBank.Supervisor), $"/Employers/Payout/{loan.Id}");
        await ReadAsync(officer, $"/Employers/Worker/{employer}/{(await portal.Desk.EmployerAsync(employer))!.Month.Workers[0].Id}");
        await ReadAsync(officer, stage.Fill("/Employers/Apply/{unnumbered}", Relation.Own, "unnumbered"));
        var admin = await portal.SignInAsync(SmallBank.Admin);
        await ReadAsync(admin, "/Users/Approvals");
        await ReadAsync(admin, $"/Users/Details/{invited}");
        await portal.Desk.Database.AsOwnerAsync("delete from user_authenticators where user_id = $1", SmallBank.Colleague.Id);
        await ReadAsync(await portal.HalfWayAsync(SmallBank.Colleague), "/Account/Factors");
        return pages;

        async Task ReadAsync(Visitor visitor, string path) => pages.Add((path, await visitor.ReadAsync(path)));
    }

    /// <summary>Somebody with a link in hand, and somebody who still waits for the second administrator.</summary>
    private static async Task<(Guid User, string Token)> InvitedAsync(Desk desk)
    {
        var user = (await desk.Get<GrantService>().InviteAsync(GrantTests.Invitee(), SmallBank.Admin.Actor, Desk.Cancel)).Value;
        var proposal = (await desk.Get<UserSearch>().DetailsAsync(user, Desk.Cancel))!.Proposal!;
        var approved = await desk.Get<GrantService>().ApproveAsync(proposal.Id, proposal.Version, SmallBank.OtherAdmin.Actor, Desk.Cancel);
        await desk.Get<GrantService>().InviteAsync(GrantTests.Invitee(), SmallBank.OtherAdmin.Actor, Desk.Cancel);
        return (user, approved.Value.LinkToken!);
    }

    private static (string Key, IEnumerable<string> Query) HandlerOf(string action, IReadOnlyList<PageHandler> posts)
    {
        var address = new Uri(new Uri("https://localhost"), action);
        var query = System.Web.HttpUtility.ParseQueryString(address.Query);
        var page = posts.First(post => Leads(post, address.AbsolutePath)).Page;
        var fields = query.AllKeys.OfType<string>().Where(name => name != KnownFields.Handler);
        return ($"{page} POST {query[KnownFields.Handler]}".TrimEnd(), fields.ToList());
    }

    private static bool Leads(PageHandler post, string path) =>
        new TemplateMatcher(TemplateParser.Parse(post.Descriptor.AttributeRouteInfo!.Template!), [])
            .TryMatch(path, new RouteValueDictionary())
        || $"{path}/Index" == post.Page;
}
