using System.Security.Cryptography;
using BpjsBjb.Domain.Common;
using BpjsBjb.Domain.Loans;
using BpjsBjb.Domain.Stack;
using BpjsBjb.Services.Access;
using BpjsBjb.Services.Common;
using BpjsBjb.Services.Data;
using BpjsBjb.Services.Enrollments;
using Microsoft.EntityFrameworkCore;

namespace BpjsBjb.Services.Guarantees;

/// <summary>Keeps what stands in the file of a guarantee: its premium and its papers; and who funds a loan.</summary>
public sealed class GuaranteeFileService
{
    public static readonly Refusal PremiumPaid = new("guarantee.premium-paid");
    public static readonly Refusal PremiumInTheFuture = new("guarantee.premium-in-the-future");
    public static readonly Refusal ReferenceMissing = new("guarantee.premium-reference-missing");
    public static readonly Refusal FundingMissing = new("funding.missing");
    public static readonly Refusal FundingFixed = new("funding.is-fixed");
    public static readonly Refusal FundingNotInForce = new("funding.not-in-force");

    private const int LongestReference = 40;

    private static readonly Dictionary<string, Refusal> FileRefusals = new()
    {
        ["pk_guarantee_premiums"] = PremiumPaid,
        ["ux_guarantee_documents_once"] = Paper.KeptAlready,
        [PremiumInTheFuture.Code] = PremiumInTheFuture.On(nameof(RecordPremium.PaidOn)),
        [FundingFixed.Code] = FundingFixed.On(nameof(ChooseFunding.Source)),
        [FundingNotInForce.Code] = FundingNotInForce.On(nameof(ChooseFunding.Source)),
    };

    private readonly BpjsBjbDbContext _db;
    private readonly PersonalDataVault _vault;
    private readonly TimeProvider _clock;

    internal GuaranteeFileService(BpjsBjbDbContext db, PersonalDataVault vault, TimeProvider clock) => (_db, _vault, _clock) = (db, vault, clock);

    /// <summary>The premium was paid to the guarantor. The same one sent twice is one.</summary>
    public async Task<Result<Guid>> PayPremiumAsync(Guid id, RecordPremium input, Actor by, CancellationToken cancel)
    {
        await using var work = await _db.BeginAsync(by, cancel);
        List<Refusal> refusals = [];
        var on = TypedText.DayOf(input.PaidOn, nameof(input.PaidOn), refusals, TypedDate.Missing);
        var reference = TypedText.Of(input.Reference);
        if (reference is null) refusals.Add(ReferenceMissing.On(nameof(input.Reference)));
        else if (reference.Length > LongestReference) refusals.Add(Validation.TooLong.With(LongestReference).On(nameof(input.Reference)));
        if (refusals.Count > 0) return refusals;
        if (!await IsThereAsync(id, cancel)) return LoanGuarantee.Unknown;

        var failed = await _db.TrySaveAsync(
            Loan.ChangedMeanwhile,
            FileRefusals,
            cancel,
            $"""
             insert into guarantee_premiums (guarantee_id, paid_on, reference, recorded_by, recorded_at)
             values ({id}, {on}, {reference}, {by.UserId}, {_clock.GetUtcNow()})
             """);
        return failed.Count == 0 || await IsSameAsync(
            $"select count(*)::int as \"Value\" from guarantee_premiums where guarantee_id = {id} and paid_on = {on} and reference = {reference}", cancel)
            ? id
            : failed.ToArray();
    }

    /// <summary>A paper put into the file, sealed. The same one sent twice is one.</summary>
    public async Task<Result<Guid>> AddDocumentAsync(Guid id, string? kind, byte[] content, Actor by, CancellationToken cancel)
    {
        await using var work = await _db.BeginAsync(by, cancel);
        List<Refusal> refusals = [];
        var demand = SectionValidators.Choice<GuaranteeDemand>(kind);
        if (demand is null or GuaranteeDemand.DebtorCovered or GuaranteeDemand.ClaimWindow) refusals.Add(Paper.KindMissing.On("Kind"));
        var format = Paper.FormatOf(content);
        refusals.AddRange(format.Refusals.Select(refusal => refusal.On("Paper")));
        if (refusals.Count > 0) return refusals;
        if (!await IsThereAsync(id, cancel)) return LoanGuarantee.Unknown;

        var now = _clock.GetUtcNow();
        var document = Guid.CreateVersion7(now);
        var hash = SHA256.HashData(content);
        var sealedContent = _vault.Seal(SealedColumns.GuaranteeDocument, document, Convert.ToBase64String(content));
        var failed = await _db.TrySaveAsync(
            Loan.ChangedMeanwhile,
            FileRefusals,
            cancel,
            $"""
             insert into guarantee_documents (id, guarantee_id, kind, format, content_sealed, content_hash, added_by, added_at)
             values ({document}, {id}, {demand.ToString()}, {format.Value.ToString()}, {sealedContent}, {hash}, {by.UserId}, {now})
             """);
        return failed.Count == 0 || failed[0].Code == Paper.KeptAlready.Code ? id : failed.ToArray();
    }

    /// <summary>Who lends the bank the money; the latest word counts, and none is taken after a payout.</summary>
    public async Task<Result<Guid>> FundAsync(Guid loanId, ChooseFunding input, Actor by, CancellationToken cancel)
    {
        await using var work = await _db.BeginAsync(by, cancel);
        var source = TypedText.Of(input.Source);
        var isKnown = source is not null && await IsSameAsync($"select count(*)::int as \"Value\" from funding_sources where code = {source}", cancel);
        if (!isKnown) return FundingMissing.On(nameof(input.Source));
        if (!await _db.Loans.AsNoTracking().VisibleTo(by).AnyAsync(loan => loan.Id == loanId, cancel)) return LoanGuarantee.UnknownLoan;

        var failed = await _db.TrySaveAsync(
            Loan.ChangedMeanwhile,
            FileRefusals,
            cancel,
            $"""
             insert into loan_fundings (loan_id, source_code, recorded_by, recorded_at)
             values ({loanId}, {source}, {by.UserId}, {_clock.GetUtcNow()})
             """);
        return failed.Count > 0 ? failed.ToArray() : loanId;
    }

    /// <summary>The paper itself, or null when it is not there, was erased with its file, or is not the reader's.</summary>
    public async Task<(Guid LoanId, PaperFormat Format, byte[] Content)?> OpenAsync(Guid documentId, Actor actor, CancellationToken cancel)
    {
        await using var work = await _db.BeginAsync(actor, cancel);
        var rows = await _db.Database.SqlQuery<PaperRow>(
            $"""
             select g.loan_id, d.format, d.content_sealed
               from guarantee_documents d join loan_guarantees g on g.id = d.guarantee_id
              where d.id = {documentId} and d.content_sealed is not null
             """).ToListAsync(cancel);
        return rows is [var row]
            ? (row.LoanId, Enum.Parse<PaperFormat>(row.Format),
                Convert.FromBase64String(_vault.Open(SealedColumns.GuaranteeDocument, documentId, row.ContentSealed)))
            : null;
    }

    private Task<bool> IsThereAsync(Guid id, CancellationToken cancel) =>
        IsSameAsync($"select count(*)::int as \"Value\" from loan_guarantees where id = {id}", cancel);

    private async Task<bool> IsSameAsync(FormattableString count, CancellationToken cancel) =>
        (await _db.Database.SqlQuery<int>(count).ToListAsync(cancel))[0] > 0;

    private sealed record PaperRow(Guid LoanId, string Format, byte[] ContentSealed);
}
