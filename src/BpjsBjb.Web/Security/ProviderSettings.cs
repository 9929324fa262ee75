using System.Text.RegularExpressions;

namespace BpjsBjb.Web.Security;

/// <summary>Reads the section of providers before anything starts: a setting that is missing, wrong or unknown stops the portal.</summary>
internal static partial class ProviderSettings
{
    public const string Section = $"{PortalOptions.Section}:{nameof(PortalOptions.Providers)}";

    /// <exception cref="InvalidOperationException">Names what is amiss, and never a secret.</exception>
    public static IReadOnlyList<ProviderOptions> Read(IConfiguration configuration, string? publicAddress, bool plainHttp)
    {
        var providers = configuration.GetSection(Section).Get<ProviderOptions[]>(binder => binder.ErrorOnUnknownConfiguration = true) ?? [];
        foreach (var provider in providers) Check(provider);
        if (providers.Select(provider => provider.Name).Distinct().Count() < providers.Length) throw Amiss("two have the same Name");
        if (providers.Select(provider => provider.ExpectedIssuer).Distinct().Count() < providers.Length) throw Amiss("two have the same issuer");
        if (providers.Length > 0 && !IsSecure(publicAddress, plainHttp))
        {
            throw new InvalidOperationException("Portal__PublicAddress must be an https address where Portal__Providers names a provider: it sends people back there.");
        }

        return providers;
    }

    private static void Check(ProviderOptions provider)
    {
        if (!ShortName().IsMatch(provider.Name)) throw Amiss("Name must be one to twenty small letters");
        if (!IsSecure(provider.Authority, mayBeLoopback: true)) throw Amiss("Authority must be an https address");
        if (new[] { provider.Title, provider.ClientId, provider.ClientSecret, provider.EmailDomain }.Any(string.IsNullOrWhiteSpace))
        {
            throw Amiss("each needs Name, Title, Authority, ClientId, ClientSecret and EmailDomain");
        }

        if (provider.EmailDomain.Contains('@', StringComparison.Ordinal)) throw Amiss("EmailDomain is what comes after the @");
    }

    private static bool IsSecure(string? address, bool mayBeLoopback) => Uri.TryCreate(address, UriKind.Absolute, out var uri)
        && (uri.Scheme == Uri.UriSchemeHttps || (mayBeLoopback && uri is { IsLoopback: true, Scheme: "http" }));

    private static InvalidOperationException Amiss(string what) => new($"Portal__Providers: {what}.");

    [GeneratedRegex("^[a-z]{1,20}$", RegexOptions.NonBacktracking)]
    private static partial Regex ShortName();
}
