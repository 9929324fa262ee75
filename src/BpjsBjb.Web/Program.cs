using BpjsBjb.Services.Data.PrivateDatabase;
using BpjsBjb.Web;
using BpjsBjb.Web.Api;

if (args is ["keep-postgres", var directory]) return PostgresKeeper.Run(directory);

if (args is ["api-client", .. var client]) return await ApiClientCommand.RunAsync(client);

var builder = WebApplication.CreateBuilder(args);
if (args is ["keys", .. var keys]) return await KeysCommand.RunAsync(keys, builder);

if (args is ["migrate"]) return await PortalStart.MigrateAsync(builder.Configuration);

if (await PortalStart.OpenDatabaseAsync(builder) is not { } database) return 1;

if (args is ["admin", "invite", var email, var fullName]) return await AdminCommand.InviteAsync(builder, database, email, fullName);

builder.AddPortalWeb(database);

var app = builder.Build();
app.UsePortalWeb();
app.Lifetime.ApplicationStarted.Register(() => PortalStart.Announce(app, database));
await app.RunAsync();
return 0;

public partial class Program;
