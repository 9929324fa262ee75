using BpjsBjb.Domain.Common;
using BpjsBjb.Services.Audit;
using BpjsBjb.Services.Employers;
using BpjsBjb.Web.Localisation;
using BpjsBjb.Web.Security;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace BpjsBjb.Web.Pages.Employers;

/// <summary>Somebody who joins the payroll, or whose wage changes or ends. The wage stands on it, so opening a worker is a look.</summary>
public sealed class WorkerModel(EmployerSearch employers, WorkerService workers, PersonalDataReads reads, TimeProvider clock) : PageModel
{
    [BindProperty(SupportsGet = true)]
    public Guid Id { get; set; }

    [BindProperty(SupportsGet = true)]
    public Guid? WorkerId { get; set; }

    [BindProperty]
    public uint Version { get; set; }

    [BindProperty]
    public StateWorker Input { get; set; } = new();

    /// <summary>Last day, for the end of somebody's work.</summary>
    [BindProperty]
    public string? LastDay { get; set; }

    [TempData]
    public string? Notice { get; set; }

    public EmployerDetails Employer { get; private set; } = null!;

    /// <summary>Null while somebody is added.</summary>
    public WorkerDetails? Worker { get; private set; }

    public async Task<IActionResult> OnGetAsync(CancellationToken cancel)
    {
        if (!await FindAsync(cancel)) return NotFound();

        Input = Worker is { } known
            ? new StateWorker
            {
                FullName = known.FullName,
                BirthDate = Format.DateTyped(known.BirthDate),
                Role = known.Role.ToString(),
                MonthlyWage = Format.Typed(known.Wage),
                From = Format.DateTyped(known.ValidFrom),
            }
            : new StateWorker { From = Format.DateTyped(Employer.Month.Month.FirstDay) };
        Version = Worker?.Version ?? 0;
        LastDay = Format.DateTyped(Employer.Today);
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancel)
    {
        var kept = WorkerId is { } workerId
            ? await workers.ChangeAsync(Id, workerId, Version, Input, User.ToActor(), cancel)
            : await workers.AddAsync(Id, Input, User.ToActor(), cancel);
        if (kept is null || !await FindAsync(cancel)) return NotFound();
        if (kept.IsRefused)
        {
            LastDay ??= Format.DateTyped(clock.Today());
            return this.Refuse(kept.Refusals, nameof(Input));
        }

        Notice = "worker.kept";
        return RedirectToPage("Details", new { id = Id });
    }

    public async Task<IActionResult> OnPostEndAsync(CancellationToken cancel)
    {
        if (WorkerId is not { } workerId) return NotFound();

        var ended = await workers.EndAsync(Id, workerId, Version, LastDay, User.ToActor(), cancel);
        if (ended is null || !await FindAsync(cancel)) return NotFound();
        if (ended.IsRefused) return this.Refuse(ended.Refusals);

        Notice = "worker.ended";
        return RedirectToPage("Details", new { id = Id });
    }

    private async Task<bool> FindAsync(CancellationToken cancel)
    {
        var actor = User.ToActor();
        if (await employers.DetailsAsync(Id, month: null, actor, cancel) is not { } found) return false;

        Employer = found;
        if (WorkerId is not { } workerId) return true;

        Worker = await employers.WorkerAsync(Id, workerId, actor, cancel);
        if (Worker is null) return false;

        await reads.LookWithoutCaseAsync(["Wage"], this.ReadPlace(), actor, cancel);
        return true;
    }
}
