using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using AngleSharp.Html.Dom;
using BpjsBjb.IntegrationTests.Access;
using BpjsBjb.IntegrationTests.Http;
using BpjsBjb.IntegrationTests.Support;
using BpjsBjb.Web;
using BpjsBjb.Web.Security;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Npgsql;

namespace BpjsBjb.IntegrationTests.Forms;

/// <summary>
/// Every form of the portal, sent by somebody who may send it, with all that <see cref="HostilePost"/> knows. The answer is one of those the portal
/// knows, shows nothing that was typed as markup, and nothing is stored where it says no.
/// </summary>
public sealed class EveryFormTests(MatrixSetting setting) : IClassFixture<MatrixSetting>
{
    private const string Stranger = "stranger";
    private const string Token = "__RequestVerificationToken";

    /// <summary>Forms filled with corpus text, for each handler.</summary>
    private const int Filled = 5;

    /// <summary>Fixed, so that a failure returns; <c>BPJSBJB_TEST_DICE</c> throws others.</summary>
    private static readonly int Seed = int.Parse(
        Environment.GetEnvironmentVariable("BPJSBJB_TEST_DICE") is { Length: > 0 } given ? given : "2016", CultureInfo.InvariantCulture);

    private static readonly HttpStatusCode[] Refusing =
    [
        HttpStatusCode.BadRequest, HttpStatusCode.NotFound, HttpStatusCode.MethodNotAllowed, HttpStatusCode.Conflict, HttpStatusCode.RequestEntityTooLarge,
        HttpStatusCode.UnsupportedMediaType, HttpStatusCode.UnprocessableEntity, HttpStatusCode.TooManyRequests,
    ];

    /// <summary>Handlers that store and then show instead of leading on, each with the reason.</summary>
    private static readonly Dictionary<string, string> StoresAndShows = new()
    {
        ["/Account/Factors POST"] = "new recovery codes are shown in the answer and never again",
        ["/Users/Approvals POST Approve"] = "the one-time link is shown in the answer and never again",
        ["/Users/Details POST Link"] = "the one-time link is shown in the answer and never again",
        ["/Users/Password POST"] = "the one-time link is shown in the answer and never again",
    };

    /// <summary>Which case the answers of the reviewer are about; the officer takes the other one back.</summary>
    private static Relation UnitOf(string person) => person == "reviewer" ? Relation.Sibling : Relation.Own;

    private readonly ConcurrentBag<string> _failures = [];
    private int _sent;
    private int _accepted;

    [Fact]
    public async Task No_form_breaks_echoes_or_stores_what_it_refuses()
    {
        var limits = setting.Portal.Services.GetRequiredService<IOptions<PortalOptions>>().Value;
        (limits.NikLookUpsPerHour, limits.SearchesPerHour, limits.CasesPerHour) = (100_000, 100_000, 100_000);
        var stage = await setting.StageAsync();
        var forms = (await setting.Portal.HandlersAsync()).Where(handler => handler.Method == "POST").ToList();

        // One person's requests come one after another, so that what was stored can be laid at one request's door.
        var lanes = forms.GroupBy(form => PersonFor(form.Key)).ToList();
        await Parallel.ForEachAsync(
            lanes.Where(lane => lane.Key != Stranger), new ParallelOptions { MaxDegreeOfParallelism = 4 },
            async (lane, _) => await RunAsync(lane.Key, [.. lane], stage));
        // What the portal itself notes of a wrong password is laid at nobody's door, like what a stranger does.
        foreach (var lane in lanes.Where(lane => lane.Key == Stranger)) await RunAsync(lane.Key, [.. lane], stage);
        // Wrong passwords have locked some of them out, as they should.
        await setting.Portal.Desk.Database.AsOwnerAsync("update users set lockout_end = null, access_failed_count = 0");
        await ReadAllAsync(stage);

        Assert.True(_failures.IsEmpty, $"Dice {Seed}, {_failures.Count} failures:\n{string.Join('\n', _failures.Order(StringComparer.Ordinal).Take(60))}");
        Assert.True(_sent > 12 * forms.Count, $"{_sent} requests to {forms.Count} forms");
        Assert.InRange(_accepted, 40, _sent);
        Assert.DoesNotContain(setting.Portal.Logs.Lines, line => line.Contains(HostileText.Canary, StringComparison.OrdinalIgnoreCase));
    }

