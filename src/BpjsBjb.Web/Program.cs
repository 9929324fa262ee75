using BpjsBjb.Web;

var builder = WebApplication.CreateBuilder(args);
builder.AddPortalWeb();

var app = builder.Build();
app.UsePortalWeb();
app.Run();

public partial class Program;
