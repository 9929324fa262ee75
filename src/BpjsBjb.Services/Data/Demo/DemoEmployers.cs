using BpjsBjb.Domain.Businesses;
using BpjsBjb.Domain.Common;
using BpjsBjb.Domain.Employers;
using BpjsBjb.Domain.Loans;
using BpjsBjb.Domain.Offices;
using BpjsBjb.Domain.People;
using BpjsBjb.Domain.Rules;
using BpjsBjb.Services.Access;
using BpjsBjb.Services.Employers;
using BpjsBjb.Services.Offices;
using Microsoft.EntityFrameworkCore;

namespace BpjsBjb.Services.Data.Demo;

/// <summary>An invented CV, PT and cooperative at the branch that is shown: one ready to be paid out, one unpaid, one with a list half covered.</summary>
internal sealed class DemoEmployers(
    BpjsBjbDbContext db, PersonalDataVault vault, RuleBook rules, ReferenceBook reference, DemoStaff staff, DemoNames names, DemoClock clock)
{
    private const long Million = 1_000_000;
    private const int MembersCovered = 5;

    private int _serial = 800;

    /// <summary>The group the demonstration's Mesra debtors borrow in; stored with the first of their loans.</summary>
    public static LoanGroup Group(DemoOffices offices, DemoStaff staff, DateTimeOffset at)
    {
        var (branch, bpjs) = (offices.All.Single(office => office.Name == DemoOffices.ShownBranch), offices.All.Single(office => office.Name == DemoOffices.ShownBpjsBranch));
        return LoanGroup.Register("Mesra Melati Soreang", branch.Id, branch.Position, bpjs.Position, staff.At(branch, Role.LoanOfficer), at);
    }

    public async Task AddAsync(DemoOffices offices, CancellationToken cancel)
    {
        db.ChangeTracker.AutoDetectChangesEnabled = true;
        var (branch, bpjs) = (offices.All.Single(office => office.Name == DemoOffices.ShownBranch), offices.All.Single(office => office.Name == DemoOffices.ShownBpjsBranch));
        var (officer, reviewer) = (staff.At(branch, Role.LoanOfficer), staff.At(bpjs, Role.BpjsReviewer));
        var at = clock.Now.AddDays(-20);
        var tailor = Employer(LegalForm.Cv, "CV Contoh Konveksi Jaya", "G1-001", 1_500, "01", branch, bpjs, officer, at);
        var workshop = Employer(LegalForm.Pt, "PT Contoh Bengkel Mandiri", "G3-095", 6_000, "02", branch, bpjs, officer, at);
        var cooperative = Employer(LegalForm.Cooperative, "Koperasi Contoh Tani Makmur", "G1-008", 800, "03", branch, bpjs, officer, at);
        foreach (var wage in new[] { 3_600, 3_500, 3_400, 3_300 }) Hire(tailor, WorkerRole.Worker, wage, officer, at);
        Hire(workshop, WorkerRole.Director, 15_000, officer, at);
        foreach (var wage in new[] { 5_200, 4_800, 4_500, 4_100, 3_900 }) Hire(workshop, WorkerRole.Worker, wage, officer, at);
        await db.SaveChangesAsync(cancel);

        await NumberAsync([tailor, workshop], reviewer, cancel);
        var owed = await new EmployerPrices(db, vault).OfAsync(tailor, clock.ThisMonth, rules, cancel);
        db.Add(EmployerPayment.Record(
            tailor.Id, clock.ThisMonth, owed.Unpaid.Count, owed.Due, clock.Today, "PU-CONTOH-0001", reviewer, clock.Now));
        AddLoan(tailor, "BJB-KOMERSIAL", 400, officer, at);
        AddLoan(workshop, "BJB-KOMERSIAL", 900, officer, at);
        await AddListAsync(AddLoan(cooperative, "KOPERASI", 250, officer, at), branch, officer, at, cancel);
        await db.SaveChangesAsync(cancel);
    }

    /// <param name="capital">In million rupiah.</param>
    /// <param name="serial">Makes the tax number, whose office 000 does not exist.</param>
    private Employer Employer(
        LegalForm form, string name, string type, long capital, string serial, Office branch, Office bpjs, Actor officer, DateTimeOffset at)
    {
        var employer = Domain.Employers.Employer.Register(Guid.CreateVersion7(at), branch.Id, branch.Position, officer, at);
        var npwp = Npwp.Parse($"01{serial}00000000000").Value;
        var amount = new Rupiah(capital * Million);
        var number = form == LegalForm.Cooperative ? NikKoperasi.Parse("3204000000001").Value : null;
        employer.State(
            new EmployerFacts(form, name, null, number, reference.BusinessType(type)!, amount, null, branch.RegencyCode!, bpjs.Id, bpjs.Position),
            vault.Seal(SealedColumns.EmployerNpwp, employer.Id, npwp.Digits), vault.HashOf(npwp), null, rules.ClassOf(amount, null, clock.Today).Class);
        db.Add(employer);
        return employer;
    }

    /// <param name="wage">In thousand rupiah.</param>
    private void Hire(Employer employer, WorkerRole role, long wage, Actor officer, DateTimeOffset at)
    {
        var (nik, name) = NewPerson();
        var id = Guid.CreateVersion7(at);
        var worker = EmployerWorker.Of(
            id, employer.Id, vault.HashOf(nik), vault.Seal(SealedColumns.WorkerNik, id, nik.Digits), clock.ThisMonth.Plus(-3).FirstDay, officer, at);
        worker.State(name.FullName, nik.BirthDate(clock.Today), role, vault.Seal(SealedColumns.WorkerWage, id, $"{wage * 1_000}"));
        db.Add(worker);
    }

    /// <summary>A number is entered by the reviewer whom the transaction names, in the demonstration too.</summary>
    private async Task NumberAsync(IReadOnlyList<Employer> employers, Actor reviewer, CancellationToken cancel)
    {
        await db.Database.ExecuteSqlAsync($"select set_config('app.user', {reviewer.UserId.ToString()}, true)", cancel);
        for (var i = 0; i < employers.Count; i++) _ = employers[i].TakeNpp(Npp.Parse($"JJ00000{i + 1}").Value, reviewer, clock.Now).Value;
        await db.SaveChangesAsync(cancel);
        await db.Database.ExecuteSqlAsync($"select set_config('app.user', {Guid.Empty.ToString()}, true)", cancel);
    }

    /// <param name="amount">In million rupiah.</param>
    private Loan AddLoan(Employer employer, string product, long amount, Actor officer, DateTimeOffset at)
    {
        var rupiah = new Rupiah(amount * Million);
        var day = JakartaTime.DateIn(at);
        var terms = new LoanTerms($"USAHA-{++_serial:000000}", product, rupiah, 36, "Tambahan modal kerja");
        var loan = Loan.Apply(employer, terms, rules.DutyOf(product, rupiah, day)!, day, officer, at);
        db.Add(loan);
        return loan;
    }

    /// <summary>Members who are debtors with cover of their own, some whom nobody has registered, and one who need not be.</summary>
    private async Task AddListAsync(Loan loan, Office branch, Actor officer, DateTimeOffset at, CancellationToken cancel)
    {
        var month = clock.ThisMonth.FirstDay;
        var covered = await (
            from enrollment in db.Enrollments
            join person in db.People on enrollment.PersonId equals person.Id
            where enrollment.OfficeId == branch.Id
                && db.CoveredMonths.Any(row => row.ParticipationId == enrollment.ParticipationId && row.Month == month)
            orderby person.FullName
            select person).Take(MembersCovered).ToListAsync(cancel);
        foreach (var person in covered)
        {
            AddMember(loan, Nik.Stored(vault.Open(SealedColumns.PersonNik, person.Id, person.NikSealed)), person.FullName, null, officer, at);
        }

        foreach (var exemption in new MemberExemption?[] { null, null, MemberExemption.TakesNoShare })
        {
            var (nik, name) = NewPerson();
            AddMember(loan, nik, name.FullName, exemption, officer, at);
        }
    }

    private void AddMember(Loan loan, Nik nik, string name, MemberExemption? exemption, Actor officer, DateTimeOffset at)
    {
        var id = Guid.CreateVersion7(at);
        db.Add(LoanMember.Of(
            id, loan.Id, vault.HashOf(nik), vault.Seal(SealedColumns.MemberNik, id, nik.Digits), name, exemption, officer, at));
    }

    /// <summary>No living person's number: district "00" exists nowhere.</summary>
    private (Nik Nik, DemoName Name) NewPerson()
    {
        var name = names.Next();
        var day = 10 + (name.Sex == Sex.Female ? 40 : 0);
        return (Nik.Parse($"317100{day:00}0488{++_serial:0000}").Value, name);
    }
}
