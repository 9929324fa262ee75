using BpjsBjb.Services.Mails;
using MimeKit;

namespace BpjsBjb.Web.Mails;

/// <summary>A mail that was caught instead of sent.</summary>
public sealed record CaughtMail(DateTimeOffset At, string To, string Subject, string Text);

/// <summary>Where one tries: every mail becomes a file in the data folder, one a mail however often it is sent.</summary>
public sealed class FolderCarrier(string folder, MailWriter writer) : IMailCarrier
{
    private const int Shown = 50;

    public bool IsOn => true;

    public async Task CarryAsync(OutgoingMail mail, CancellationToken cancel)
    {
        try
        {
            Directory.CreateDirectory(folder);
            var unfinished = Path.Combine(folder, $"{mail.Id:N}.part");
            await using (var file = File.Create(unfinished)) await writer.Write(mail).WriteToAsync(file, cancel);
            File.Move(unfinished, Path.Combine(folder, $"{mail.Id:N}.eml"), overwrite: true);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new MailFailedException(failure.GetType().Name, isFinal: false, failure);
        }
    }

    /// <summary>The newest first.</summary>
    public async Task<IReadOnlyList<CaughtMail>> ListAsync(CancellationToken cancel)
    {
        if (!Directory.Exists(folder)) return [];

        List<CaughtMail> caught = [];
        foreach (var file in new DirectoryInfo(folder).EnumerateFiles("*.eml").OrderByDescending(file => file.LastWriteTimeUtc).Take(Shown))
        {
            using var message = await MimeMessage.LoadAsync(file.FullName, cancel);
            caught.Add(new CaughtMail(message.Date, message.To.ToString(), message.Subject ?? "", message.TextBody ?? ""));
        }

        return caught;
    }
}
