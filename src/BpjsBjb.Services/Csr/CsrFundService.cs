using System.Globalization;
using System.Security.Cryptography;
using BpjsBjb.Domain.Common;
using BpjsBjb.Domain.Csr;
using BpjsBjb.Domain.Loans;
using BpjsBjb.Domain.Offices;
using BpjsBjb.Services.Access;
using BpjsBjb.Services.Audit;
using BpjsBjb.Services.Common;
using BpjsBjb.Services.Data;
using BpjsBjb.Services.Enrollments;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace BpjsBjb.Services.Csr;

/// <summary>Registers donors and their funds, and writes down what they paid. What may stand is the database's to say (csr.v1.sql).</summary>
public sealed class CsrFundService
{
    private const int LongestReference = 40;

    internal static readonly Dictionary<string, Refusal> FundRefusals = new()
    {
        ["ux_csr_funds_agreement"] = CsrFund.AgreementUsed.On(nameof(RegisterFund.AgreementNumber)),
        ["ux_csr_donors_name"] = CsrFund.ChangedMeanwhile,
        ["ux_csr_donations_reference"] = CsrFund.ReferenceUsed.On(nameof(RecordDonation.Reference)),
        ["ux_csr_documents_once"] = Paper.KeptAlready,
        [CsrFund.InTheFuture.Code] = CsrFund.InTheFuture.On(nameof(RecordDonation.PaidOn)),
        [CsrFund.AboveCommitment.Code] = CsrFund.AboveCommitment.On(nameof(RecordDonation.Amount)),
        [CsrFund.AboveUnspent.Code] = CsrFund.AboveUnspent.On(nameof(RecordDonation.Amount)),
        [CsrFund.RemainderIsKept.Code] = CsrFund.RemainderIsKept.On(nameof(RecordDonation.Direction)),
    };

    private readonly BpjsBjbDbContext _db;
    private readonly PersonalDataVault _vault;
    private readonly TimeProvider _clock;
    private readonly ILogger<CsrFundService> _log;

    internal CsrFundService(BpjsBjbDbContext db, PersonalDataVault vault, TimeProvider clock, ILogger<CsrFundService> log) =>
        (_db, _vault, _clock, _log) = (db, vault, clock, log);

