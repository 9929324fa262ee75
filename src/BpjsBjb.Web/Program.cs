using BpjsBjb.Services.Data.PrivateDatabase;

if (args is ["keep-postgres", var directory]) return PostgresKeeper.Run(directory);

var app = WebApplication.Create(args);
app.Run();
return 0;

public partial class Program;
