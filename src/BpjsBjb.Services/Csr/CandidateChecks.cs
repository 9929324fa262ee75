using BpjsBjb.Domain.Common;
using BpjsBjb.Domain.Csr;
using BpjsBjb.Domain.People;
using BpjsBjb.Services.Access;
using BpjsBjb.Services.Data;
using BpjsBjb.Services.Rules;
using BpjsBjb.Services.Sheets;
using Microsoft.EntityFrameworkCore;

namespace BpjsBjb.Services.Csr;

/// <summary>The months of the fund a list is for.</summary>
internal sealed record CheckedFund(Guid Id, DateOnly FirstMonth, int Months);

/// <summary>Looks at rows of a list with what the database knows of their numbers now.</summary>
internal sealed class CandidateChecks(BpjsBjbDbContext db, PersonalDataVault vault, RuleBookSource rules)
{
    public async Task<CheckedFund?> FundAsync(Guid id, CancellationToken cancel) =>
        (await db.Database.SqlQuery<CheckedFund>($"select id, first_month, months from csr_funds where id = {id}").ToListAsync(cancel)) is [var fund] ? fund : null;

    /// <param name="list">Whose people are not "already in the fund".</param>
    /// <param name="seen">Numbers of rows before these, and where they stand; these are added.</param>
    public async Task<IReadOnlyList<CheckedCandidate>> CheckAsync(
        CheckedFund fund, IReadOnlyList<SheetRow> rows, Guid? list, IDictionary<string, int> seen, CancellationToken cancel)
    {
        var numbers = rows.Select(row => (Row: row, Nik: Nik.Parse(row[CandidateSheet.Nik]) is { IsRefused: false } nik ? nik.Value : null))
            .Select(pair => (pair.Row, pair.Nik, Hash: pair.Nik is { } nik ? vault.HashOf(nik) : null))
            .ToList();
        var hashes = numbers.Where(number => number.Hash is not null).Select(number => number.Hash!).ToArray();
        var after = fund.FirstMonth.AddMonths(fund.Months);
        var known = (await db.Database.SqlQuery<KnownRow>(
            $"""
             select k.nik_hash, k.is_dead, k.loan_months, k.employer_months, k.fund_months,
                    exists (select from csr_candidates c where c.fund_id = {fund.Id} and c.nik_hash = k.nik_hash and c.list_id is distinct from {list}::uuid) as is_in_fund
               from csr_known({hashes}, {fund.FirstMonth}, {after}) k
             """).ToListAsync(cancel)).DistinctBy(row => Convert.ToHexString(row.NikHash)).ToDictionary(
            row => Convert.ToHexString(row.NikHash),
            row => new KnownCandidate(row.IsInFund, row.IsDead, row.LoanMonths, row.EmployerMonths, row.FundMonths));
        var quotas = await db.Database.SqlQuery<string>($"select region_code as \"Value\" from csr_fund_regions where fund_id = {fund.Id}").ToListAsync(cancel);
        return CandidateSheet.Check(
            numbers, known, seen, await RegenciesAsync(cancel), quotas, Month.Of(fund.FirstMonth), fund.Months, await rules.ReadAsync(cancel));
    }

    private async Task<Dictionary<string, string>> RegenciesAsync(CancellationToken cancel)
    {
        var keys = new Dictionary<string, string>();
        foreach (var region in await db.Regions.AsNoTracking().Where(region => region.Code.Length == 4 && !region.IsRetired).OrderBy(region => region.Code).ToListAsync(cancel))
        {
            keys.TryAdd(region.Code, region.Code);
            keys.TryAdd(CandidateSheet.RegionKey(region.Name), region.Code);
        }

        return keys;
    }

    private sealed record KnownRow(byte[] NikHash, bool IsDead, int LoanMonths, int EmployerMonths, int FundMonths, bool IsInFund);
}