    /// <summary>A fund with its budget by region; its donor as well when it is new. The same one sent twice is one.</summary>
    public async Task<Result<Guid>> RegisterAsync(RegisterFund input, Actor by, CancellationToken cancel)
    {
        await using var work = await _db.BeginAsync(by, cancel);
        List<Refusal> refusals = [];
        var (donor, donorName, donorKind) = await DonorAsync(input, refusals, cancel);
        var name = Text(input.Name, CsrFund.LongestName, CsrFund.NameMissing, nameof(input.Name), refusals);
        var code = SectionValidators.Choice<MembershipCode>(input.Code);
        if (code is null) refusals.Add(CsrFund.CodeMissing.On(nameof(input.Code)));
        else if (donorKind is { } kind && !CsrFund.Fits(code.Value, kind)) refusals.Add(CsrFund.CodeNotOfDonor.On(nameof(input.Code)));
        var agreement = Text(input.AgreementNumber, CsrFund.LongestAgreement, CsrFund.AgreementMissing, nameof(input.AgreementNumber), refusals);
        var agreedOn = TypedText.DayOf(input.AgreementOn, nameof(input.AgreementOn), refusals, TypedDate.Missing);
        var commitment = Rupiah.Parse(input.Commitment);
        refusals.AddRange(commitment.Refusals.Select(refusal => refusal.On(nameof(input.Commitment))));
        var first = TypedMonth.Parse(input.FirstMonth);
        refusals.AddRange(first.Refusals.Select(refusal => refusal.On(nameof(input.FirstMonth))));
        var months = MonthsOf(input.Months, CsrFund.MostMonths);
        if (months is null) refusals.Add(CsrFund.MonthsOutOfRange.With(CsrFund.MostMonths).On(nameof(input.Months)));
        var remainder = SectionValidators.Choice<CsrRemainder>(input.Remainder);
        if (remainder is null) refusals.Add(CsrFund.RemainderMissing.On(nameof(input.Remainder)));
        var regions = await RegionsAsync(input.Regions, refusals, cancel);
        var office = await OfficeAsync(input.OfficeId, Institution.Bjb, by.Bank, nameof(input.OfficeId), refusals, cancel);
        var bpjsOffice = await OfficeAsync(input.BpjsOfficeId, Institution.Bpjs, by.Bpjs, nameof(input.BpjsOfficeId), refusals, cancel);
        if (refusals.Count > 0) return refusals;

        if (commitment.Value <= Rupiah.Zero) return CsrFund.BudgetIsZero.On(nameof(input.Commitment));
        if (donor is { } known && await SameAsync(known) is { } same) return same;

        var now = _clock.GetUtcNow();
        var id = Guid.CreateVersion7(now);
        List<FormattableString> steps = [];
        var donorId = donor ?? Guid.CreateVersion7(now);
        if (donor is null)
        {
            steps.Add($"insert into csr_donors (id, name, kind, registered_by, registered_at) values ({donorId}, {donorName}, {donorKind.ToString()}, {by.UserId}, {now})");
        }

        steps.Add(
            $"""
             insert into csr_funds (id, donor_id, name, membership_code, agreement_number, agreement_on, commitment, first_month, months, remainder,
                                    office_id, bpjs_office_id, registered_by, registered_at)
             values ({id}, {donorId}, {name}, {code.ToString()}, {agreement}, {agreedOn}, {commitment.Value.Amount}, {first.Value.FirstDay}, {months},
                     {remainder.ToString()}, {office}, {bpjsOffice}, {by.UserId}, {now})
             """);
        steps.AddRange(regions.Select((region, place) => (FormattableString)
            $"insert into csr_fund_regions (fund_id, region_code, share, place) values ({id}, {region.Code}, {region.Share}, {place})"));
        var failed = await _db.TrySaveAsync(CsrFund.ChangedMeanwhile, FundRefusals, steps, cancel);
        if (failed.Count > 0) return donor is { } again && await SameAsync(again) is { } first1 ? first1 : failed.ToArray();

        _log.CsrFundRegistered(id, by.UserId);
        return id;

        async Task<Guid?> SameAsync(Guid ofDonor) => (await _db.Database.SqlQuery<Guid>(
            $"""
             select id as "Value" from csr_funds
              where donor_id = {ofDonor} and agreement_number = {agreement} and name = {name} and membership_code = {code.ToString()}
                and commitment = {commitment.Value.Amount} and first_month = {first.Value.FirstDay} and months = {months} and registered_by = {by.UserId}
             """).ToListAsync(cancel)) is [var found] ? found : null;
    }

