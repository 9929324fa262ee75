using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using BpjsBjb.Domain.Common;
using BpjsBjb.Services.Access;
using BpjsBjb.Services.Data;
using Microsoft.EntityFrameworkCore;

namespace BpjsBjb.Services.Csr;

/// <summary>Every paid month of every person of a fund as a token that names nobody.</summary>
/// <param name="Tokens">Sorted; as many as there are person-months.</param>
public sealed record BlindedList(string FundNumber, DateOnly On, IReadOnlyList<string> Tokens);

/// <summary>A person's month as typed from the printed list.</summary>
public sealed record CheckPersonMonth
{
    public string? Fund { get; set; }

    public string? Code { get; set; }

    public string? Month { get; set; }
}

/// <summary>
/// A donor's list of what its money paid for. A token is the SHA-256 of a person's code and a month; the code stands on the printed list of the person
/// alone, so that whoever holds a code finds its months and nobody else finds anybody.
/// </summary>
public sealed class CsrBlindedLists
{
    public static readonly Refusal FundUnknown = new("csr.verify-fund-unknown");
    public static readonly Refusal CodeWrong = new("csr.verify-code-wrong");

    private readonly WorkerDatabase _all;
    private readonly CsrDonorSearch _figures;
    private readonly PersonalDataVault _vault;
    private readonly TimeProvider _clock;

    internal CsrBlindedLists(WorkerDatabase all, CsrDonorSearch figures, PersonalDataVault vault, TimeProvider clock) =>
        (_all, _figures, _vault, _clock) = (all, figures, vault, clock);

    /// <summary>What a person's code and a month become in the list: nothing but these two is needed to compute it.</summary>
    public static string TokenOf(string code, Month month) => Base64Url.EncodeToString(SHA256.HashData(Encoding.ASCII.GetBytes($"{code}|{month}")));

    /// <summary>
    /// The list of one fund, or null when it is not there, not the reader's, or so small that its length alone would tell of a few people.
    /// </summary>
    public async Task<BlindedList?> ReadAsync(Guid fund, Actor actor, CancellationToken cancel)
    {
        if (await _figures.FiguresAsync(fund, actor, cancel) is not { Whole.IsHidden: false } figures) return null;

        var tokens = (await PaidAsync(fund, null, cancel)).ConvertAll(paid => TokenOf(_vault.CsrCodeOf(fund, paid.NikHash), Month.Of(paid.Month)));
        tokens.Sort(StringComparer.Ordinal);
        return new BlindedList(figures.Fund.Number, _clock.Today(), tokens);
    }

    /// <summary>Whether the month of the person with this code is among what the fund paid.</summary>
    public async Task<Result<bool>> IsCountedAsync(CheckPersonMonth input, Actor actor, CancellationToken cancel)
    {
        List<Refusal> refusals = [];
        var number = (input.Fund ?? "").Trim().ToUpperInvariant();
        var fund = (await _figures.FundsAsync(actor, cancel)).SingleOrDefault(one => one.Number == number);
        if (fund is null) refusals.Add(FundUnknown.On(nameof(input.Fund)));
        var code = string.Concat((input.Code ?? "").Where(c => !char.IsWhiteSpace(c) && c != '-')).ToLowerInvariant();
        if (code.Length != PersonalDataVault.CsrCodeLength || !code.All(char.IsAsciiHexDigit)) refusals.Add(CodeWrong.On(nameof(input.Code)));
        var month = TypedMonth.Parse(input.Month);
        refusals.AddRange(month.Refusals.Select(refusal => refusal.On(nameof(input.Month))));
        if (refusals.Count > 0) return refusals;

        return (await PaidAsync(fund!.Id, month.Value, cancel)).Exists(paid => _vault.CsrCodeOf(fund.Id, paid.NikHash) == code);
    }

    /// <summary>A donor's right reads no row of anybody: the portal itself does, and keeps what it read.</summary>
    private async Task<List<PaidMonth>> PaidAsync(Guid fund, Month? month, CancellationToken cancel)
    {
        await using var all = _all.Create();
        var only = month?.FirstDay;
        return await all.Database.SqlQuery<PaidMonth>(
            $"""
             select m.nik_hash, m.month
               from csr_allocations a join csr_bills b on b.allocation_id = a.id join csr_bill_payments y on y.bill_id = b.id
               join csr_months m on m.allocation_id = a.id
              where a.fund_id = {fund} and ({only}::date is null or m.month = {only})
             """).ToListAsync(cancel);
    }

    private sealed record PaidMonth(byte[] NikHash, DateOnly Month);
}
