namespace BpjsBjb.Web.Security;

/// <summary>An institution's own identity provider, section <c>Portal:Providers</c>. None is on unless it stands there.</summary>
public sealed record ProviderOptions
{
    /// <summary>Short and fixed, part of the address it answers to: "bjb".</summary>
    public string Name { get; init; } = "";

    /// <summary>As printed on the button.</summary>
    public string Title { get; init; } = "";

    /// <summary>Its address, which is also the issuer its tokens must name.</summary>
    public string Authority { get; init; } = "";

    public string ClientId { get; init; } = "";

    /// <summary>From the environment, never from a file in the repository.</summary>
    public string ClientSecret { get; init; } = "";

    /// <summary>Whose users it may sign in: the part of their e-mail addresses after the @.</summary>
    public string EmailDomain { get; init; } = "";

    /// <summary>A value of <c>acr</c> that says a second factor was given, beside <c>amr</c> naming "mfa"; empty where there is none.</summary>
    public string SecondFactorAcr { get; init; } = "";

    public string Scheme => $"provider-{Name}";
}
