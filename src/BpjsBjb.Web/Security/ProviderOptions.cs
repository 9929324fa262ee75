namespace BpjsBjb.Web.Security;

/// <summary>An institution's own identity provider, section <c>Portal:Providers</c>. None is on unless it stands there.</summary>
public sealed record ProviderOptions
{
    /// <summary>Short, small letters, for good: part of the address the provider sends people back to.</summary>
    public string Name { get; init; } = "";

    /// <summary>As printed on the button.</summary>
    public string Title { get; init; } = "";

    /// <summary>Its address, under which it describes itself.</summary>
    public string Authority { get; init; } = "";

    /// <summary>Whom its tokens must name as their issuer, letter for letter; empty: the authority.</summary>
    public string Issuer { get; init; } = "";

    public string ClientId { get; init; } = "";

    /// <summary>From the environment, never from a file in the repository.</summary>
    public string ClientSecret { get; init; } = "";

    /// <summary>Whose accounts it may sign in: the part of their e-mail addresses after the @.</summary>
    public string EmailDomain { get; init; } = "";

    /// <summary>Hosts beside the authority's own that the portal may call for keys and tokens.</summary>
    public IReadOnlyList<string> Hosts { get; init; } = [];

    /// <summary>Values of <c>amr</c> that say a second factor was given; empty: none is believed.</summary>
    public IReadOnlyList<string> SecondFactorAmr { get; init; } = [];

    /// <summary>Values of <c>acr</c> that say a second factor was given; empty: none is believed.</summary>
    public IReadOnlyList<string> SecondFactorAcr { get; init; } = [];

    public string Scheme => $"provider-{Name}";

    public string ExpectedIssuer => Issuer.Length > 0 ? Issuer : Authority;

    public bool IsFor(string? email) => email?.EndsWith($"@{EmailDomain}", StringComparison.OrdinalIgnoreCase) == true;
}
