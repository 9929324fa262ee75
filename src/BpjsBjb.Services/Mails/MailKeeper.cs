using BpjsBjb.Domain.Common;
using BpjsBjb.Domain.Rules;
using BpjsBjb.Services.Data;
using BpjsBjb.Services.Jobs;
using BpjsBjb.Services.Notices;
using BpjsBjb.Services.Rules;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace BpjsBjb.Services.Mails;

/// <summary>
/// Makes mails of what was not read and sends them. A mail is claimed before it is sent and marked after: a server killed in between leaves it to the
/// next, which sends it again under the same number with the same lines. An event never becomes a line of a second mail.
/// </summary>
public sealed class MailKeeper : IJob
{
    /// <summary>Minutes after which a claimed mail counts as left behind; sending one takes seconds.</summary>
    private const int ClaimMinutes = 5;

    /// <summary>The first wait is two minutes, each further one twice as long, up to this.</summary>
    private const int LongestWaitMinutes = 240;

    /// <summary>About a day and a half.</summary>
    private const int MostAttempts = 14;

    /// <summary>What nobody mailed for so many days, because mail was off, is no news any more.</summary>
    private const int NewsDays = 7;

    /// <summary>The person has no right any more, or has switched mail off since.</summary>
    internal const string NotWanted = "NotWanted";

    private readonly WorkerDatabase _databases;
    private readonly IMailCarrier _carrier;
    private readonly RuleBookSource _rules;
    private readonly TimeProvider _clock;
    private readonly ILogger<MailKeeper> _log;

    internal MailKeeper(WorkerDatabase databases, IMailCarrier carrier, RuleBookSource rules, TimeProvider clock, ILogger<MailKeeper> log) =>
        (_databases, _carrier, _rules, _clock, _log) = (databases, carrier, rules, clock, log);

    /// <returns>How many mails it sent.</returns>
    public async Task<int> RunAsync(CancellationToken cancel)
    {
        if (!_carrier.IsOn) return 0;

        await using var db = _databases.Create();
        await MakeAsync(db, cancel);

        var sent = 0;
        while (await ClaimAsync(db, cancel) is { } claim)
        {
            var outcome = await SendAsync(db, claim, cancel);
            if (outcome == Outcome.Sent) sent++;
            if (outcome == Outcome.Later) break; // the server does not answer: the others wait for the next round
        }

        return sent;
    }

    /// <summary>One server at a time: two that shared a person's lines would leave some behind.</summary>
    private async Task MakeAsync(BpjsBjbDbContext db, CancellationToken cancel)
    {
        await using var work = await db.Database.BeginTransactionAsync(cancel);
        if (await db.Database.SqlQuery<bool>($"select pg_try_advisory_xact_lock(hashtext('make_mails')) as \"Value\"").ToListAsync(cancel) is not [true]) return;

        await MakeUrgentAsync(db, cancel);
        if (await DigestHourAsync(cancel) is { } hour) await MakeDigestsAsync(db, hour, cancel);
        await work.CommitAsync(CancellationToken.None);
    }

    private async Task MakeUrgentAsync(BpjsBjbDbContext db, CancellationToken cancel)
    {
        var now = _clock.GetUtcNow();
        await db.Database.ExecuteSqlAsync(
            $"""
             with waiting as materialized (
                 select n.id, n.user_id, n.kind from notices n
                  where n.is_urgent and n.mail_id is null and n.read_at is null and n.at > clock_timestamp() - make_interval(days => {NewsDays})),
             wanted as materialized (
                 select user_id, kind from (select distinct user_id, kind from waiting) each where mail_is_wanted(user_id, kind)),
             due as (select w.id, w.user_id from waiting w join wanted on (wanted.user_id, wanted.kind) = (w.user_id, w.kind)),
             made as (
                 insert into mails (user_id, kind, day, made_at, next_at)
                 select distinct user_id, {nameof(MailKind.Urgent)}, {_clock.Today()}, {now}, {now} from due
                 returning id, user_id)
             update notices n set mail_id = made.id from due join made on made.user_id = due.user_id where n.id = due.id
             """,
            cancel);
    }

    /// <summary>Today's moment of the digest, once it has come.</summary>
    private async Task<DateTimeOffset?> DigestHourAsync(CancellationToken cancel)
    {
        var now = JakartaTime.At(_clock.GetUtcNow());
        var hour = (await _rules.ReadAsync(cancel)).LimitOf(LimitKind.DigestHour, _clock.Today()).Value;
        var moment = new DateTimeOffset(now.Year, now.Month, now.Day, hour, 0, 0, now.Offset);
        return now >= moment ? moment.ToUniversalTime() : null;
    }

