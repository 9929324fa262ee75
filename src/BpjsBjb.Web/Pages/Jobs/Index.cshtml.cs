using BpjsBjb.Services.Jobs;
using BpjsBjb.Services.Mails;
using BpjsBjb.Web.Mails;
using BpjsBjb.Web.Security;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace BpjsBjb.Web.Pages.Jobs;

/// <summary>The portal's own work: what it did, when it last went well, and what is late.</summary>
public sealed class IndexModel(JobSearch jobs, MailSearch mails, IMailCarrier carrier) : PageModel
{
    public IReadOnlyList<JobStanding> Jobs { get; private set; } = [];

    public MailState Mail { get; private set; } = null!;

    public bool IsMailOn => carrier.IsOn;

    public bool IsMailCaught => carrier is FolderCarrier;

    public bool MayReadCaught => IsMailCaught && Policies.Allows(Policies.ReadCaughtMail, User.ToActor().Role);

    public async Task OnGetAsync(CancellationToken cancel)
    {
        Jobs = await jobs.ListAsync(User.ToActor(), cancel);
        Mail = await mails.ReadAsync(User.ToActor(), cancel);
    }

    /// <summary>The largest unit that a period is a whole number of, and that number.</summary>
    public static (string Unit, int Count) PeriodOf(TimeSpan every) => every switch
    {
        { Ticks: var ticks } when ticks % TimeSpan.TicksPerHour == 0 => ("Hours", (int)every.TotalHours),
        { Ticks: var ticks } when ticks % TimeSpan.TicksPerMinute == 0 => ("Minutes", (int)every.TotalMinutes),
        _ => ("Seconds", (int)every.TotalSeconds),
    };
}
