using BpjsBjb.Web.Api;
using BpjsBjb.Web.Mails;
using BpjsBjb.Web.Security;

namespace BpjsBjb.Web;

/// <summary>Settings of the portal's face, section <c>Portal</c>.</summary>
public sealed class PortalOptions
{
    public const string Section = "Portal";

    /// <summary>The product's name as printed on every page; neither organisation's mark.</summary>
    public string ProductName { get; set; } = "Lindung Debitur";

    /// <summary>A demonstration: invented people, accounts listed on the sign-in page, plain HTTP on localhost.</summary>
    public bool Demo { get; set; }

    /// <summary>File of the master keys; needed outside development and demonstration.</summary>
    public string? KeyFile { get; set; }

    /// <summary>File for the heads of the audit chain, on storage the database's administrators cannot write.</summary>
    public string? AuditSealFile { get; set; }

    /// <summary>How the outside reaches the portal, such as <c>https://portal.example</c>: printed on proofs. Empty: as asked for.</summary>
    public string? PublicAddress { get; set; }

    /// <summary>Whether the password alone is enough; empty: required in production, offered where one tries.</summary>
    public SecondFactorMode? SecondFactor { get; set; }

    /// <summary>Attempts to sign in that one address may make a minute.</summary>
    public int SignInsPerMinute { get; set; } = 10;

    /// <summary>Attempts to sign in with one e-mail address a minute, from wherever they come and whether or not anybody has it.</summary>
    public int SignInsPerName { get; set; } = 5;

    /// <summary>Numbers of proofs that one address may look up a minute.</summary>
    public int ProofsPerMinute { get; set; } = 30;

    /// <summary>Tokens that one address may ask for a minute.</summary>
    public int TokensPerMinute { get; set; } = 60;

    /// <summary>Calls of the API that one address may make a minute.</summary>
    public int ApiCallsPerMinute { get; set; } = 1200;

    /// <summary>Systems that may call the API; made by <c>api-client new</c>.</summary>
    public IReadOnlyList<ApiClient> ApiClients { get; set; } = [];

    /// <summary>Different NIKs one person may look up an hour: more than a busy counter serves, far fewer than a list to try out.</summary>
    public int NikLookUpsPerHour { get; set; } = 60;

    /// <summary>Different searches by name or number one person may make an hour.</summary>
    public int SearchesPerHour { get; set; } = 600;

    /// <summary>Different cases, loans, bills and proofs one person may open an hour.</summary>
    public int CasesPerHour { get; set; } = 600;

    /// <summary>The mail server notices leave by; without a host none leaves.</summary>
    public MailOptions Mail { get; set; } = new();

    /// <summary>Identity providers of the institutions; empty: nobody signs in that way.</summary>
    public IReadOnlyList<ProviderOptions> Providers { get; set; } = [];

    /// <summary>Proxies in front, as networks ("10.0.0.0/8"); forwarded headers of anybody else are ignored.</summary>
    public IReadOnlyList<string> TrustedProxies { get; set; } = [];
}
