using BpjsBjb.Services;
using BpjsBjb.Services.Access;
using BpjsBjb.Services.Data;
using BpjsBjb.Web.Localisation;

namespace BpjsBjb.Web;

/// <summary>The command <c>admin invite e-mail name</c>: a one-time link for an administrator while there are not yet two.</summary>
internal static class AdminCommand
{
    public static async Task<int> InviteAsync(WebApplicationBuilder builder, PortalDatabase database, string email, string fullName)
    {
        var services = builder.Services;
        services.AddBpjsBjbServices(database.ConnectionString, database.WorkerConnectionString, database.Keys);
        services.AddLocalization(options => options.ResourcesPath = "Resources");
        services.AddSingleton<RefusalSentences>();
        await using var app = builder.Build();
        await using var scope = app.Services.CreateAsyncScope();
        System.Globalization.CultureInfo.CurrentUICulture = System.Globalization.CultureInfo.GetCultureInfo("en");
        var invited = await scope.ServiceProvider.GetRequiredService<FirstAdminService>().InviteAsync(email, fullName, CancellationToken.None);
        if (invited.IsRefused)
        {
            var sentences = scope.ServiceProvider.GetRequiredService<RefusalSentences>();
            foreach (var refusal in invited.Refusals) await Console.Error.WriteLineAsync($"Not invited: {sentences.Of(refusal).Text}");
            return 1;
        }

        var portal = builder.Configuration.GetSection(PortalOptions.Section).Get<PortalOptions>() ?? new PortalOptions();
        Console.WriteLine($"One-time link, good until {Format.Moment(invited.Value.LinkEndsAt!.Value)}. Hand it over; it is shown only here:");
        Console.WriteLine($"{portal.PublicAddress?.TrimEnd('/') ?? "https://<the portal's address>"}/Invitation/{invited.Value.LinkToken}");
        return 0;
    }
}