    /// <summary>The first who may use the handler; a stranger where everybody may.</summary>
    private static string PersonFor(string key)
    {
        var rows = MatrixFile.Read().Where(row => row.Key == key).ToList();
        Assert.True(rows.Count > 0, $"{key} has no line in Access/authorization-matrix.csv");
        return rows[0].Verdicts[Stranger] is "O" or "N" or "-" ? Stranger
            : rows[0].Verdicts.First(pair => pair.Value is not ("F" or "S")).Key;
    }

    private async Task RunAsync(string person, List<PageHandler> forms, MatrixStage stage)
    {
        var user = MatrixFile.People[person];
        var visitor = user is null ? setting.Portal.Stranger() : await setting.Portal.SignInAsync(user);
        // Whatever sends or takes back the case comes after those that fill it in.
        foreach (var form in forms.OrderBy(form => form.Page is "/Enrollments/Form/Check" or "/Enrollments/Form/Withdrawal" or "/SignOut"))
        {
            await RunAsync(person, visitor, form, stage);
        }
    }

    private async Task RunAsync(string person, Visitor visitor, PageHandler form, MatrixStage stage)
    {
        var row = MatrixFile.Read().First(row => row.Key == form.Key);
        var address = stage.Fill(row.Address, UnitOf(person), row.Thing);
        var dice = new Random(Seed + form.Key.Sum(letter => letter));
        var known = setting.Portal.Services.GetRequiredService<KnownFields>().Of(form.Descriptor, "POST", form.Name)!.Form;
        var whole = await WholeAsync(visitor, form, row, address, known, stage, person);
        var free = whole.Select(field => field.Key).Where(name => name is not Token && !IsVersion(name)).ToList();
        var actor = MatrixFile.People[person]?.Id ?? Guid.Empty;
        var url = form.Name is null ? address : $"{address}{(address.Contains('?', StringComparison.Ordinal) ? '&' : '?')}handler={form.Name}";
        var hashes = form.Page is "/SignIn/Index" or "/Account/Confirm" or "/Account/Password" or "/Account/Factors";

        var before = await StoredAsync(actor);
        foreach (var post in HostilePost.At(whole, free, dice, hashes ? 2 : Filled))
        {
            using var content = post.Content();
            using var answer = await visitor.Http.PostAsync(new Uri(url, UriKind.Relative), content, Desk.Cancel);
            var after = await StoredAsync(actor);
            await JudgeAsync(form, post, answer, isStored: before != after);
            if (before != after) await MoveOnAsync(visitor, address, whole);
            before = after;
        }
    }

    /// <summary>The next post knows of what this one stored, else it would be refused for that alone.</summary>
    private static async Task MoveOnAsync(Visitor visitor, string address, List<KeyValuePair<string, string>> whole)
    {
        var place = whole.FindIndex(field => IsVersion(field.Key));
        if (place < 0) return;

        using var shown = await visitor.GetAsync(address);
        if ((await shown.HtmlAsync()).QuerySelector($"main input[name='{whole[place].Key}']")?.GetAttribute("value") is { } version)
        {
            whole[place] = new(whole[place].Key, version);
        }
    }

    private async Task JudgeAsync(PageHandler form, HostilePost post, HttpResponseMessage answer, bool isStored)
    {
        Interlocked.Increment(ref _sent);
        var status = answer.StatusCode;
        var isAccepted = status is HttpStatusCode.OK or HttpStatusCode.Redirect;
        if (isAccepted) Interlocked.Increment(ref _accepted);
        else if (!Refusing.Contains(status)) _failures.Add($"{form.Key} answers {(int)status} to {post.What}");

        if (isAccepted && post.MustBeRefused) _failures.Add($"{form.Key} accepts {post.What}");
        if (isStored && !MayStore(form, status, post)) _failures.Add($"{form.Key} answers {(int)status} to {post.What} and has stored something");

        var body = await answer.Content.ReadAsStringAsync(Desk.Cancel);
        if (IsAlive(body)) _failures.Add($"{form.Key} shows as markup: {post.What}");
        if (answer.Headers.Location is { } location && location.OriginalString.Contains(HostileText.Canary, StringComparison.OrdinalIgnoreCase))
        {
            _failures.Add($"{form.Key} leads to {location}: {post.What}");
        }
    }

    /// <summary>
    /// A section of the case's form is kept however wrong it is, so that nobody types it twice: its refusal comes after the storing. A payout that is
    /// refused is kept as an attempt.
    /// </summary>
    private static bool MayStore(PageHandler form, HttpStatusCode status, HostilePost post) =>
        status == HttpStatusCode.Redirect
        || (status == HttpStatusCode.OK && (StoresAndShows.ContainsKey(form.Key) || form.Name == "Autosave"))
        || (status == HttpStatusCode.UnprocessableEntity && !post.MustBeRefused
            && (form is { Name: null } && IsSection(form.Page) || form.Page is "/Loans/Disbursement" or "/Employers/Payout"));

