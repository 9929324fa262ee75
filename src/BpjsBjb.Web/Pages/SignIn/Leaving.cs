namespace BpjsBjb.Web.Pages.SignIn;

/// <summary>On the way out to a provider: its name, and the address there.</summary>
public sealed record Leaving(string Title, string Address);