    /// <summary>Money that came, or the remainder that went back. The same one sent twice is one.</summary>
    /// <returns>The donation, whose receipt can be printed.</returns>
    public async Task<Result<Guid>> RecordDonationAsync(Guid fundId, RecordDonation input, Actor by, CancellationToken cancel)
    {
        await using var work = await _db.BeginAsync(by, cancel);
        List<Refusal> refusals = [];
        var direction = SectionValidators.Choice<DonationDirection>(input.Direction);
        if (direction is null) refusals.Add(CsrFund.DirectionMissing.On(nameof(input.Direction)));
        var amount = Rupiah.Parse(input.Amount);
        refusals.AddRange(amount.Refusals.Select(refusal => refusal.On(nameof(input.Amount))));
        if (!amount.IsRefused && amount.Value <= Rupiah.Zero) refusals.Add(CsrFund.BudgetIsZero.On(nameof(input.Amount)));
        var paidOn = TypedText.DayOf(input.PaidOn, nameof(input.PaidOn), refusals, TypedDate.Missing);
        var reference = Text(input.Reference, LongestReference, CsrFund.ReferenceMissing, nameof(input.Reference), refusals);
        if (refusals.Count > 0) return refusals;
        if (!await IsVisibleAsync(_db, fundId, cancel)) return CsrFund.Unknown;
        if (await SameAsync() is { } known) return known;

        var now = _clock.GetUtcNow();
        var id = Guid.CreateVersion7(now);
        var failed = await _db.TrySaveAsync(
            CsrFund.ChangedMeanwhile,
            FundRefusals,
            cancel,
            $"""
             insert into csr_donations (id, fund_id, direction, amount, paid_on, reference, recorded_by, recorded_at)
             values ({id}, {fundId}, {direction.ToString()}, {amount.Value.Amount}, {paidOn}, {reference}, {by.UserId}, {now})
             """);
        if (failed.Count > 0) return await SameAsync() is { } first ? first : failed.ToArray();

        _log.CsrDonationRecorded(id, fundId);
        return id;

        async Task<Guid?> SameAsync() => (await _db.Database.SqlQuery<Guid>(
            $"""
             select id as "Value" from csr_donations
              where fund_id = {fundId} and direction = {direction.ToString()} and amount = {amount.Value.Amount} and paid_on = {paidOn}
                and lower(reference) = lower({reference})
             """).ToListAsync(cancel)) is [var found] ? found : null;
    }

    /// <summary>A paper of the fund, sealed. The same one sent twice is one.</summary>
    public async Task<Result<Guid>> AddDocumentAsync(Guid fundId, string? kind, byte[] content, Actor by, CancellationToken cancel)
    {
        await using var work = await _db.BeginAsync(by, cancel);
        List<Refusal> refusals = [];
        var chosen = SectionValidators.Choice<CsrDocumentKind>(kind);
        if (chosen is null) refusals.Add(Paper.KindMissing.On("Kind"));
        var format = Paper.FormatOf(content);
        refusals.AddRange(format.Refusals.Select(refusal => refusal.On("Paper")));
        if (refusals.Count > 0) return refusals;
        if (!await IsVisibleAsync(_db, fundId, cancel)) return CsrFund.Unknown;

        var now = _clock.GetUtcNow();
        var id = Guid.CreateVersion7(now);
        var failed = await _db.TrySaveAsync(
            CsrFund.ChangedMeanwhile,
            FundRefusals,
            cancel,
            $"""
             insert into csr_documents (id, fund_id, kind, format, content_sealed, content_hash, added_by, added_at)
             values ({id}, {fundId}, {chosen.ToString()}, {format.Value.ToString()},
                     {_vault.Seal(SealedColumns.CsrDocument, id, Convert.ToBase64String(content))}, {SHA256.HashData(content)}, {by.UserId}, {now})
             """);
        return failed.Count == 0 || failed[0].Code == Paper.KeptAlready.Code ? fundId : failed.ToArray();
    }

    /// <summary>The paper itself, or null when it is not there or not the reader's. The look is written down: it may name people.</summary>
    public async Task<(PaperFormat Format, byte[] Content)?> OpenAsync(Guid documentId, ReadPlace place, Actor actor, CancellationToken cancel)
    {
        await using var work = await _db.BeginAsync(actor, cancel);
        var rows = await _db.Database.SqlQuery<PaperRow>($"select format, content_sealed from csr_documents where id = {documentId} and let_go_at is null").ToListAsync(cancel);
        if (rows is not [var row]) return null;

        await _db.WriteReadAsync(new PersonalDataRead(ReadKind.Look, ReadPurpose.Work, "CsrPaper"), place, actor, cancel);
        await work.CommitAsync();
        return (Enum.Parse<PaperFormat>(row.Format), Convert.FromBase64String(_vault.Open(SealedColumns.CsrDocument, documentId, row.ContentSealed)));
    }

    internal static async Task<bool> IsVisibleAsync(BpjsBjbDbContext db, Guid fundId, CancellationToken cancel) =>
        (await db.Database.SqlQuery<int>($"select count(*)::int as \"Value\" from csr_funds where id = {fundId}").ToListAsync(cancel))[0] > 0;

