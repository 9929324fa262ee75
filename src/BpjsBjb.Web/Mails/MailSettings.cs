using System.Net;
using MimeKit;

namespace BpjsBjb.Web.Mails;

/// <summary>Reads the section of the mail server before anything starts: a setting that is missing, wrong or unknown stops the portal.</summary>
internal static class MailSettings
{
    public const string Section = $"{PortalOptions.Section}:{nameof(PortalOptions.Mail)}";

    private const int MostPort = 65_535;

    /// <exception cref="InvalidOperationException">Names what is amiss, and never a secret.</exception>
    public static MailOptions Read(IConfiguration configuration, string? publicAddress, bool forTrying)
    {
        var mail = configuration.GetSection(Section).Get<MailOptions>(binder => binder.ErrorOnUnknownConfiguration = true) ?? new MailOptions();
        if (string.IsNullOrWhiteSpace(mail.Host))
        {
            return string.IsNullOrEmpty(mail.User + mail.Password + mail.From) ? mail : throw Amiss("Host is missing");
        }

        if (!MailboxAddress.TryParse(mail.From, out _)) throw Amiss("From must be the address mails come from");
        if (mail.Port is < 1 or > MostPort) throw Amiss("Port must be between 1 and 65535");
        if (!Enum.IsDefined(mail.Tls)) throw Amiss("Tls must be StartTls, Implicit or None");
        if (string.IsNullOrEmpty(mail.User) != string.IsNullOrEmpty(mail.Password)) throw Amiss("User and Password go together");
        if (mail.Tls == MailTls.None && !forTrying && !IsThisMachine(mail.Host)) throw Amiss("Tls may be None only for a server on the same machine");
        if (!Uri.TryCreate(publicAddress, UriKind.Absolute, out var address) || address.Scheme is not ("https" or "http"))
        {
            throw new InvalidOperationException("Portal__PublicAddress must be the portal's address where Portal__Mail names a server: mails lead to it.");
        }

        return mail;
    }

    private static bool IsThisMachine(string host) => host == "localhost" || (IPAddress.TryParse(host, out var address) && IPAddress.IsLoopback(address));

    private static InvalidOperationException Amiss(string what) => new($"Portal__Mail: {what}.");
}
