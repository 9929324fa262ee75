using BpjsBjb.Domain.Common;
using BpjsBjb.Services.Access;
using BpjsBjb.Services.Data;
using Microsoft.EntityFrameworkCore;

namespace BpjsBjb.Services.Mails;

/// <param name="Language">In which mails are written: id or en.</param>
public sealed record MailChoice(bool IsOff, string Language);

/// <summary>What a person chose about mail, each their own.</summary>
public sealed class MailChoiceService
{
    private static readonly MailChoice Unchosen = new(IsOff: false, "id");

    private readonly BpjsBjbDbContext _db;
    private readonly TimeProvider _clock;

    internal MailChoiceService(BpjsBjbDbContext db, TimeProvider clock) => (_db, _clock) = (db, clock);

    public async Task<MailChoice> ReadAsync(Actor actor, CancellationToken cancel)
    {
        await using var work = await _db.BeginAsync(actor, cancel);
        return (await _db.Database.SqlQuery<MailChoice>($"select is_off, language from mail_choices where user_id = {actor.UserId}").ToListAsync(cancel))
            .SingleOrDefault() ?? Unchosen;
    }

    public async Task SwitchAsync(bool isOff, Actor actor, CancellationToken cancel)
    {
        await using var work = await _db.BeginAsync(actor, cancel);
        await _db.Database.ExecuteSqlAsync(
            $"""
             insert into mail_choices (user_id, is_off, changed_at) values ({actor.UserId}, {isOff}, {_clock.GetUtcNow()})
             on conflict (user_id) do update set is_off = excluded.is_off, changed_at = excluded.changed_at
             """,
            cancel);
        await work.CommitAsync();
    }

    /// <summary>The language the person last read the portal in is that of their mail.</summary>
    public async Task KeepLanguageAsync(string language, Actor actor, CancellationToken cancel)
    {
        await using var work = await _db.BeginAsync(RowScope.OfAccount(actor.UserId), cancel);
        await _db.Database.ExecuteSqlAsync(
            $"""
             insert into mail_choices (user_id, language, changed_at) values ({actor.UserId}, {language}, {_clock.GetUtcNow()})
             on conflict (user_id) do update set language = excluded.language, changed_at = excluded.changed_at
             """,
            cancel);
        await work.CommitAsync();
    }
}
