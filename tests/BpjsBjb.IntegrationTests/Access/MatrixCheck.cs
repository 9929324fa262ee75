using System.Net;
using System.Text.RegularExpressions;
using BpjsBjb.IntegrationTests.Http;
using BpjsBjb.IntegrationTests.Support;

namespace BpjsBjb.IntegrationTests.Access;

/// <summary>Sends what a line of the matrix stands for and lists everything that is not as written.</summary>
/// <param name="visitor">Signs a person in; null is a stranger.</param>
public sealed partial class MatrixCheck(Desk desk, MatrixStage stage, Func<TestUser?, Task<Visitor>> visitor)
{
    /// <summary>Rows that say who looked and when are meant to grow by a refusal.</summary>
    private static readonly string[] Growing = ["session", "audit", "attempt", "look", "reveal", "seal", "key"];

    private readonly Dictionary<string, (Visitor Visitor, string Token)> _visitors = [];

    public int Asked { get; private set; }

    public async Task<IReadOnlyList<string>> RunAsync(MatrixRow row)
    {
        List<string> failures = [];
        foreach (var person in MatrixFile.People.Keys.Where(person => row.Verdicts[person] != "-"))
        {
            var refused = row.Relations.Where(relation => row.Expected(person, relation) != 'O').ToList();
            if (refused.Count > 0)
            {
                var before = await FingerprintAsync();
                Dictionary<Relation, Answer> answers = [];
                foreach (var relation in refused) answers[relation] = await AskAsync(row, person, relation, failures);
                if (before != await FingerprintAsync()) failures.Add($"{row.Key} changed rows for {person}");
                CompareMisses(row, person, answers, failures);
            }

            foreach (var relation in row.Relations.Except(refused)) await AskAsync(row, person, relation, failures);
        }

        return failures;
    }

    private static void CompareMisses(MatrixRow row, string person, Dictionary<Relation, Answer> answers, List<string> failures)
    {
        if (!answers.TryGetValue(Relation.Missing, out var missing)) return;

        failures.AddRange(answers.Where(answer => (answer.Value.Verdict, answer.Value.Length) != (missing.Verdict, missing.Length))
            .Select(answer => $"{row.Key} tells {person} the record of {answer.Key} ({answer.Value}) from a missing one ({missing})"));
    }

    private async Task<Answer> AskAsync(MatrixRow row, string person, Relation relation, List<string> failures)
    {
        var (who, token) = await VisitorAsync(person);
        var thing = row.Thing ?? "";
        var address = stage.Fill(row.Address, relation, thing);
        HttpResponseMessage response;
        if (row.Handler == "GET") response = await who.GetAsync(address);
        else
        {
            var expected = row.Expected(person, relation);
            List<KeyValuePair<string, string>> fields = [new("__RequestVerificationToken", token)];
            // Allowed requests are sent without the version: they arrive, and change nothing that the next one needs.
            if (row.Body.Length > 0 && !(expected == 'O' && row.Body.Contains("{version}", StringComparison.Ordinal)))
            {
                var pair = stage.Fill(row.Body, relation, thing).Split('=', 2);
                fields.Add(new(pair[0], pair[1]));
            }

            var handler = row.Handler.Split(' ') is [_, var name] ? $"{(address.Contains('?', StringComparison.Ordinal) ? '&' : '?')}handler={name}" : "";
            response = await who.PostAsync(address + handler, fields);
        }

        Asked++;
        var body = Token().Replace(await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), "");
        var answer = new Answer(VerdictOf(response), body.Length);
        if (answer.Verdict != $"{row.Expected(person, relation)}")
        {
            failures.Add($"{row.Key} answers {person} at {relation} {answer.Verdict} ({(int)response.StatusCode}), not {row.Expected(person, relation)}");
        }

        var headers = string.Join('\n', response.Headers.SelectMany(header => header.Value));
        failures.AddRange(Enum.GetValues<Relation>().Except(MatrixFile.Readable[person])
            .Where(unit => $"{headers}\n{body}".Contains(MatrixStage.CanaryOf(unit), StringComparison.OrdinalIgnoreCase))
            .Select(unit => $"{row.Key} shows {person} a word of {unit} when asked for {relation}"));
        return answer;
    }

    private static string VerdictOf(HttpResponseMessage response) => response.StatusCode switch
    {
        HttpStatusCode.NotFound => "N",
        HttpStatusCode.Forbidden => "F",
        HttpStatusCode.Redirect when response.Headers.Location!.OriginalString.Contains("/SignIn?returnUrl=", StringComparison.Ordinal) => "S",
        HttpStatusCode.OK or HttpStatusCode.Redirect or HttpStatusCode.UnprocessableEntity or HttpStatusCode.Conflict => "O",
        var other => $"{other}",
    };

    private async Task<(Visitor Visitor, string Token)> VisitorAsync(string person)
    {
        if (_visitors.TryGetValue(person, out var known)) return known;

        var who = await visitor(MatrixFile.People[person]);
        var page = await who.ReadAsync(MatrixFile.People[person] is null ? "/v" : "/Rules");
        var token = page.QuerySelector("input[name=__RequestVerificationToken]")!.GetAttribute("value")!;
        return _visitors[person] = (who, token);
    }

    private async Task<string> FingerprintAsync()
    {
        var tables = await desk.Database.ListAsync<string>(
            "select relname::text from pg_class where relkind = 'r' and relnamespace = 'public'::regnamespace order by relname");
        var parts = tables.Where(table => !Growing.Any(word => table.Contains(word, StringComparison.Ordinal)))
            .Select(table => $"""select '{table}' || count(*) || '/' || coalesce(sum(hashtext(t::text)::bigint), 0) as part from "{table}" t""");
        return await desk.Database.ReadAsync<string>($"select string_agg(part, ' ' order by part) from ({string.Join(" union all ", parts)}) all_tables");
    }

    [GeneratedRegex("""name="__RequestVerificationToken"[^>]*>""")]
    private static partial Regex Token();

    private sealed record Answer(string Verdict, int Length);
}
