namespace BpjsBjb.Web.Mails;

/// <summary>How the way to the mail server is guarded.</summary>
public enum MailTls
{
    /// <summary>Begins in the clear and must turn to TLS before anything is said.</summary>
    StartTls,

    /// <summary>TLS from the first byte.</summary>
    Implicit,

    /// <summary>None: for a server on the same machine, and where one tries.</summary>
    None,
}

/// <summary>The mail server notices leave by, section <c>Portal:Mail</c>. Without a host no mail leaves.</summary>
public sealed class MailOptions
{
    public string? Host { get; set; }

    public int Port { get; set; } = 587;

    public string? User { get; set; }

    public string? Password { get; set; }

    /// <summary>The address mails come from.</summary>
    public string? From { get; set; }

    public MailTls Tls { get; set; }
}
