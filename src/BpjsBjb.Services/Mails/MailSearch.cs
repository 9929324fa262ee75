using BpjsBjb.Domain.Common;
using BpjsBjb.Services.Data;
using Microsoft.EntityFrameworkCore;

namespace BpjsBjb.Services.Mails;

/// <summary>How the mail goes; no address and no line of a mail.</summary>
/// <param name="Waiting">Made and not sent yet.</param>
/// <param name="Failing">Of these, tried at least once in vain.</param>
/// <param name="GivenUp">Given up in the last seven days.</param>
/// <param name="SentAt">The last one sent; null before the first.</param>
/// <param name="Error">The code of the last failure of those that still fail or were given up.</param>
/// <param name="NextAt">When the next of the failing is tried again.</param>
public sealed record MailState(int Waiting, int Failing, int GivenUp, DateTimeOffset? SentAt, string? Error, DateTimeOffset? NextAt);

public sealed class MailSearch
{
    private const int ShownDays = 7;

    private readonly BpjsBjbDbContext _db;

    internal MailSearch(BpjsBjbDbContext db) => _db = db;

    public async Task<MailState> ReadAsync(Actor actor, CancellationToken cancel)
    {
        await using var work = await _db.BeginAsync(actor, cancel);
        return await _db.Database.SqlQuery<MailState>(
            $"""
             select (count(*) filter (where sent_at is null and given_up_at is null))::int as waiting,
                    (count(*) filter (where sent_at is null and given_up_at is null and error is not null))::int as failing,
                    (count(*) filter (where given_up_at > clock_timestamp() - make_interval(days => {ShownDays}) and error <> {MailKeeper.NotWanted}))::int as given_up,
                    max(sent_at) as sent_at,
                    (array_agg(error order by coalesce(given_up_at, next_at) desc) filter (where error is not null and error <> {MailKeeper.NotWanted}))[1] as error,
                    min(next_at) filter (where sent_at is null and given_up_at is null and error is not null) as next_at
               from mails
             """).SingleAsync(cancel);
    }
}
