namespace BpjsBjb.Web.Api;

/// <summary>Addresses that other systems ask, not people: JSON in, JSON out, the language by the request's own header.</summary>
internal static class ApiPaths
{
    public const string Calls = "/api";
    public const string Token = "/connect/token";
    public const string GateKeys = "/.well-known/gate-keys.json";
    public const string Document = "/openapi/{documentName}.json";

    private static readonly PathString[] All = [Calls, "/connect", "/openapi", GateKeys];

    public static bool IsOne(PathString path) => Array.Exists(All, start => path.StartsWithSegments(start));

    /// <summary>Calls take JSON only; the token endpoint a form, as OAuth says.</summary>
    public static bool IsCall(PathString path) => path.StartsWithSegments(Calls);
}
