using System.Net.Sockets;
using BpjsBjb.Services.Mails;
using MailKit;
using MailKit.Net.Smtp;
using MailKit.Security;

namespace BpjsBjb.Web.Mails;

/// <summary>Hands each mail to the configured server, over a connection of its own.</summary>
public sealed class SmtpCarrier(MailOptions options, MailWriter writer) : IMailCarrier
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    public bool IsOn => true;

    public async Task CarryAsync(OutgoingMail mail, CancellationToken cancel)
    {
        using var client = new SmtpClient { Timeout = (int)Patience.TotalMilliseconds };
        try
        {
            await client.ConnectAsync(options.Host!, options.Port, Security(options.Tls), cancel);
            if (options.User is { Length: > 0 } user) await client.AuthenticateAsync(user, options.Password!, cancel);

            await client.SendAsync(writer.Write(mail), cancel);
        }
        catch (SmtpCommandException refused)
        {
            // A mailbox that is not there, or a mail no server will take; anything else may be otherwise in an hour.
            var isFinal = refused.ErrorCode is SmtpErrorCode.RecipientNotAccepted && (int)refused.StatusCode >= 500;
            throw new MailFailedException($"SMTP {(int)refused.StatusCode}", isFinal, refused);
        }
        catch (Exception failure) when (
            failure is IOException or SocketException or ProtocolException or AuthenticationException or SslHandshakeException or TimeoutException
                or ServiceNotConnectedException or NotSupportedException)
        {
            throw new MailFailedException(failure.GetType().Name, isFinal: false, failure);
        }

        await LeaveAsync(client);
    }

    /// <summary>The mail is taken already: how the server says goodbye changes nothing.</summary>
    private static async Task LeaveAsync(SmtpClient client)
    {
        try
        {
            await client.DisconnectAsync(quit: true, CancellationToken.None);
        }
        catch (Exception failure) when (failure is IOException or ProtocolException or CommandException)
        {
            // gone without a word
        }
    }

    private static SecureSocketOptions Security(MailTls tls) => tls switch
    {
        MailTls.Implicit => SecureSocketOptions.SslOnConnect,
        MailTls.None => SecureSocketOptions.None,
        _ => SecureSocketOptions.StartTls,
    };
}

/// <summary>No mail server is named: no mail is made.</summary>
public sealed class NoCarrier : IMailCarrier
{
    public bool IsOn => false;

    public Task CarryAsync(OutgoingMail mail, CancellationToken cancel) => throw new InvalidOperationException("No mail server is configured.");
}
