namespace BpjsBjb.Web.Api;

/// <summary>The command <c>api-client new name scope…</c>: makes a secret, shows it once, and says which settings to add.</summary>
internal static class ApiClientCommand
{
    private const int Misused = 2;

    public static async Task<int> RunAsync(string[] words)
    {
        if (words is not ["new", var id, .. { Length: > 0 } scopes])
        {
            await Console.Error.WriteLineAsync($"api-client new <name> <scope>…   scopes: {string.Join(", ", ApiPermissions.Scopes.Values)}");
            return Misused;
        }

        if ((ApiClients.WrongWithId(id) ?? ApiClients.WrongWithScopes(scopes)) is { } wrong)
        {
            await Console.Error.WriteLineAsync($"Not made: {wrong}");
            return 1;
        }

        var secret = ApiClients.NewSecret();
        Console.WriteLine($"Secret of {id}. Hand it over on a safe way; it is shown only here and stored nowhere:");
        Console.WriteLine(secret);
        Console.WriteLine("Settings of every copy of the portal (0 is the next free number), then restart:");
        Console.WriteLine($"Portal__ApiClients__0__Id={id}");
        Console.WriteLine($"Portal__ApiClients__0__SecretHash={ApiClients.HashOf(secret)}");
        foreach (var (number, scope) in scopes.Index()) Console.WriteLine($"Portal__ApiClients__0__Scopes__{number}={scope}");
        return 0;
    }
}
