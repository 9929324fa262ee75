using BpjsBjb.Domain.Claims;
using BpjsBjb.Domain.Common;
using BpjsBjb.Services.Access;
using BpjsBjb.Services.Data;
using Microsoft.EntityFrameworkCore;

namespace BpjsBjb.Services.Employers;

/// <summary>Row of <c>worker_claims</c>.</summary>
internal sealed record WorkerClaimRow(
    Guid Id, Guid EmployerId, Guid WorkerId, string Kind, DateOnly HappenedOn, byte[] PlaceSealed, string ToldBy, DateOnly ToldOn, Guid OpenedBy,
    DateTimeOffset OpenedAt);

/// <summary>The rows of a wage earner's claim as the types every claim is judged by.</summary>
internal static class WorkerClaimRows
{
    /// <summary>A claim of an employer in the actor's scope.</summary>
    public static async Task<(WorkerClaimRow Row, Claim Claim)?> ReadWorkerClaimAsync(this BpjsBjbDbContext db, Guid id, Actor actor, CancellationToken cancel)
    {
        var rows = await db.Database.SqlQuery<WorkerClaimRow>(
            $"""
             select id, employer_id, worker_id, kind, happened_on, place_sealed, told_by, told_on, opened_by, opened_at from worker_claims where id = {id}
             """).ToListAsync(cancel);
        if (rows is not [var row] || !await db.Employers.VisibleTo(actor).AnyAsync(employer => employer.Id == row.EmployerId, cancel)) return null;

        var claim = Claim.Open(
            id, (row.WorkerId, row.WorkerId), Enum.Parse<ClaimKind>(row.Kind), row.HappenedOn, null, row.PlaceSealed, Enum.Parse<ClaimTeller>(row.ToldBy),
            row.ToldOn, actor with { UserId = row.OpenedBy }, row.OpenedAt);
        return (row, claim.Value);
    }

    public static async Task<List<ClaimEvent>> WorkerClaimEventsAsync(
        this BpjsBjbDbContext db, Claim claim, Actor actor, CancellationToken cancel) =>
        (await db.Database.SqlQuery<EventRow>(
            $"""
             select kind, item, "on", reason, "by", at from worker_claim_events where claim_id = {claim.Id} order by at, id
             """).ToListAsync(cancel))
            .ConvertAll(row => ClaimEvent.Of(
                claim, Enum.Parse<ClaimEventKind>(row.Kind), row.Item is { } item ? Enum.Parse<ClaimItem>(item) : null, row.On,
                row.Reason is { } reason ? Enum.Parse<ItemReason>(reason) : null, actor with { UserId = row.By }, row.At));

    private sealed record EventRow(string Kind, string? Item, DateOnly On, string? Reason, Guid By, DateTimeOffset At);
}
