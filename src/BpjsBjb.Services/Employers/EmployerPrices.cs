using BpjsBjb.Domain.Common;
using BpjsBjb.Domain.Contributions;
using BpjsBjb.Domain.Employers;
using BpjsBjb.Domain.People;
using BpjsBjb.Domain.Rules;
using BpjsBjb.Services.Access;
using BpjsBjb.Services.Data;
using Microsoft.EntityFrameworkCore;

namespace BpjsBjb.Services.Employers;

/// <summary>Prices a month of an employer: whoever works on any day of it, once, by the wage at its beginning.</summary>
internal sealed class EmployerPrices(BpjsBjbDbContext db, PersonalDataVault vault)
{
    public async Task<EmployerMonth> OfAsync(Employer employer, Month month, RuleBook rules, CancellationToken cancel)
    {
        var rows = await db.EmployerWorkers.AsNoTracking().Where(worker => worker.EmployerId == employer.Id)
            .OrderBy(worker => worker.FullName).ThenBy(worker => worker.ValidFrom).ToListAsync(cancel);
        var covered = (await db.WorkerMonths.AsNoTracking().Where(row => row.EmployerId == employer.Id && row.Month == month.FirstDay)
            .Select(row => row.NikHash).ToListAsync(cancel)).Select(Convert.ToHexString).ToHashSet();
        var programs = ProgramsOf(employer.Class, rules, month.FirstDay);
        var taken = programs.Where(program => program.IsMandatory).Select(program => program.Program).ToList();
        var priced = rows.Where(worker => worker.WorksIn(month)).GroupBy(worker => Convert.ToHexString(worker.NikHash))
            .Select(stretches => Price(stretches.First(), employer, month, taken, covered.Contains(stretches.Key), rules)).ToList();
        List<Refusal> refusals = [.. priced.SelectMany(one => one.Refusals).DistinctBy(refusal => refusal.Code)];
        return new EmployerMonth(
            month,
            taken,
            [.. priced.Select(one => one.Worker)],
            refusals,
            [.. priced.SelectMany(one => one.Worker.Quote?.Notes ?? []).DistinctBy(note => note.Code)]);
    }

    public static IReadOnlyList<EmployerProgram> ProgramsOf(EnterpriseClass size, RuleBook rules, DateOnly on) =>
    [
        .. rules.WageDutiesOf(size, on).OrderBy(duty => duty.Program)
            .Select(duty => new EmployerProgram(duty.Program, duty.IsMandatory, duty.Citation)),
    ];

    private (PricedWorker Worker, IReadOnlyList<Refusal> Refusals) Price(
        EmployerWorker worker, Employer employer, Month month, IReadOnlyList<InsuranceProgram> programs, bool isCovered, RuleBook rules)
    {
        var wage = WageOf(worker);
        var quote = WageQuote.For(new WageQuestion(employer.Class, employer.RiskGroup, wage, programs, month, Months: 1), rules);
        return (
            new PricedWorker(
                worker.Id, worker.FullName, Nik.Stored(vault.Open(SealedColumns.WorkerNik, worker.Id, worker.NikSealed)), worker.Role, wage,
                worker.ValidFrom, worker.ValidTo, isCovered, quote.IsRefused ? null : quote.Value, worker.Version),
            quote.Refusals);
    }

    public Rupiah WageOf(EmployerWorker worker) => Rupiah.Parse(vault.Open(SealedColumns.WorkerWage, worker.Id, worker.WageSealed)).Value;
}
