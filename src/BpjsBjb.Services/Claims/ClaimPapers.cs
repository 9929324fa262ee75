using System.Security.Cryptography;
using BpjsBjb.Domain.Claims;
using BpjsBjb.Domain.Common;
using BpjsBjb.Domain.Loans;
using BpjsBjb.Services.Access;
using BpjsBjb.Services.Data;
using BpjsBjb.Services.Enrollments;
using BpjsBjb.Services.Rules;
using Microsoft.EntityFrameworkCore;

namespace BpjsBjb.Services.Claims;

/// <summary>Keeps the papers of a claim, sealed and named by what they prove, and gives them out to whoever may see the claim.</summary>
public sealed class ClaimPapers
{
    private static readonly Dictionary<string, Refusal> PaperRefusals = new()
    {
        ["ux_claim_papers_once"] = Paper.KeptAlready,
        [Claim.Closed.Code] = Claim.Closed,
        [ClaimEvent.ItemMissing.Code] = ClaimEvent.ItemMissing.On("Item"),
    };

    private readonly BpjsBjbDbContext _db;
    private readonly PersonalDataVault _vault;
    private readonly RuleBookSource _rules;
    private readonly TimeProvider _clock;

    internal ClaimPapers(BpjsBjbDbContext db, PersonalDataVault vault, RuleBookSource rules, TimeProvider clock) =>
        (_db, _vault, _rules, _clock) = (db, vault, rules, clock);

    /// <summary>Keeps a paper; what it proves counts as received with it. The same paper sent twice is one. Null where the claim is not the reader's.</summary>
    /// <param name="item">Name of a <see cref="ClaimItem"/>.</param>
    public async Task<Result<Guid>?> AddAsync(Guid claimId, string? item, byte[] content, Actor by, CancellationToken cancel)
    {
        await using var work = await _db.BeginAsync(by, cancel);
        if (await Visible(by).SingleOrDefaultAsync(row => row.Id == claimId, cancel) is not { } claim) return null;

        List<Refusal> refusals = [];
        var events = await _db.ClaimEvents.AsNoTracking().Where(row => row.ClaimId == claimId).ToListAsync(cancel);
        var list = Checklist.Of(claim.Kind, claim.HappenedOn, events, await _rules.ReadAsync(cancel));
        var proved = SectionValidators.Choice<ClaimItem>(item);
        var line = list.SingleOrDefault(one => one.Rule.Item == proved);
        if (line is null) refusals.Add(ClaimEvent.ItemMissing.On("Item"));
        var format = Paper.FormatOf(content);
        refusals.AddRange(format.Refusals.Select(refusal => refusal.On("Paper")));
        if (refusals.Count > 0) return refusals;

        var now = _clock.GetUtcNow();
        var id = Guid.CreateVersion7(now);
        var hash = SHA256.HashData(content);
        var sealedContent = _vault.Seal(SealedColumns.ClaimPaper, id, Convert.ToBase64String(content));
        if (line!.State != ItemState.Received)
        {
            _db.Add(ClaimEvent.Of(claim, ClaimEventKind.ItemReceived, proved, JakartaTime.DateIn(now), null, by, now));
        }

        var failed = await _db.TrySaveAsync(
            ClaimService.ChangedMeanwhile,
            PaperRefusals,
            cancel,
            $"""
             insert into claim_papers (id, claim_id, item, format, content_sealed, content_hash, added_by, added_at)
             values ({id}, {claimId}, {proved.ToString()}, {format.Value.ToString()}, {sealedContent}, {hash}, {by.UserId}, {now})
             """);
        return failed.Count == 0 || failed[0].Code == Paper.KeptAlready.Code ? claimId : failed.ToArray();
    }

    /// <summary>The paper itself and a loan of its debtor, or null when it is not there or not the reader's.</summary>
    public async Task<(Guid LoanId, PaperFormat Format, byte[] Content)?> OpenAsync(Guid id, Actor actor, CancellationToken cancel)
    {
        await using var work = await _db.BeginAsync(actor, cancel);
        var rows = await _db.Database.SqlQuery<PaperRow>($"select claim_id, format, content_sealed from claim_papers where id = {id}").ToListAsync(cancel);
        if (rows is not [var row]) return null;

        var loan = await (
            from claim in Visible(actor)
            where claim.Id == row.ClaimId
            join insured in _db.LoanInsured on claim.ParticipationId equals insured.ParticipationId
            join one in _db.Loans.VisibleTo(actor) on insured.LoanId equals one.Id
            orderby one.AppliedOn
            select (Guid?)one.Id).FirstOrDefaultAsync(cancel);
        return loan is { } loanId
            ? (loanId, Enum.Parse<PaperFormat>(row.Format), Convert.FromBase64String(_vault.Open(SealedColumns.ClaimPaper, id, row.ContentSealed)))
            : null;
    }

    private IQueryable<Claim> Visible(Actor actor) => _db.Claims.AsNoTracking()
        .Where(claim => _db.Enrollments.VisibleTo(actor).Any(enrollment => enrollment.ParticipationId == claim.ParticipationId));

    private sealed record PaperRow(Guid ClaimId, string Format, byte[] ContentSealed);
}
