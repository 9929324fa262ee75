using BpjsBjb.Services.Data.PrivateDatabase;
using BpjsBjb.Services.Mails;

namespace BpjsBjb.Web.Mails;

internal static class MailSetup
{
    /// <summary>A server where one is named; a folder where one tries; else no mail.</summary>
    public static void AddMails(this IServiceCollection services, MailOptions mail, bool forTrying)
    {
        services.AddSingleton<MailWriter>();
        services.AddSingleton<IMailCarrier>(provider => (mail.Host, forTrying) switch
        {
            ({ Length: > 0 }, _) => new SmtpCarrier(mail, provider.GetRequiredService<MailWriter>()),
            (_, true) => new FolderCarrier(Path.Combine(PrivatePostgresOptions.DefaultDataDirectory(), "mail"), provider.GetRequiredService<MailWriter>()),
            _ => new NoCarrier(),
        });
    }
}
