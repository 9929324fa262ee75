using System.Globalization;
using System.Security.Cryptography;
using BpjsBjb.Domain.Common;
using BpjsBjb.Domain.Csr;
using BpjsBjb.Domain.People;
using BpjsBjb.Domain.Rules;
using BpjsBjb.Services.Access;
using Microsoft.EntityFrameworkCore;

namespace BpjsBjb.Services.Data.Demo;

/// <summary>Two invented donors: one whose fishers and farm labourers are covered from this month on, and the bank's own fund with a proposal to approve.</summary>
internal sealed class DemoCsr(BpjsBjbDbContext db, PersonalDataVault vault, RuleBook rules, DemoStaff staff, DemoNames names, DateTimeOffset now)
{
    private const int Months = 6;

    private static readonly string[] Regencies = ["3204", "3205", "3218", "3212", "3208"];
    private static readonly string[] Occupations = ["NELAYAN", "BURUH-TANI", "PETANI", "PEDAGANG-KAKI-LIMA", "OJEK", "ART"];

    private readonly DateOnly _today = JakartaTime.DateIn(now);
    private int _number;

    public async Task AddAsync(DemoOffices offices, CancellationToken cancel)
    {
        var bpjs = offices.All.Single(office => office.Name == DemoOffices.ShownBpjsBranch);
        var (reviewer, supervisor) = (staff.At(bpjs, Role.BpjsReviewer).UserId, staff.At(bpjs, Role.BpjsSupervisor).UserId);
        var regional = staff.Users.First(user => user.Role == Role.RegionalAdmin).Id;

        var company = await FundAsync(
            "PT Tirta Sejahtera Nusantara", DonorKind.Company, MembershipCode.SC, "Nelayan dan buruh tani", "PKS/TSN/014", 126_000_000, [("32", 10_000)],
            ReferenceData.BankHeadOffice, bpjs.Id, reviewer, cancel);
        await db.Database.ExecuteSqlAsync(
            $"""
             insert into csr_donor_viewers (grant_id, donor_id)
             select g.id, f.donor_id from access_grants g, csr_funds f where g.role = 'DonorViewer' and f.id = {company}
             """,
            cancel);
        await DonateAsync(company, 100_800_000, "SETOR-TSN-01", reviewer, cancel);
        var people = await NamesAsync(company, 140, reviewer, cancel);
        var running = await AllocateAsync(company, MembershipCode.SC, people.Take(100), 12_000_000, reviewer, cancel);
        foreach (var (institution, by) in new[] { ("Bpjs", supervisor), ("Bjb", regional) })
        {
            await db.Database.ExecuteSqlAsync(
                $"insert into csr_approvals (allocation_id, institution, approved_by, approved_at) values ({running}, {institution}, {by}, {now})", cancel);
        }

        await db.Database.ExecuteSqlAsync(
            $"insert into csr_handovers (allocation_id, handed_over_on, recorded_by, recorded_at) values ({running}, {_today}, {reviewer}, {now})", cancel);
        var bill = Guid.CreateVersion7(now);
        await db.Database.ExecuteSqlAsync(
            $"""
             insert into csr_bills (id, allocation_id, person_months, total, due_on, issued_by, issued_at)
             select {bill}, id, person_months, total, (first_month + interval '1 month' - interval '1 day')::date, {reviewer}, {now}
               from csr_allocations where id = {running}
             """,
            cancel);
        await db.Database.ExecuteSqlAsync(
            $"insert into csr_bill_payments (bill_id, paid_on, reference, recorded_by, recorded_at) values ({bill}, {_today}, 'IURAN-TSN-01', {supervisor}, {now})", cancel);
        await db.Database.ExecuteSqlAsync(
            $"""
             insert into csr_next_payers (allocation_id, candidate_id, payer, recorded_by, recorded_at)
             select allocation_id, candidate_id, case row_number() over (order by candidate_id) % 4 when 0 then 'Village' when 1 then 'None' else 'Participant' end,
                    {reviewer}, {now}
               from csr_items where allocation_id = {running} order by candidate_id limit 40
             """,
            cancel);

        var own = await FundAsync(
            "bank bjb", DonorKind.Bank, MembershipCode.SB, "TJSL bank bjb untuk pekerja rentan", "TJSL/BJB/007", 60_000_000, [("32", 6_000), ("31", 2_000), ("36", 2_000)],
            ReferenceData.BankHeadOffice, bpjs.Id, reviewer, cancel);
        await DonateAsync(own, 60_000_000, "SETOR-BJB-01", reviewer, cancel);
        var named = await NamesAsync(own, 60, reviewer, cancel);
        await AllocateAsync(own, MembershipCode.SB, named.Take(40), 6_000_000, reviewer, cancel);
    }

