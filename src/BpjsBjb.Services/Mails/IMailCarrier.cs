using BpjsBjb.Services.Notices;

namespace BpjsBjb.Services.Mails;

public enum MailKind
{
    /// <summary>All of a person's day in one.</summary>
    Digest,

    /// <summary>What cannot wait for it.</summary>
    Urgent,
}

/// <summary>How often a kind of notice stands in a mail.</summary>
public sealed record MailLine(NoticeKind Kind, int Count);

/// <summary>What a mail says: counts and kinds. It holds no name, number or reference of anybody.</summary>
/// <param name="Language">The reader's: id or en.</param>
public sealed record OutgoingMail(Guid Id, string Address, string Language, MailKind Kind, IReadOnlyList<MailLine> Lines);

/// <summary>Brings mails out of the portal.</summary>
public interface IMailCarrier
{
    /// <summary>False where no way out is configured: then no mail is made at all.</summary>
    bool IsOn { get; }

    /// <exception cref="MailFailedException">It was not taken.</exception>
    Task CarryAsync(OutgoingMail mail, CancellationToken cancel);
}

/// <summary>A mail was not taken.</summary>
/// <param name="code">The kind of failure or the mail server's number, never its words: they repeat the address.</param>
/// <param name="isFinal">Trying again would be in vain.</param>
/// <param name="failure">What was caught.</param>
public sealed class MailFailedException(string code, bool isFinal, Exception failure) : Exception(code, failure)
{
    public string Code => Message;

    public bool IsFinal => isFinal;
}
