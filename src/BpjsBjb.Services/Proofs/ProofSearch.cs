using BpjsBjb.Domain.Common;
using BpjsBjb.Domain.Participations;
using BpjsBjb.Domain.People;
using BpjsBjb.Domain.Proofs;
using BpjsBjb.Domain.Rules;
using BpjsBjb.Services.Access;
using BpjsBjb.Services.Data;
using BpjsBjb.Services.Offices;
using BpjsBjb.Services.Rules;
using Microsoft.EntityFrameworkCore;

namespace BpjsBjb.Services.Proofs;

/// <summary>Reads proofs: the whole sheet for the offices it belongs to, the bare answer for whoever holds the code.</summary>
public sealed class ProofSearch
{
    private readonly BpjsBjbDbContext _db;
    private readonly PersonalDataVault _vault;
    private readonly RuleBookSource _rules;
    private readonly ReferenceSource _reference;
    private readonly TimeProvider _clock;

    internal ProofSearch(
        BpjsBjbDbContext db, PersonalDataVault vault, RuleBookSource rules, ReferenceSource reference, TimeProvider clock) =>
        (_db, _vault, _rules, _reference, _clock) = (db, vault, rules, reference, clock);

    /// <summary>The sheet, or null when it is not there or not the reader's.</summary>
    public async Task<ProofSheet?> ReadAsync(Guid id, Actor actor, CancellationToken cancel)
    {
        await using var work = await _db.BeginAsync(actor, cancel);
        var row = await (
            from proof in _db.Proofs
            where proof.Id == id
            join loan in _db.Loans.VisibleTo(actor) on proof.LoanId equals loan.Id
            join participation in _db.Participations on proof.ParticipationId equals participation.Id
            join person in _db.People on participation.PersonId equals person.Id
            join business in _db.Businesses on loan.BusinessId equals (Guid?)business.Id
            join user in _db.Users on proof.IssuedBy equals user.Id into users
            from user in users.DefaultIfEmpty()
            select new { proof, loan, participation, person, business, user })
            .AsNoTracking().SingleOrDefaultAsync(cancel);
        if (row is null) return null;

        var reference = await _reference.ReadAsync(cancel);
        var type = reference.BusinessType(row.business.BusinessTypeId);
        var cover = new CoveragePeriod(Month.Of(row.proof.CoveredFrom), Month.Of(row.proof.CoveredThrough));
        var paid = await PaidAsync(row.participation.Id, cover, cancel);
        return new ProofSheet(
            id, row.loan.Id, row.proof.Code, row.proof.DocumentNumber, row.person.FullName, OpenNik(row.person), row.person.BirthDate,
            _vault.Open(SealedColumns.PersonAddress, row.person.Id, row.person.AddressSealed),
            reference.RegionName(row.person.DistrictCode), reference.RegencyName(row.person.DistrictCode),
            type?.Name ?? "–", row.business.RiskGroup,
            row.participation.KpjSealed is { } kpj ? _vault.Open(SealedColumns.ParticipationKpj, row.participation.Id, kpj) : null,
            ProgramsOf(row.participation.WithJht), cover, row.participation.ContributionBase, paid,
            cover.Months - paid.Sum(payment => payment.Months),
            row.loan.ApplicationNumber, reference.ProductName(row.loan.ProductCode), reference.OfficeName(row.loan.OfficeId),
            row.user?.FullName ?? "–", row.user?.Role, row.user is null ? "–" : reference.OfficeName(row.user.OfficeId), row.proof.IssuedAt);
    }

    /// <summary>Whether the paper with this code still holds, as of now. Nothing beyond what the paper itself prints.</summary>
    public async Task<Result<VerifiedProof>> VerifyAsync(string? code, CancellationToken cancel)
    {
        var typed = ProofCode.Parse(code);
        if (typed.IsRefused) return Proof.UnknownCode;

        var now = _clock.GetUtcNow();
        var today = JakartaTime.DateIn(now);
        var month = Month.Of(today).FirstDay;
        var characters = typed.Value.Characters;
        var row = await _db.Database
            .SqlQuery<ProofByCode>(
                $"""
                 select document_number, full_name, person_id, nik_sealed, with_jht, has_card, proof_from, proof_through, covered_through, is_covered
                   from proof_of_code({characters}, {month})
                 """)
            .SingleOrDefaultAsync(cancel);
        if (row is null) return Proof.UnknownCode;

        var grace = (await _rules.ReadAsync(cancel)).LimitOf(LimitKind.GraceMonths, today).Value;
        var status = ParticipationStates.On(today, row.HasCard, row.CoveredThrough, row.IsCovered, grace);
        return new VerifiedProof(
            typed.Value, row.DocumentNumber, row.FullName, Nik.Stored(_vault.Open(SealedColumns.PersonNik, row.PersonId, row.NikSealed)),
            ProgramsOf(row.WithJht), row.ProofFrom, row.ProofThrough, AnswerOf(status), now);
    }

    private async Task<IReadOnlyList<PaidContribution>> PaidAsync(Guid participationId, CoveragePeriod cover, CancellationToken cancel)
    {
        var (first, last) = (cover.FirstDay, cover.LastDay);
        var rows = await (
            from covered in _db.CoveredMonths.AsNoTracking()
            where covered.ParticipationId == participationId && covered.Month >= first && covered.Month <= last
            join payment in _db.Payments on covered.PaymentId equals payment.Id
            group covered by new { payment.Id, payment.Amount, payment.PaidOn } into months
            orderby months.Min(covered => covered.Month)
            select new { First = months.Min(covered => covered.Month), Count = months.Count(), months.Key.Amount, months.Key.PaidOn })
            .ToListAsync(cancel);
        return [.. rows.Select(row => new PaidContribution(Month.Of(row.First), row.Count, row.Amount, row.PaidOn))];
    }

    private Nik OpenNik(Person person) => Nik.Stored(_vault.Open(SealedColumns.PersonNik, person.Id, person.NikSealed));

    private static IReadOnlyList<InsuranceProgram> ProgramsOf(bool withJht) =>
        withJht ? [InsuranceProgram.Jkk, InsuranceProgram.Jkm, InsuranceProgram.Jht] : [InsuranceProgram.Jkk, InsuranceProgram.Jkm];

    private static ProofAnswer AnswerOf(ParticipationStatus status) => status switch
    {
        ParticipationStatus.Active => ProofAnswer.StillValid,
        ParticipationStatus.Grace => ProofAnswer.InGrace,
        _ => ProofAnswer.Ended,
    };

    /// <summary>What the database tells a stranger who holds the code.</summary>
    private sealed record ProofByCode(
        string DocumentNumber, string FullName, Guid PersonId, byte[] NikSealed, bool WithJht, bool HasCard, DateOnly ProofFrom,
        DateOnly ProofThrough, DateOnly? CoveredThrough, bool IsCovered);
}