    private async Task<Guid> FundAsync(
        string donor, DonorKind kind, MembershipCode code, string name, string agreement, long commitment, IReadOnlyList<(string Code, int Share)> regions,
        Guid office, Guid bpjsOffice, Guid by, CancellationToken cancel)
    {
        var (donorId, id) = (Guid.CreateVersion7(now), Guid.CreateVersion7(now));
        await db.Database.ExecuteSqlAsync(
            $"insert into csr_donors (id, name, kind, registered_by, registered_at) values ({donorId}, {donor}, {kind.ToString()}, {by}, {now})", cancel);
        await db.Database.ExecuteSqlAsync(
            $"""
             insert into csr_funds (id, donor_id, name, membership_code, agreement_number, agreement_on, commitment, first_month, months, remainder, office_id,
                                    bpjs_office_id, registered_by, registered_at)
             values ({id}, {donorId}, {name}, {code.ToString()}, {agreement}, {_today.AddDays(-40)}, {commitment}, {Month.Of(_today).FirstDay}, {Months}, 'Kept', {office},
                     {bpjsOffice}, {by}, {now})
             """,
            cancel);
        for (var place = 0; place < regions.Count; place++)
        {
            await db.Database.ExecuteSqlAsync(
                $"insert into csr_fund_regions (fund_id, region_code, share, place) values ({id}, {regions[place].Code}, {regions[place].Share}, {place})", cancel);
        }

        return id;
    }

    private async Task DonateAsync(Guid fund, long amount, string reference, Guid by, CancellationToken cancel) => await db.Database.ExecuteSqlAsync(
        $"""
         insert into csr_donations (id, fund_id, direction, amount, paid_on, reference, recorded_by, recorded_at)
         values ({Guid.CreateVersion7(now)}, {fund}, 'In', {amount}, {_today.AddDays(-3)}, {reference}, {by}, {now})
         """,
        cancel);

    private async Task<IReadOnlyList<(Guid Id, byte[] Hash, string Occupation)>> NamesAsync(Guid fund, int count, Guid by, CancellationToken cancel)
    {
        var list = Guid.CreateVersion7(now);
        await db.Database.ExecuteSqlAsync(
            $"""
             insert into csr_lists (id, fund_id, file_name, content_hash, rows, accepted, warned, refused, uploaded_by, uploaded_at, looked_at)
             values ({list}, {fund}, 'Daftar nama.xlsx', {SHA256.HashData(list.ToByteArray())}, {count}, {count}, 0, 0, {by}, {now}, {now})
             """,
            cancel);
        List<(Guid, byte[], string)> people = [];
        for (var row = 1; row <= count; row++)
        {
            _number++;
            var id = Guid.CreateVersion7(now);
            // No district has this code: nobody's number begins like it.
            var nik = Nik.Parse(string.Create(CultureInfo.InvariantCulture, $"320499{1 + (_number % 28):00}{1 + (_number % 12):00}{70 + (_number % 28):00}{_number:0000}")).Value;
            var occupation = Occupations[_number % Occupations.Length];
            await db.Database.ExecuteSqlAsync(
                $"""
                 insert into csr_candidates (id, list_id, fund_id, row_number, nik_hash, nik_sealed, full_name, occupation_code, region_code, evidence, evidence_number, nominator)
                 values ({id}, {list}, {fund}, {row}, {vault.HashOf(nik)}, {vault.Seal(SealedColumns.CsrNik, id, nik.Digits)}, {names.Next().FullName}, {occupation},
                         {Regencies[_number % Regencies.Length]}, {(occupation == "NELAYAN" ? "Kusuka" : "VillageLetter")}, {$"SK-{_number:0000}"}, 'Desa')
                 """,
                cancel);
            people.Add((id, vault.HashOf(nik), occupation));
        }

        await db.Database.ExecuteSqlAsync($"update csr_lists set status = 'Confirmed', decided_by = {by}, decided_at = {now} where id = {list}", cancel);
        return people;
    }

    private async Task<Guid> AllocateAsync(
        Guid fund, MembershipCode code, IEnumerable<(Guid Id, byte[] Hash, string Occupation)> people, long budget, Guid by, CancellationToken cancel)
    {
        var id = Guid.CreateVersion7(now);
        var first = Month.Of(_today);
        await db.Database.ExecuteSqlAsync(
            $"""
             insert into csr_allocations (id, fund_id, first_month, months, budget, proposed_by, proposed_at)
             values ({id}, {fund}, {first.FirstDay}, {Months}, {budget}, {by}, {now})
             """,
            cancel);
        foreach (var sector in Enum.GetValues<ContributionSector>())
        {
            foreach (var line in CsrPrice.For(sector, CsrFund.PayerOf(code), first, Months, rules)!.Lines)
            {
                await db.Database.ExecuteSqlAsync(
                    $"""
                     insert into csr_prices (allocation_id, month, sector, program, gross, discount_percent, amount, rate_rule_id, discount_rule_id, is_confirmed)
                     values ({id}, {line.Month.FirstDay}, {sector.ToString()}, {line.Program.ToString()}, {line.Gross.Amount}, {line.DiscountPercent}, {line.Amount.Amount},
                             {line.Rate.Id}, {line.Discount?.Id}, {line.Rate.IsConfirmed && line.Discount is null or { IsConfirmed: true }})
                     """,
                    cancel);
            }
        }

        var chosen = people.Select(person => person.Id).ToArray();
        await db.Database.ExecuteSqlAsync(
            $"""
             insert into csr_choices (allocation_id, place, candidate_id)
             select {id}, row_number() over (order by id), id from csr_candidates where id = any ({chosen})
             """,
            cancel);
        await db.Database.ExecuteSqlAsync($"update csr_allocations set chosen = {chosen.Length} where id = {id}", cancel);
        await db.Database.ExecuteSqlAsync($"select csr_bind({id}, {chosen.Length})", cancel);
        return id;
    }
}
