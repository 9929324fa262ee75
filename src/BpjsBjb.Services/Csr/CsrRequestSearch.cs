using BpjsBjb.Domain.Common;
using BpjsBjb.Domain.Privacy;
using BpjsBjb.Domain.Rules;
using BpjsBjb.Services.Access;
using BpjsBjb.Services.Audit;
using BpjsBjb.Services.Data;
using BpjsBjb.Services.Privacy;
using BpjsBjb.Services.Rules;
using Microsoft.EntityFrameworkCore;

namespace BpjsBjb.Services.Csr;

public sealed record CsrRequestItem(
    Guid Id, string Number, DataRequestKind Kind, DataRequestStatus Status, string FullName, string FundNumber, DateTimeOffset ReceivedAt, DateTimeOffset DueAt,
    DateTimeOffset? DoneAt, bool IsOverdue);

/// <param name="IsCut">There are more than are shown.</param>
public sealed record CsrRequestList(IReadOnlyList<CsrRequestItem> Items, int Overdue, bool IsCut);

/// <summary>One listing of the asker, and why its name may not be taken off yet.</summary>
public sealed record CsrHeldListing(FiledDonation Listing, IReadOnlyList<Hold> Holds);

/// <param name="Listings">In every fund, as long as they have a name.</param>
/// <param name="Clock">By which row the answer is due.</param>
public sealed record CsrRequestDetails(
    CsrRequestItem Item, RequestChannel Channel, IdentityCheck How, Guid RecordedBy, string RecordedByName, string? DecidedByName, DateTimeOffset? DecidedAt,
    RequestRefusal? RefusedWhy, int? Erased, int? Kept, IReadOnlyList<CsrHeldListing> Listings, Citation Clock);

/// <param name="At">When the copy was made.</param>
public sealed record CsrPersonFile(string RequestNumber, DateTimeOffset At, IReadOnlyList<FiledDonation> Listings);

/// <summary>Requests of people on donors' lists, as far as the listing they were recognised by is the reader's.</summary>
public sealed class CsrRequestSearch
{
    public const int Most = 200;

    private readonly BpjsBjbDbContext _db;
    private readonly PersonalDataVault _vault;
    private readonly RuleBookSource _rules;
    private readonly TimeProvider _clock;

    internal CsrRequestSearch(BpjsBjbDbContext db, PersonalDataVault vault, RuleBookSource rules, TimeProvider clock) =>
        (_db, _vault, _rules, _clock) = (db, vault, rules, clock);

    /// <summary>What is due first comes first, settled ones last.</summary>
    public async Task<CsrRequestList> ListAsync(Actor actor, CancellationToken cancel)
    {
        await using var work = await _db.BeginAsync(actor, cancel);
        var rows = await _db.Database.SqlQuery<ItemRow>(
            $"""
             select r.id, r.number, r.kind, r.status, c.full_name, f.number as fund_number, r.received_at, r.due_at, r.done_at
               from csr_requests r join csr_candidates c on c.id = r.candidate_id join csr_funds f on f.id = c.fund_id
              order by r.done_at is not null, r.due_at, r.id limit {Most + 1}
             """).ToListAsync(cancel);
        var items = rows.Take(Most).Select(ItemOf).ToList();
        return new CsrRequestList(items, items.Count(item => item.DoneAt is null && item.IsOverdue), rows.Count > Most);
    }

