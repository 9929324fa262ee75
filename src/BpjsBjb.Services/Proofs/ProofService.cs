using BpjsBjb.Domain.Common;
using BpjsBjb.Domain.Enrollments;
using BpjsBjb.Domain.Loans;
using BpjsBjb.Domain.Participations;
using BpjsBjb.Domain.Proofs;
using BpjsBjb.Services.Access;
using BpjsBjb.Services.Data;
using BpjsBjb.Services.Data.Configurations;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace BpjsBjb.Services.Proofs;

/// <summary>Issues proofs of participation: one for each loan and unbroken period of cover.</summary>
public sealed class ProofService
{
    private static readonly Dictionary<string, Refusal> ProofRefusals = new()
    {
        [ProofConfiguration.OneProofPerCover] = Loan.ChangedMeanwhile,
    };

    private readonly BpjsBjbDbContext _db;
    private readonly TimeProvider _clock;
    private readonly ILogger<ProofService> _log;

    internal ProofService(BpjsBjbDbContext db, TimeProvider clock, ILogger<ProofService> log) => (_db, _clock, _log) = (db, clock, log);

    /// <summary>The proof of the present cover: a new one, or the one that was issued for it before.</summary>
    public async Task<Result<Guid>> IssueAsync(Guid loanId, Actor by, CancellationToken cancel)
    {
        await using var work = await _db.BeginAsync(by, cancel);
        var now = _clock.GetUtcNow();
        if (await CoverOfAsync(loanId, Month.Of(JakartaTime.DateIn(now)), by, cancel) is not { } covered) return Proof.NothingToProve;
        if (await FindAsync(loanId, covered.Cover, cancel) is { } known) return known;

        var proof = Proof.Issue(covered.ParticipationId, loanId, covered.Cover, by, now);
        var enrollmentId = await _db.Enrollments.Where(e => e.LoanId == loanId).Select(e => e.Id).SingleAsync(cancel);
        _db.Add(proof);
        _db.Add(EnrollmentEvent.Of(enrollmentId, EnrollmentEventKind.ProofIssued, by.UserId, now));
        var failed = await _db.TrySaveAsync(Loan.ChangedMeanwhile, ProofRefusals, cancel);
        if (failed.Count > 0) return await FindAsync(loanId, covered.Cover, cancel) is { } other ? other : failed.ToArray();

        _log.ProofIssued(proof.Id, proof.ParticipationId);
        return proof.Id;
    }

    /// <summary>Cover that holds this month: without it there is nothing to prove.</summary>
    private async Task<(Guid ParticipationId, CoveragePeriod Cover)?> CoverOfAsync(
        Guid loanId, Month month, Actor actor, CancellationToken cancel)
    {
        var participationId = await (
            from loan in _db.Loans.AsNoTracking().VisibleTo(actor)
            where loan.Id == loanId
            from insured in loan.Insured
            join participation in _db.Participations on insured.ParticipationId equals participation.Id
            where participation.KpjHash != null
            select (Guid?)participation.Id).SingleOrDefaultAsync(cancel);
        if (participationId is null) return null;

        var months = await _db.CoveredMonths.AsNoTracking().Where(row => row.ParticipationId == participationId)
            .Select(row => row.Month).ToHashSetAsync(cancel);
        return CoveragePeriod.Around(month, months) is { } cover ? (participationId.Value, cover) : null;
    }

    private Task<Guid?> FindAsync(Guid loanId, CoveragePeriod cover, CancellationToken cancel) =>
        _db.Proofs.AsNoTracking()
            .Where(proof => proof.LoanId == loanId && proof.CoveredFrom == cover.FirstDay && proof.CoveredThrough == cover.LastDay)
            .Select(proof => (Guid?)proof.Id).SingleOrDefaultAsync(cancel);
}
