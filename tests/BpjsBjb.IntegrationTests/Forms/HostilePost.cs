using System.Net.Http.Headers;
using System.Text;

namespace BpjsBjb.IntegrationTests.Forms;

/// <summary>A request that no browser would send, or one with text that somebody might type.</summary>
/// <param name="What">Names it in a failure.</param>
/// <param name="MustBeRefused">True where no page may accept it, whatever the fields.</param>
public sealed record HostilePost(string What, string Body, string ContentType, bool MustBeRefused)
{
    private const string Form = "application/x-www-form-urlencoded";

    public HttpContent Content()
    {
        var content = new ByteArrayContent(Encoding.UTF8.GetBytes(Body));
        content.Headers.ContentType = MediaTypeHeaderValue.Parse(ContentType);
        return content;
    }

    /// <summary>What is sent to one handler: its own form bent in each way, then filled with corpus text as the dice fall.</summary>
    /// <param name="whole">
    /// Every field of the handler with a value that may well be right; the token is among them. Read anew for each post: versions move on.
    /// </param>
    /// <param name="free">The names of those that are typed: neither the token nor a version.</param>
    public static IEnumerable<HostilePost> At(IReadOnlyList<KeyValuePair<string, string>> whole, IReadOnlyList<string> free, Random dice, int filled)
    {
        yield return new("without a token", Encode(whole.Where(field => field.Key != Token)), Form, true);
        yield return new("a field nobody knows", $"{Encode(whole)}&kenari=1", Form, true);
        yield return new("an entity's own field", $"{Encode(whole)}&{OneOf(dice, "Input.Status", "Status", "Input.Version.Value", "OfficeId", "Input.IsDemo", "Case.Status", "Input.CreatedAt")}=1", Form, true);
        yield return new("the record's name in the body", $"{Encode(whole)}&Id=0192aaaa-0000-7000-8000-000000000034&id=1", Form, true);
        yield return new("a field without a name", $"{Encode(whole)}&=kenari", Form, true);
        yield return new("another program's body", """{"kenari":1}""", "application/json", true);
        yield return new("a file", "--k\r\nContent-Disposition: form-data; name=\"file\"; filename=\"kenari.exe\"\r\n\r\nMZ\r\n--k--\r\n", "multipart/form-data; boundary=k", true);
        yield return new("more than a form holds", $"{Encode(whole)}&kenari={new string('k', 270_000)}", Form, true);
        if (free.Count > 0)
        {
            var field = OneOf(dice, [.. free]);
            var name = Uri.EscapeDataString(field);
            var broken = OneOf(dice, [.. HostileText.Broken]);
            yield return new($"{field} with {broken}", $"{Without(whole, field)}&{name}={broken}", Form, true);
            yield return new($"{field} three times", $"{Without(whole, field)}&{name}=1&{name}=2&{name}=3", Form, !IsList(field));
            yield return new($"{field} as a list", $"{Without(whole, field)}&{name}%5b0%5d=kenari&{name}%5b%5d=kenari", Form, true);
            yield return new($"{field} of 200 KB", $"{Without(whole, field)}&{name}={new string('9', 200_000)}", Form, false);
            yield return new("everything empty", Encode(whole.Select(one => free.Contains(one.Key) ? new(one.Key, "") : one)), Form, false);
            yield return new("nothing but the token", Encode(whole.Where(one => one.Key == Token)), Form, false);
            for (var i = 0; i < filled; i++) yield return Filled(whole, free, dice);
        }

        yield return new("as it stands", Encode(whole), Form, false);
    }

    private const string Token = "__RequestVerificationToken";

    /// <summary>Half of these change one field and leave the rest right; the others change all.</summary>
    private static HostilePost Filled(IReadOnlyList<KeyValuePair<string, string>> whole, IReadOnlyList<string> free, Random dice)
    {
        var only = dice.Next(2) == 0 ? free[dice.Next(free.Count)] : null;
        Dictionary<string, string> typed = [];
        foreach (var field in free.Where(field => only is null || field == only)) typed[field] = OneOf(dice, [.. HostileText.Typed]);

        var shown = string.Join(", ", typed.Select(field => $"{field.Key}={(field.Value.Length > 40 ? field.Value[..40] + '…' : field.Value)}"));
        return new(shown, Encode(whole.Select(one => typed.TryGetValue(one.Key, out var text) ? new(one.Key, text) : one)), Form, false);
    }

    private static bool IsList(string field) => field.Contains("[]", StringComparison.Ordinal);

    private static string Without(IEnumerable<KeyValuePair<string, string>> fields, string name) => Encode(fields.Where(field => field.Key != name));

    private static string Encode(IEnumerable<KeyValuePair<string, string>> fields) =>
        string.Join('&', fields.Select(field => $"{Uri.EscapeDataString(field.Key)}={Uri.EscapeDataString(field.Value)}"));

    private static string OneOf(Random dice, params string[] all) => all[dice.Next(all.Length)];
}
