using BpjsBjb.Domain.Claims;
using BpjsBjb.Domain.Common;
using BpjsBjb.Domain.Loans;
using BpjsBjb.Domain.People;
using BpjsBjb.Services.Access;
using Microsoft.EntityFrameworkCore;

namespace BpjsBjb.Services.Data.Demo;

/// <summary>Invented deaths and accidents at the branch that is shown: one overdue, one of yesterday, one paid, one that was an error.</summary>
internal sealed class DemoClaims(BpjsBjbDbContext db, PersonalDataVault vault, DemoStaff staff, DemoClock clock)
{
    private const int PaidDaysAgo = 40;

    public async Task AddAsync(DemoOffices offices, CancellationToken cancel)
    {
        var (branch, bpjs) = (offices.All.Single(office => office.Name == DemoOffices.ShownBranch), offices.All.Single(office => office.Name == DemoOffices.ShownBpjsBranch));
        var (officer, supervisor, reviewer) = (staff.At(branch, Role.LoanOfficer), staff.At(branch, Role.BranchSupervisor), staff.At(bpjs, Role.BpjsReviewer));
        var candidates = await (
            from loan in db.Loans.AsNoTracking()
            where loan.OfficeId == branch.Id && loan.Status == LoanStatus.Disbursed
            join insured in db.LoanInsured on loan.Id equals insured.LoanId
            where insured.DeclineReason == null
            join participation in db.Participations on insured.ParticipationId equals participation.Id
            where participation.KpjHash != null && participation.CoveredThrough >= clock.Today
            orderby participation.CoveredFrom, loan.Id
            select new { participation.Id, participation.PersonId, participation.CoveredFrom }).ToListAsync(cancel);
        // Covered long enough then for the full benefit.
        var oldest = candidates.Where(one => one.CoveredFrom <= clock.Today.AddDays(-PaidDaysAgo).AddMonths(-2)).Take(1).ToList();
        var others = candidates.Except(oldest).Where(one => one.CoveredFrom <= clock.Today.AddDays(-6)).Take(3).ToList();
        foreach (var one in oldest)
        {
            var paid = Open((one.Id, one.PersonId), ClaimKind.DeathNotAtWork, PaidDaysAgo, "Rumah, Kecamatan Soreang", officer);
            Step(paid, ClaimEventKind.HeirsTold, PaidDaysAgo - 2, officer);
            Mark(paid, [ClaimItem.DeathClaimForm, ClaimItem.ParticipantCard, ClaimItem.IdentityCard, ClaimItem.FamilyCard, ClaimItem.DeathCertificate], officer);
            Step(paid, ClaimEventKind.SentToBpjs, PaidDaysAgo - 20, officer);
            await db.SaveChangesAsync(cancel);
            db.Add(ClaimClosure.Of(paid, ClaimOutcome.Paid, null, (clock.Today.AddDays(-5), new Rupiah(42_000_000)), reviewer, clock.Now.AddDays(-4)).Value);
        }

        if (others.Count > 0)
        {
            var overdue = Open((others[0].Id, others[0].PersonId), ClaimKind.DeathAtWork, 5, "Jalan raya menuju pasar", officer, new TimeOnly(6, 40));
            Mark(overdue, [ClaimItem.ParticipantCard, ClaimItem.FamilyCard], officer);
            var heir = Guid.CreateVersion7(clock.Now);
            db.Add(ClaimHeir.Of(heir, overdue, vault.Seal(SealedColumns.ClaimHeirName, heir, "Rina Rekaan"), HeirRelation.Child, null, officer, clock.Now.AddDays(-3)));
        }

        if (others.Count > 1) Open((others[1].Id, others[1].PersonId), ClaimKind.AccidentAtWork, 1, "Bengkel tempat bekerja", supervisor);
        if (others.Count > 2)
        {
            var error = Open((others[2].Id, others[2].PersonId), ClaimKind.DeathNotAtWork, 4, "Rumah sakit", officer);
            await db.SaveChangesAsync(cancel);
            db.Add(ClaimClosure.Of(error, ClaimOutcome.Withdrawn, ClaimReason.WrongPerson, null, supervisor, clock.Now.AddDays(-3)).Value);
        }

        await db.SaveChangesAsync(cancel);
        await ClaimSavingsAsync(officer, cancel);
    }

    /// <summary>Somebody whose membership has ended took out the old-age savings before.</summary>
    private async Task ClaimSavingsAsync(Actor by, CancellationToken cancel) => await db.Database.ExecuteSqlAsync(
        $"""
         insert into jht_claims (participation_id, claimed_on, recorded_by, recorded_at)
         select id, covered_through, {by.UserId}, {clock.Now} from participations
          where participation_status(id, {clock.Today}) = 'Ended' order by covered_through, id limit 1
         """,
        cancel);

    private Claim Open((Guid Participation, Guid Person) of, ClaimKind kind, int daysAgo, string place, Actor by, TimeOnly? time = null)
    {
        var at = clock.Now.AddDays(1 - daysAgo);
        var (id, on) = (Guid.CreateVersion7(at), clock.Today.AddDays(-daysAgo));
        var claim = Claim.Open(
            id, (of.Participation, of.Person), kind, on, time, vault.Seal(SealedColumns.ClaimPlace, id, place), ClaimTeller.Family, on, by, at).Value;
        db.Add(claim);
        return claim;
    }

    private void Step(Claim claim, ClaimEventKind step, int daysAgo, Actor by) =>
        db.Add(ClaimEvent.Of(claim, step, null, clock.Today.AddDays(-daysAgo), null, by, clock.Now.AddDays(-daysAgo)));

    private void Mark(Claim claim, ClaimItem[] items, Actor by)
    {
        foreach (var item in items) db.Add(ClaimEvent.Of(claim, ClaimEventKind.ItemReceived, item, claim.HappenedOn, null, by, claim.OpenedAt.AddHours(1)));
    }
}
