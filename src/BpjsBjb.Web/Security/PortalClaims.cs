namespace BpjsBjb.Web.Security;

/// <summary>The claims in the ticket, written at sign-in and read by <see cref="ActorExtensions"/>.</summary>
public static class PortalClaims
{
    public const string UserId = "sub";
    public const string Name = "name";
    public const string Role = "role";
    public const string OfficeId = "office.id";
    public const string OfficeName = "office.name";
    public const string BankFrom = "bank.from";
    public const string BankTo = "bank.to";
    public const string BpjsFrom = "bpjs.from";
    public const string BpjsTo = "bpjs.to";

    /// <summary>These three come from the session's row at each request.</summary>
    public const string SessionId = "sid";
    public const string AuthenticatedAt = "auth_time";
    public const string SecondFactor = "second_factor";
}