    public async Task<CsrRequestDetails?> DetailsAsync(Guid id, Actor actor, CancellationToken cancel)
    {
        await using var work = await _db.BeginAsync(actor, cancel);
        var found = await _db.Database.SqlQuery<DetailsRow>(
            $"""
             select r.id, r.number, r.kind, r.status, c.full_name, f.number as fund_number, r.received_at, r.due_at, r.done_at, r.nik_hash, r.channel,
                    r.verified_how, r.recorded_by, coalesce(u.full_name, '–') as recorded_by_name, d.full_name as decided_by_name, r.decided_at, r.refused_why,
                    r.erased, r.kept
               from csr_requests r join csr_candidates c on c.id = r.candidate_id join csr_funds f on f.id = c.fund_id
               left join users u on u.id = r.recorded_by left join users d on d.id = r.decided_by
              where r.id = {id}
             """).ToListAsync(cancel);
        if (found is not [var row]) return null;

        var rules = await _rules.ReadAsync(cancel);
        List<CsrHeldListing> listings = [];
        foreach (var listing in await _db.CsrListingsAsync(row.NikHash, _vault, cancel))
        {
            listings.Add(new CsrHeldListing(listing, await HoldsAsync(listing.CandidateId, rules, cancel)));
        }

        var item = ItemOf(new ItemRow(row.Id, row.Number, row.Kind, row.Status, row.FullName, row.FundNumber, row.ReceivedAt, row.DueAt, row.DoneAt));
        return new CsrRequestDetails(
            item, Enum.Parse<RequestChannel>(row.Channel), Enum.Parse<IdentityCheck>(row.VerifiedHow), row.RecordedBy, row.RecordedByName, row.DecidedByName,
            row.DecidedAt, row.RefusedWhy is { } why ? Enum.Parse<RequestRefusal>(why) : null, row.Erased, row.Kept, listings,
            rules.LimitOf(DataRequest.ClockOf(item.Kind), JakartaTime.DateIn(row.ReceivedAt)).Citation);
    }

    /// <summary>The copy a granted request is answered with; that it left the portal is written down first. Null when there is none to give.</summary>
    public async Task<CsrPersonFile?> ExportAsync(Guid id, ReadPlace place, Actor actor, CancellationToken cancel)
    {
        await using var work = await _db.BeginAsync(actor, cancel);
        var found = await _db.Database.SqlQuery<GrantedRow>(
            $"select number, nik_hash from csr_requests where id = {id} and kind = 'Access' and status = 'Done'").ToListAsync(cancel);
        if (found is not [var request]) return null;

        var listings = await _db.CsrListingsAsync(request.NikHash, _vault, cancel);
        await _db.WriteReadAsync(new PersonalDataRead(ReadKind.Export, ReadPurpose.DebtorAsked, "FullName", "Nik") { Rows = listings.Count }, place, actor, cancel);
        await _db.Database.CurrentTransaction!.CommitAsync(CancellationToken.None);
        return new CsrPersonFile(request.Number, _clock.GetUtcNow(), listings);
    }

    private async Task<IReadOnlyList<Hold>> HoldsAsync(Guid candidate, RuleBook rules, CancellationToken cancel)
    {
        var today = _clock.Today();
        var rows = await _db.Database.SqlQuery<HoldRow>($"select code, until from csr_holds({candidate}, portal_today())").ToListAsync(cancel);
        return
        [
            .. rows.Select(row => new Hold(
                row.Code, row.Until, row.Code == ErasureHold.CsrPaid.Code ? rules.RetentionOf(RetentionPurpose.CsrPaid, today).Citation : null)),
        ];
    }

    private CsrRequestItem ItemOf(ItemRow row) => new(
        row.Id, row.Number, Enum.Parse<DataRequestKind>(row.Kind), Enum.Parse<DataRequestStatus>(row.Status), row.FullName, row.FundNumber, row.ReceivedAt,
        row.DueAt, row.DoneAt, (row.DoneAt ?? _clock.GetUtcNow()) > row.DueAt);

    private sealed record ItemRow(
        Guid Id, string Number, string Kind, string Status, string FullName, string FundNumber, DateTimeOffset ReceivedAt, DateTimeOffset DueAt,
        DateTimeOffset? DoneAt);

    private sealed record DetailsRow(
        Guid Id, string Number, string Kind, string Status, string FullName, string FundNumber, DateTimeOffset ReceivedAt, DateTimeOffset DueAt,
        DateTimeOffset? DoneAt, byte[] NikHash, string Channel, string VerifiedHow, Guid RecordedBy, string RecordedByName, string? DecidedByName,
        DateTimeOffset? DecidedAt, string? RefusedWhy, int? Erased, int? Kept);

    private sealed record GrantedRow(string Number, byte[] NikHash);

    private sealed record HoldRow(string Code, DateOnly? Until);
}
