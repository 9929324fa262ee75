using System.Security.Cryptography;
using BpjsBjb.Domain.Common;
using BpjsBjb.Domain.Loans;
using BpjsBjb.Services.Access;
using BpjsBjb.Services.Common;
using BpjsBjb.Services.Data;
using BpjsBjb.Services.Enrollments;
using Microsoft.EntityFrameworkCore;

namespace BpjsBjb.Services.Guarantees;

/// <summary>A paper of the agreement as it is sent; the text fields are as typed.</summary>
public sealed record AddAgreementPaper
{
    public string? Kind { get; init; }

    public string? DatedOn { get; init; }
}

/// <summary>Keeps the papers of the agreement, sealed, and gives them out.</summary>
public sealed class AgreementPapers
{
    private static readonly Dictionary<string, Refusal> PaperRefusals = new()
    {
        ["ux_agreement_documents_once"] = Paper.KeptAlready,
        [AgreementPaper.NotYours.Code] = AgreementPaper.NotYours,
        [AgreementPaper.DatedInTheFuture.Code] = AgreementPaper.DatedInTheFuture.On(nameof(AddAgreementPaper.DatedOn)),
    };

    private readonly BpjsBjbDbContext _db;
    private readonly PersonalDataVault _vault;
    private readonly TimeProvider _clock;

    internal AgreementPapers(BpjsBjbDbContext db, PersonalDataVault vault, TimeProvider clock) => (_db, _vault, _clock) = (db, vault, clock);

    public async Task<Result<Guid>> AddAsync(AddAgreementPaper input, byte[] content, Actor by, CancellationToken cancel)
    {
        await using var work = await _db.BeginAsync(by, cancel);
        List<Refusal> refusals = [];
        var kind = SectionValidators.Choice<AgreementPaperKind>(input.Kind);
        if (kind is null) refusals.Add(Paper.KindMissing.On(nameof(input.Kind)));
        var dated = TypedText.DayOf(input.DatedOn, nameof(input.DatedOn), refusals, TypedDate.Missing);
        var format = Paper.FormatOf(content);
        refusals.AddRange(format.Refusals.Select(refusal => refusal.On(nameof(Paper))));
        if (refusals.Count > 0) return refusals;

        var now = _clock.GetUtcNow();
        var id = Guid.CreateVersion7(now);
        var hash = SHA256.HashData(content);
        var sealedContent = _vault.Seal(SealedColumns.AgreementDocument, id, Convert.ToBase64String(content));
        var failed = await _db.TrySaveAsync(
            Loan.ChangedMeanwhile,
            PaperRefusals,
            cancel,
            $"""
             insert into agreement_documents (id, kind, dated_on, format, content_sealed, content_hash, added_by, added_at)
             values ({id}, {kind.ToString()}, {dated}, {format.Value.ToString()}, {sealedContent}, {hash}, {by.UserId}, {now})
             """);
        return failed.Count > 0 ? failed.ToArray() : id;
    }

    /// <summary>The paper itself, or null when it is not there. It is the agreement's, of no debtor and no office.</summary>
    public async Task<(PaperFormat Format, byte[] Content)?> OpenAsync(Guid id, Actor actor, CancellationToken cancel)
    {
        await using var work = await _db.BeginAsync(actor, cancel);
        var rows = await _db.Database.SqlQuery<PaperRow>($"select format, content_sealed from agreement_documents where id = {id}").ToListAsync(cancel);
        return rows is [var row]
            ? (Enum.Parse<PaperFormat>(row.Format), Convert.FromBase64String(_vault.Open(SealedColumns.AgreementDocument, id, row.ContentSealed)))
            : null;
    }

    private sealed record PaperRow(string Format, byte[] ContentSealed);
}
