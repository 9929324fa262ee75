using System.Globalization;
using BpjsBjb.Domain.Common;
using BpjsBjb.Domain.Offices;
using BpjsBjb.Services.Access;
using BpjsBjb.Services.Data.Reference;
using BpjsBjb.Services.Offices;
using Microsoft.EntityFrameworkCore;

namespace BpjsBjb.Services.Data.Demo;

/// <summary>An invented bank with a history, so that a demonstration opens on a portal in use. Nobody and nothing in it is real.</summary>
internal static class DemoBank
{
    private const int Seed = 2016;

    /// <summary>One number for "loading the demonstration"; every starter waits for it.</summary>
    private const long DemoLock = 0x4C44_4445_4D4F;

    /// <summary>A second starter waits for the first one's load.</summary>
    private static readonly TimeSpan LongestWait = TimeSpan.FromMinutes(5);

    /// <summary>Loads the demonstration in one transaction under the database's own guards; does nothing where it is already there.</summary>
    public static async Task LoadAsync(
        string ownerConnectionString, MasterKeys keys, TimeProvider clock, Action<string>? say, CancellationToken cancel)
    {
        await using var db = new BpjsBjbDbContext(DatabaseSetup.Options(ownerConnectionString));
        db.Database.SetCommandTimeout(LongestWait);
        await db.Database.OpenConnectionAsync(cancel);
        if (await IsThereAsync(db, cancel)) return;

        await using var work = await db.Database.BeginTransactionAsync(cancel);
        await db.Database.ExecuteSqlAsync($"select pg_advisory_xact_lock({DemoLock})", cancel);
        if (await IsThereAsync(db, cancel)) return;

        say?.Invoke("Loading the demonstration bank …");
        var started = clock.GetTimestamp();
        db.Database.AutoSavepointsEnabled = false;
        var cases = await FillAsync(db, new PersonalDataVault(keys), clock.GetUtcNow(), cancel);
        await work.CommitAsync(CancellationToken.None);
        say?.Invoke(string.Create(
            CultureInfo.InvariantCulture, $"{cases} invented cases, loaded in {clock.GetElapsedTime(started).TotalSeconds:0.0} s."));
    }

    private static Task<bool> IsThereAsync(BpjsBjbDbContext db, CancellationToken cancel) => db.Users.AnyAsync(user => user.IsDemo, cancel);

    private static async Task<int> FillAsync(BpjsBjbDbContext db, PersonalDataVault vault, DateTimeOffset now, CancellationToken cancel)
    {
        var random = new Random(Seed);
        var clock = new DemoClock(random, now);
        var names = new DemoNames(random);
        var offices = DemoOffices.Read(now);
        var staff = new DemoStaff(offices, names, now);
        var register = new DemoRegister(db, vault, clock);
        db.AddRange(offices.All);
        db.AddRange(staff.Users);
        db.AddRange(staff.Grants);
        register.AddStrangers();

        var reference = ReferenceWith(offices.All, JakartaTime.DateIn(now));
        var group = DemoEmployers.Group(offices, staff, now.AddMonths(-11));
        db.Add(group);
        var debtors = new DemoDebtors(random, names, new DemoNames(random), reference, clock, group.Id);
        var rules = RuleSheets.Read(now);
        var steps = new DemoSteps(db, vault, rules, reference, staff, debtors, register);
        var stories = new DemoPlan(random, clock).Stories(offices);
        await new DemoHistory(db, steps, clock).PlayAsync(stories, cancel);

        await new DemoEmployers(db, vault, rules, reference, staff, names, clock).AddAsync(offices, cancel);
        await new DemoClaims(db, vault, staff, clock).AddAsync(offices, cancel);
        db.AddRange(DemoTargets.For(steps.Paid, clock.ThisMonth));
        await db.SaveChangesAsync(cancel);
        await DemoGuarantees.AddAsync(db, now, cancel);
        await new DemoCsr(db, vault, rules, staff, new DemoNames(new Random(Seed)), now).AddAsync(offices, cancel);
        return stories.Count;
    }

    private static ReferenceBook ReferenceWith(IReadOnlyList<Office> offices, DateOnly today) => new(
        [.. ReferenceSheets.Provinces, .. ReferenceSheets.Regencies, .. ReferenceSheets.Districts],
        offices,
        ReferenceSheets.BusinessTypes,
        ReferenceSheets.LoanProducts,
        ReferenceSheets.RegionTiles,
        today,
        new Dictionary<Guid, Guid>());
}
