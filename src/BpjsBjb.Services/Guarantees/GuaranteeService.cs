using System.Globalization;
using BpjsBjb.Domain.Common;
using BpjsBjb.Domain.Loans;
using BpjsBjb.Services.Access;
using BpjsBjb.Services.Common;
using BpjsBjb.Services.Data;
using BpjsBjb.Services.Enrollments;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace BpjsBjb.Services.Guarantees;

/// <summary>Records the layers of guarantee of a loan and their ends. What may stand together is the database's to say.</summary>
public sealed class GuaranteeService
{
    private static readonly Dictionary<string, Refusal> GuaranteeRefusals = new()
    {
        ["ux_loan_guarantees_certificate"] = LoanGuarantee.CertificateUsed.On(nameof(AddGuarantee.CertificateNumber)),
        ["ck_loan_guarantees_validity"] = LoanGuarantee.EndsBeforeItBegins.On(nameof(AddGuarantee.ValidTo)),
        [LoanGuarantee.LayerTaken.Code] = LoanGuarantee.LayerTaken.On(nameof(AddGuarantee.Layer)),
        [LoanGuarantee.NotAGuarantor.Code] = LoanGuarantee.NotAGuarantor.On(nameof(AddGuarantee.GuarantorCode)),
        [LoanGuarantee.NotForThisDebtor.Code] = LoanGuarantee.NotForThisDebtor.On(nameof(AddGuarantee.GuarantorCode)),
        [LoanGuarantee.SchemeNotInForce.Code] = LoanGuarantee.SchemeNotInForce.On(nameof(AddGuarantee.ValidFrom)),
        [LoanGuarantee.AboveCover.Code] = LoanGuarantee.AboveCover.On(nameof(AddGuarantee.Share)),
        [LoanGuarantee.AboveWhole.Code] = LoanGuarantee.AboveWhole.On(nameof(AddGuarantee.Share)),
        [LoanGuarantee.EndInTheFuture.Code] = LoanGuarantee.EndInTheFuture.On(nameof(EndGuarantee.EndedOn)),
        [LoanGuarantee.OwnRecord.Code] = LoanGuarantee.OwnRecord.On(nameof(EndGuarantee.Why)),
        [LoanGuarantee.LoanOpen.Code] = LoanGuarantee.LoanOpen.On(nameof(EndGuarantee.Why)),
    };

    private readonly BpjsBjbDbContext _db;
    private readonly TimeProvider _clock;
    private readonly ILogger<GuaranteeService> _log;

    internal GuaranteeService(BpjsBjbDbContext db, TimeProvider clock, ILogger<GuaranteeService> log) => (_db, _clock, _log) = (db, clock, log);

    /// <summary>One layer more. The same one sent twice is one.</summary>
    public async Task<Result<Guid>> AddAsync(Guid loanId, AddGuarantee input, Actor by, CancellationToken cancel)
    {
        await using var work = await _db.BeginAsync(by, cancel);
        List<Refusal> refusals = [];
        var layer = int.TryParse(input.Layer, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0;
        var code = TypedText.Of(input.GuarantorCode);
        var share = LoanGuarantee.ParseShare(input.Share);
        var certificate = LoanGuarantee.ParseCertificate(input.CertificateNumber);
        var premium = Rupiah.Parse(input.Premium);
        if (layer is < 1 or > LoanGuarantee.MostLayers) refusals.Add(LoanGuarantee.LayerMissing.On(nameof(input.Layer)));
        if (code is null) refusals.Add(LoanGuarantee.GuarantorMissing.On(nameof(input.GuarantorCode)));
        refusals.AddRange(share.Refusals.Select(refusal => refusal.On(nameof(input.Share))));
        refusals.AddRange(certificate.Refusals.Select(refusal => refusal.On(nameof(input.CertificateNumber))));
        refusals.AddRange(premium.Refusals.Select(refusal => refusal.On(nameof(input.Premium))));
        var from = TypedText.DayOf(input.ValidFrom, nameof(input.ValidFrom), refusals, TypedDate.Missing);
        var to = TypedText.DayOf(input.ValidTo, nameof(input.ValidTo), refusals, TypedDate.Missing);
        if (to < from) refusals.Add(LoanGuarantee.EndsBeforeItBegins.On(nameof(input.ValidTo)));
        if (refusals.Count > 0) return refusals;

        if (!await _db.Loans.AsNoTracking().VisibleTo(by).AnyAsync(loan => loan.Id == loanId, cancel)) return LoanGuarantee.UnknownLoan;
        if (!await _db.Guarantors.AsNoTracking().AnyAsync(row => row.Code == code, cancel))
        {
            return LoanGuarantee.GuarantorMissing.On(nameof(input.GuarantorCode));
        }

        if (await SameAsync() is { } known) return known;

        var now = _clock.GetUtcNow();
        var id = Guid.CreateVersion7(now);
        var failed = await _db.TrySaveAsync(
            Loan.ChangedMeanwhile,
            GuaranteeRefusals,
            cancel,
            $"""
             insert into loan_guarantees (id, loan_id, layer, guarantor_code, share, certificate_number, premium, valid_from, valid_to, recorded_by, recorded_at)
             values ({id}, {loanId}, {layer}, {code}, {share.Value}, {certificate.Value}, {premium.Value.Amount}, {from}, {to}, {by.UserId}, {now})
             """);
        if (failed.Count > 0) return await SameAsync() is { } first ? first : failed.ToArray();

        _log.GuaranteeRecorded(id, loanId);
        return id;

        async Task<Guid?> SameAsync() => (await _db.Database.SqlQuery<Guid>(
            $"""
             select id as "Value" from loan_guarantees
              where loan_id = {loanId} and layer = {layer} and guarantor_code = {code} and share = {share.Value} and premium = {premium.Value.Amount}
                and certificate_number = {certificate.Value} and valid_from = {from} and valid_to = {to} and ended_at is null
             """).ToListAsync(cancel)) is [var found] ? found : null;
    }

    /// <summary>Writes down why a layer no longer stands. Once only.</summary>
    public async Task<Result<Guid>> EndAsync(Guid loanId, Guid id, EndGuarantee input, Actor by, CancellationToken cancel)
    {
        await using var work = await _db.BeginAsync(by, cancel);
        List<Refusal> refusals = [];
        var why = SectionValidators.Choice<GuaranteeEnd>(input.Why);
        var on = TypedText.DayOf(input.EndedOn, nameof(input.EndedOn), refusals, TypedDate.Missing);
        if (why is null) refusals.Add(LoanGuarantee.EndMissing.On(nameof(input.Why)));
        if (refusals.Count > 0) return refusals;

        var stands = await _db.Database.SqlQuery<bool>(
            $"select ended_at is null as \"Value\" from loan_guarantees where id = {id} and loan_id = {loanId}").ToListAsync(cancel);
        if (stands.Count == 0) return LoanGuarantee.Unknown;
        if (!stands[0]) return LoanGuarantee.AlreadyEnded;

        var failed = await _db.TrySaveAsync(
            Loan.ChangedMeanwhile,
            GuaranteeRefusals,
            cancel,
            $"""
             update loan_guarantees set ended_why = {why.ToString()}, ended_on = {on}, ended_by = {by.UserId}, ended_at = {_clock.GetUtcNow()}
              where id = {id}
             """);
        if (failed.Count > 0) return failed.ToArray();

        _log.GuaranteeEnded(id, loanId);
        return id;
    }
}
