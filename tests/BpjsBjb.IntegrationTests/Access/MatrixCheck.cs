using System.Collections.Concurrent;
using System.Net;
using System.Text.RegularExpressions;
using BpjsBjb.IntegrationTests.Http;
using BpjsBjb.IntegrationTests.Support;

namespace BpjsBjb.IntegrationTests.Access;

/// <summary>Sends what lines of the matrix stand for and lists everything that is not as written.</summary>
/// <param name="signIn">Signs a person in; null is a stranger.</param>
public sealed partial class MatrixCheck(Desk desk, MatrixStage stage, Func<TestUser?, Task<Visitor>> signIn)
{
    /// <summary>Rows that say who looked and when are meant to grow by a refusal.</summary>
    private static readonly string[] Growing = ["user_sessions", "personal_data_reads", "audit_seals", "key_ring"];

    /// <summary>More would wait for the two processors and for the sign-in page's own limit.</summary>
    private static readonly ParallelOptions AFew = new() { MaxDegreeOfParallelism = 4 };

    private readonly Dictionary<string, (Visitor Visitor, string Token)> _visitors = [];
    private readonly ConcurrentBag<string> _failures = [];
    private int _asked;

    public int Asked => _asked;

    /// <summary>First everything that must be refused, all of which together must change no row; then what is open.</summary>
    public async Task<IReadOnlyList<string>> RunAsync(IReadOnlyList<MatrixRow> rows)
    {
        _failures.Clear();
        foreach (var person in MatrixFile.People.Keys) await ArriveAsync(person);
        var asks = rows.SelectMany(row => MatrixFile.People.Keys.Where(person => row.Verdicts[person] != "-").Select(person => new Ask(row, person))).ToList();

        var before = await RowsAsync();
        await Parallel.ForEachAsync(asks, AFew, async (ask, _) => await AskRefusedAsync(ask));
        await CompareRowsAsync(before, "refused requests");
        await Parallel.ForEachAsync(
            asks.SelectMany(ask => ask.Open.Select(relation => (ask, relation))), AFew, async (one, _) => await AskAsync(one.ask, one.relation));
        return [.. _failures.Order(StringComparer.Ordinal)];
    }

    private async Task AskRefusedAsync(Ask ask)
    {
        Dictionary<Relation, Answer> answers = [];
        foreach (var relation in ask.Refused) answers[relation] = await AskAsync(ask, relation);
        if (!answers.TryGetValue(Relation.Missing, out var missing)) return;

        foreach (var (relation, answer) in answers.Where(answer => answer.Value != missing))
        {
            _failures.Add($"{ask.Row.Key} tells {ask.Person} the record of {relation} ({answer}) from a missing one ({missing})");
        }
    }

    private async Task<Answer> AskAsync(Ask ask, Relation relation)
    {
        var (row, person) = ask;
        var response = await SendAsync(row, person, relation);
        Interlocked.Increment(ref _asked);
        var body = Token().Replace(await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), "");
        var expected = row.Expected(person, relation);
        var answer = new Answer(VerdictOf(response, expected), body.Length);
        if (answer.Verdict != $"{expected}")
        {
            _failures.Add($"{row.Key} answers {person} at {relation} {answer.Verdict} ({(int)response.StatusCode}), not {expected}");
        }

        var headers = string.Join('\n', response.Headers.SelectMany(header => header.Value));
        foreach (var unit in Enum.GetValues<Relation>().Except(MatrixFile.Readable[person])
            .Where(unit => $"{headers}\n{body}".Contains(MatrixStage.CanaryOf(unit), StringComparison.OrdinalIgnoreCase)))
        {
            _failures.Add($"{row.Key} shows {person} a word of {unit} when asked for {relation}");
        }

        return answer;
    }

    private async Task<HttpResponseMessage> SendAsync(MatrixRow row, string person, Relation relation)
    {
        var (who, token) = _visitors[person];
        var address = stage.Fill(row.Address, relation, row.Thing);
        var handler = row.Handler.Split(' ') is [_, var name] ? $"{(address.Contains('?', StringComparison.Ordinal) ? '&' : '?')}handler={name}" : "";
        if (row.Handler.StartsWith("GET", StringComparison.Ordinal)) return await who.GetAsync(address + handler);

        // Open requests are sent without the version: they arrive, and change nothing that the next one needs.
        var fields = row.Fields.Where(field => row.Expected(person, relation) != 'O' || field.Value != "{version}")
            .Select(field => KeyValuePair.Create(field.Name, stage.Fill(field.Value, relation, row.Thing)));
        return await who.PostAsync(address + handler, fields.Prepend(KeyValuePair.Create("__RequestVerificationToken", token)));
    }

    private static string VerdictOf(HttpResponseMessage response, char expected) => response.StatusCode switch
    {
        HttpStatusCode.NotFound => "N",
        HttpStatusCode.Forbidden => "F",
        HttpStatusCode.Redirect when response.Headers.Location!.OriginalString.Contains("/SignIn?returnUrl=", StringComparison.Ordinal) => "S",
        HttpStatusCode.UnprocessableEntity when expected == 'U' => "U",
        HttpStatusCode.OK or HttpStatusCode.Redirect or HttpStatusCode.UnprocessableEntity or HttpStatusCode.Conflict => "O",
        var other => $"{other}",
    };

    private async Task ArriveAsync(string person)
    {
        if (_visitors.ContainsKey(person)) return;

        var who = await signIn(MatrixFile.People[person]);
        var page = await who.ReadAsync(MatrixFile.People[person] is null ? "/v" : "/Notices");
        _visitors[person] = (who, page.QuerySelector("input[name=__RequestVerificationToken]")!.GetAttribute("value")!);
    }

    private async Task CompareRowsAsync(IReadOnlyDictionary<string, string> before, string what)
    {
        var after = await RowsAsync();
        foreach (var table in after.Keys.Where(table => before[table] != after[table])) _failures.Add($"{what} changed rows of {table}");
    }

    /// <summary>Each table with how many rows it has and the sum of their versions: every change moves one or the other.</summary>
    private async Task<IReadOnlyDictionary<string, string>> RowsAsync()
    {
        var tables = await desk.Database.ListAsync<string>(
            "select relname::text from pg_class where relkind in ('r', 'p') and not relispartition and relnamespace = 'public'::regnamespace");
        var counts = tables.Except(Growing).Select(table => $"""select '{table}:' || count(*) || '/' || coalesce(sum(xmin::text::bigint), 0) from "{table}" """);
        var rows = await desk.Database.ListAsync<string>(string.Join(" union all ", counts));
        return rows.Select(row => row.Split(':')).ToDictionary(row => row[0], row => row[1]);
    }

    [GeneratedRegex("""name="__RequestVerificationToken"[^>]*>""")]
    private static partial Regex Token();

    private sealed record Answer(string Verdict, int Length);

    /// <summary>One person at one handler.</summary>
    private sealed record Ask(MatrixRow Row, string Person)
    {
        public IEnumerable<Relation> Refused => Row.RelationsFor(Person).Where(relation => Row.Expected(Person, relation) != 'O');

        public IEnumerable<Relation> Open => Row.RelationsFor(Person).Where(relation => Row.Expected(Person, relation) == 'O');
    }
}