    internal static int? MonthsOf(string? text, int most) =>
        int.TryParse((text ?? "").Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out var months) && months >= 1 && months <= most ? months : null;

    internal static string? Text(string? typed, int longest, Refusal missing, string field, List<Refusal> refusals)
    {
        var text = TypedText.Of(typed);
        if (text is null) refusals.Add(missing.On(field));
        else if (text.Length > longest) refusals.Add(Validation.TooLong.With(longest).On(field));
        return text;
    }

    private async Task<(Guid? Id, string? Name, DonorKind? Kind)> DonorAsync(RegisterFund input, List<Refusal> refusals, CancellationToken cancel)
    {
        if (Guid.TryParse(input.DonorId, out var chosen))
        {
            var kinds = await _db.Database.SqlQuery<string>($"select kind as \"Value\" from csr_donors where id = {chosen}").ToListAsync(cancel);
            if (kinds is [var known]) return (chosen, null, Enum.Parse<DonorKind>(known));

            refusals.Add(CsrFund.DonorMissing.On(nameof(input.DonorId)));
            return (null, null, null);
        }

        var kind = SectionValidators.Choice<DonorKind>(input.DonorKind);
        if (kind is null) refusals.Add(CsrFund.DonorKindMissing.On(nameof(input.DonorKind)));
        var name = Text(input.DonorName, CsrFund.LongestName, CsrFund.DonorMissing, nameof(input.DonorName), refusals);
        if (name is null || kind is null) return (null, name, kind);

        // Typed again is the donor there is.
        var same = await _db.Database.SqlQuery<Guid>($"select id as \"Value\" from csr_donors where lower(name) = lower({name}) and kind = {kind.ToString()}").ToListAsync(cancel);
        return (same is [var id] ? id : null, name, kind);
    }

    private async Task<List<(string Code, int Share)>> RegionsAsync(IList<RegisterFundRegion> typed, List<Refusal> refusals, CancellationToken cancel)
    {
        var known = await _db.Regions.AsNoTracking().Where(region => region.Code.Length <= 4 && !region.IsRetired).Select(region => region.Code).ToHashSetAsync(cancel);
        List<(string Code, int Share)> regions = [];
        for (var i = 0; i < typed.Count; i++)
        {
            var (code, share) = (TypedText.Of(typed[i].Code), TypedText.Of(typed[i].Share));
            if (code is null && share is null) continue;

            var part = CsrFund.ParseShare(share);
            if (code is null || !known.Contains(code)) refusals.Add(CsrFund.RegionMissing.On($"Regions[{i}].Code"));
            else if (regions.Exists(region => region.Code == code)) refusals.Add(CsrFund.RegionTwice.On($"Regions[{i}].Code"));
            if (part is null) refusals.Add(CsrFund.ShareNotANumber.On($"Regions[{i}].Share"));
            regions.Add((code ?? "", part ?? 0));
        }

        if (refusals.Exists(refusal => refusal.Field?.StartsWith("Regions", StringComparison.Ordinal) == true)) return regions;
        if (regions.Sum(region => region.Share) != CsrFund.Whole) refusals.Add(CsrFund.SharesNotWhole.On("Regions[0].Share"));
        return regions;
    }

    private async Task<Guid?> OfficeAsync(
        string? typed, Institution institution, OfficeInterval scope, string field, List<Refusal> refusals, CancellationToken cancel)
    {
        var today = _clock.Today();
        var office = Guid.TryParse(typed, out var id)
            ? await _db.Offices.AsNoTracking().SingleOrDefaultAsync(
                row => row.Id == id && row.Institution == institution && row.ValidFrom <= today && (row.ValidTo == null || row.ValidTo >= today), cancel)
            : null;
        if (office is null) refusals.Add(CsrFund.OfficeMissing.On(field));
        else if (!scope.Contains(office.Position)) refusals.Add(CsrFund.OfficeNotYours.On(field));
        return office?.Id;
    }

    private sealed record PaperRow(string Format, byte[] ContentSealed);
}