    private static bool IsSection(string page) =>
        page.StartsWith("/Enrollments/Form/", StringComparison.Ordinal) && page is not ("/Enrollments/Form/Check" or "/Enrollments/Form/Withdrawal");

    /// <summary>What was accepted is now shown elsewhere: to every person, on every page.</summary>
    private async Task ReadAllAsync(MatrixStage stage) => await Parallel.ForEachAsync(
        MatrixFile.People.Where(person => person.Value is not null), new ParallelOptions { MaxDegreeOfParallelism = 4 }, async (person, _) =>
        {
            var visitor = await setting.Portal.SignInAsync(person.Value!);
            foreach (var row in MatrixFile.Read().Where(row => row.Handler == "GET" && row.Expected(person.Key, Relation.Own) == 'O'))
            {
                using var answer = await visitor.GetAsync(stage.Fill(row.Address, UnitOf(person.Key), row.Thing));
                if ((int)answer.StatusCode >= 500) _failures.Add($"{row.Key} answers {person.Key} {(int)answer.StatusCode} after what was stored");
                if (IsAlive(await answer.Content.ReadAsStringAsync(Desk.Cancel))) _failures.Add($"{row.Key} shows {person.Key} as markup what was stored");
            }
        });

    private static bool IsAlive(string body) => HostileText.Alive.Any(alive => body.Contains(alive, StringComparison.OrdinalIgnoreCase));

    /// <summary>Every field the handler knows: as its page fills it in, else with something of its kind.</summary>
    private static async Task<List<KeyValuePair<string, string>>> WholeAsync(
        Visitor visitor, PageHandler form, MatrixRow row, string address, IReadOnlyDictionary<string, bool> known, MatrixStage stage, string person)
    {
        using var shown = await visitor.GetAsync(address);
        var page = await shown.HtmlAsync();
        var forms = page.QuerySelectorAll("main form[method=post]").OfType<IHtmlFormElement>().ToList();
        var own = forms.FirstOrDefault(one => HandlerOf(one.GetAttribute("action")) == (form.Name ?? "")) ?? forms.FirstOrDefault();
        var token = page.QuerySelector($"input[name={Token}]")
            ?? (await visitor.ReadAsync(MatrixFile.People[person] is null ? "/v" : "/Rules")).QuerySelector($"input[name={Token}]");
        List<KeyValuePair<string, string>> whole = [new(Token, token!.GetAttribute("value")!)];
        void Put(string name, string value)
        {
            if (known.ContainsKey(KnownFields.PatternOf(name)) && whole.All(field => !field.Key.Equals(name, StringComparison.OrdinalIgnoreCase))) whole.Add(new(name, value));
        }

        foreach (var (name, value) in row.Fields) Put(name, stage.Fill(value, UnitOf(person), row.Thing));
        foreach (var field in own?.FieldsAsTheyStand() ?? []) Put(field.Key, field.Value);
        foreach (var pattern in known.Keys)
        {
            if (whole.All(field => !KnownFields.PatternOf(field.Key).Equals(pattern, StringComparison.OrdinalIgnoreCase)))
            {
                Put(pattern.Replace("[#]", "[0]", StringComparison.Ordinal).Replace("[*]", "[kenari]", StringComparison.Ordinal), "1");
            }
        }

        return whole;
    }

    private static string HandlerOf(string? action) =>
        action?.Split("handler=") is [_, var name] ? name.Split('&')[0] : "";

    private static bool IsVersion(string name) => name.EndsWith("Version", StringComparison.Ordinal) && !name.EndsWith("TextVersion", StringComparison.Ordinal);

    /// <summary>
    /// How many changes of this person the trail knows; every change of a row is in it. Locks and the work in the background bear the same mark as a
    /// stranger's, and come while other people send forms.
    /// </summary>
    private async Task<long> StoredAsync(Guid actor) => await setting.Portal.Desk.Database.ReadAsync<long>(
        """
        select count(*) + (select count(*) from user_authenticators where user_id = $1) + (select count(*) from user_recovery_codes where user_id = $1)
          from audit_entries where actor = $1 and login <> $2 and (after is null or not after ? 'locks_in_a_row')
        """,
        actor,
        new NpgsqlConnectionStringBuilder(setting.Portal.Desk.Database.WorkerConnectionString).Username!);
}