    /// <summary>What was told before the hour; what comes after it is tomorrow's.</summary>
    private async Task MakeDigestsAsync(BpjsBjbDbContext db, DateTimeOffset hour, CancellationToken cancel)
    {
        var (today, now) = (_clock.Today(), _clock.GetUtcNow());
        await db.Database.ExecuteSqlAsync(
            $"""
             with waiting as materialized (
                 select n.id, n.user_id, n.kind from notices n
                  where not n.is_urgent and n.mail_id is null and n.read_at is null
                    and n.at > clock_timestamp() - make_interval(days => {NewsDays}) and n.at < {hour}),
             wanted as materialized (
                 select user_id, kind from (select distinct user_id, kind from waiting) each
                  where not exists (select from mails m where m.user_id = each.user_id and m.kind = {nameof(MailKind.Digest)} and m.day = {today})
                    and mail_is_wanted(user_id, kind)),
             due as (select w.id, w.user_id from waiting w join wanted on (wanted.user_id, wanted.kind) = (w.user_id, w.kind)),
             made as (
                 insert into mails (user_id, kind, day, made_at, next_at)
                 select distinct user_id, {nameof(MailKind.Digest)}, {today}, {now}, {now} from due
                     on conflict (user_id, day) where kind = 'Digest' do nothing
                 returning id, user_id)
             update notices n set mail_id = made.id from due join made on made.user_id = due.user_id where n.id = due.id
             """,
            cancel);
    }

    private async Task<Claim?> ClaimAsync(BpjsBjbDbContext db, CancellationToken cancel)
    {
        var now = _clock.GetUtcNow();
        return (await db.Database.SqlQuery<Claim>(
            $"""
             update mails set claimed_until = {now.AddMinutes(ClaimMinutes)}, attempts = attempts + 1
              where id = (select id from mails
                           where sent_at is null and given_up_at is null and next_at <= {now} and (claimed_until is null or claimed_until <= {now})
                           order by next_at, made_at, id limit 1 for update skip locked)
             returning id, user_id, kind, attempts
             """).ToListAsync(cancel)) is [var claim] ? claim : null;
    }

    private async Task<Outcome> SendAsync(BpjsBjbDbContext db, Claim claim, CancellationToken cancel)
    {
        try
        {
            if (await WriteAsync(db, claim, cancel) is not { } mail) return await GiveUpAsync(db, claim, NotWanted);

            await _carrier.CarryAsync(mail, cancel);
        }
        catch (MailFailedException failure) when (failure.IsFinal || claim.Attempts >= MostAttempts)
        {
            return await GiveUpAsync(db, claim, failure.Code);
        }
        catch (MailFailedException failure)
        {
            var wait = Math.Min(1 << claim.Attempts, LongestWaitMinutes);
            await db.Database.ExecuteSqlAsync(
                $"""
                 update mails set next_at = {_clock.GetUtcNow().AddMinutes(wait)}, claimed_until = null, error = {failure.Code}
                  where id = {claim.Id} and attempts = {claim.Attempts} and sent_at is null
                 """,
                CancellationToken.None);
            _log.MailNotSent(claim.Id, claim.Attempts);
            return Outcome.Later;
        }

        await db.Database.ExecuteSqlAsync(
            $"update mails set sent_at = {_clock.GetUtcNow()}, claimed_until = null, error = null where id = {claim.Id} and sent_at is null and given_up_at is null",
            CancellationToken.None);
        return Outcome.Sent;
    }

    private async Task<Outcome> GiveUpAsync(BpjsBjbDbContext db, Claim claim, string code)
    {
        await db.Database.ExecuteSqlAsync(
            $"""
             update mails set given_up_at = {_clock.GetUtcNow()}, claimed_until = null, error = {code}
              where id = {claim.Id} and attempts = {claim.Attempts} and sent_at is null
             """,
            CancellationToken.None);
        _log.MailGivenUp(claim.Id, claim.Attempts);
        return Outcome.Never;
    }

    /// <summary>Null where the person may not or will not have it any more.</summary>
    private static async Task<OutgoingMail?> WriteAsync(BpjsBjbDbContext db, Claim claim, CancellationToken cancel)
    {
        var lines = await db.Database.SqlQuery<LineRow>(
            $"""
             select kind, count from (select user_id, kind, count(*)::int as count from notices where mail_id = {claim.Id} group by user_id, kind) each
              where mail_is_wanted(user_id, kind) order by kind
             """).ToListAsync(cancel);
        if (lines.Count == 0) return null;

        var reader = (await db.Database.SqlQuery<ReaderRow>(
            $"""
             select u.email as address, coalesce(c.language, 'id') as language
               from users u left join mail_choices c on c.user_id = u.id where u.id = {claim.UserId}
             """).ToListAsync(cancel)).Single();
        return new OutgoingMail(
            claim.Id, reader.Address, reader.Language, Enum.Parse<MailKind>(claim.Kind),
            lines.ConvertAll(line => new MailLine(Enum.Parse<NoticeKind>(line.Kind), line.Count)));
    }

    private enum Outcome
    {
        Sent,
        Later,
        Never,
    }

    private sealed record Claim(Guid Id, Guid UserId, string Kind, int Attempts);

    private sealed record LineRow(string Kind, int Count);

    private sealed record ReaderRow(string Address, string Language);
}
