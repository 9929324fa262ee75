using System.Security.Cryptography;
using System.Text;

namespace BpjsBjb.Web.Api;

/// <summary>A system that may ask, from the settings <c>Portal:ApiClients</c>.</summary>
public sealed class ApiClient
{
    public string Id { get; set; } = "";

    /// <summary>SHA-256 of the secret in hexadecimal digits. The secret is 256 random bits, made by <c>api-client new</c>: no list holds it.</summary>
    public string SecretHash { get; set; } = "";

    public IReadOnlyList<string> Scopes { get; set; } = [];
}

/// <summary>The clients by their names. The one of a demonstration is in no setting and exists in no other mode.</summary>
public sealed class ApiClients
{
    public const string DemoId = "demo-core-banking";
    public const string DemoSecret = "Lindung-Debitur-2016";

    private const int SecretBytes = 32;
    private const int MostIdLetters = 64;

    /// <summary>Compared with when nobody has the name, so that the answer takes as long.</summary>
    private static readonly byte[] NobodysHash = RandomNumberGenerator.GetBytes(SHA256.HashSizeInBytes);

    private readonly Dictionary<string, (ApiClient Client, byte[] Hash)> _clients = new(StringComparer.Ordinal);

    /// <exception cref="InvalidOperationException">A client of the settings is not well formed; it says which and why.</exception>
    public ApiClients(IEnumerable<ApiClient> configured, bool demo)
    {
        foreach (var client in configured)
        {
            if (WrongWith(client) is { } wrong) throw new InvalidOperationException($"Portal:ApiClients '{client.Id}': {wrong}");
            if (!_clients.TryAdd(client.Id, (client, Convert.FromHexString(client.SecretHash))))
            {
                throw new InvalidOperationException($"Portal:ApiClients '{client.Id}' is named twice.");
            }
        }

        if (!demo) return;

        var demonstration = new ApiClient { Id = DemoId, SecretHash = HashOf(DemoSecret), Scopes = [.. ApiPermissions.Scopes.Values] };
        _clients[DemoId] = (demonstration, Convert.FromHexString(demonstration.SecretHash));
    }

    public ApiClient? Named(string? id) => id is not null && _clients.TryGetValue(id, out var found) ? found.Client : null;

    /// <summary>Null when name and secret do not belong together.</summary>
    public ApiClient? Find(string? id, string? secret)
    {
        var known = _clients.TryGetValue(id ?? "", out var found);
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes(secret ?? ""));
        return CryptographicOperations.FixedTimeEquals(hash, known ? found.Hash : NobodysHash) && known ? found.Client : null;
    }

    public static string NewSecret() => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(SecretBytes));

    public static string HashOf(string secret) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(secret)));

    /// <summary>Null when a client may be called this.</summary>
    public static string? WrongWithId(string id) => id switch
    {
        DemoId => "this name is kept for the demonstration.",
        { Length: 0 or > MostIdLetters } => $"a name has 1 to {MostIdLetters} characters.",
        _ when !id.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.') => "a name has letters, digits, '-', '_' and '.' only.",
        _ => null,
    };

    public static string? WrongWithScopes(IReadOnlyCollection<string> scopes) =>
        scopes.Count > 0 && scopes.All(ApiPermissions.Scopes.Values.Contains)
            ? null
            : $"scopes are one or more of {string.Join(", ", ApiPermissions.Scopes.Values)}.";

    private static string? WrongWith(ApiClient client)
    {
        if (WrongWithId(client.Id) is { } id) return id;
        if (client.SecretHash.Length != SHA256.HashSizeInBytes * 2 || !client.SecretHash.All(char.IsAsciiHexDigit))
        {
            return "SecretHash is not the 64 digits that api-client new printed.";
        }

        return client.SecretHash.Equals(HashOf(DemoSecret), StringComparison.OrdinalIgnoreCase)
            ? "the secret of the demonstration is known to everybody."
            : WrongWithScopes(client.Scopes);
    }
}
