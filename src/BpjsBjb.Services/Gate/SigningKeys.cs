using System.Security.Cryptography;
using BpjsBjb.Domain.Common;
using BpjsBjb.Domain.Rules;
using BpjsBjb.Services.Access;
using BpjsBjb.Services.Data;
using BpjsBjb.Services.Jobs;
using BpjsBjb.Services.Rules;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace BpjsBjb.Services.Gate;

/// <summary>A key of the curve P-256, opened.</summary>
/// <param name="Private">PKCS #8.</param>
public sealed record SigningKey(Guid Id, byte[] Private);

/// <param name="Public">SubjectPublicKeyInfo.</param>
public sealed record PublishedKey(Guid Id, byte[] Public);

public enum SigningKeyState
{
    Next,
    Signs,

    /// <summary>It signs no more, and what it signed is still valid for a day at most.</summary>
    Published,
    Ended,
}

/// <summary>From when until when a key signs.</summary>
public sealed record SigningKeyTerm(Guid Id, SigningKeyState State, DateTimeOffset MadeAt, DateTimeOffset From, DateTimeOffset Until);

/// <summary>
/// The keys that sign decisions for other systems, one at a time. The next is made, and published, before the present one ends; a key that ended stays
/// published until nothing it signed is valid. Two servers make one key: the database refuses two for the same time.
/// </summary>
public sealed class SigningKeys : IJob
{
    /// <summary>Two turns within a moment: the key that signs has only just begun.</summary>
    public static readonly Refusal JustTurned = new("signing-key.just-turned");

    /// <summary>So long before the present key ends is the next one published, for those who fetch the keys once a day.</summary>
    private static readonly TimeSpan _ahead = TimeSpan.FromDays(2);

    private readonly WorkerDatabase _databases;
    private readonly RuleBookSource _rules;
    private readonly PersonalDataVault _vault;
    private readonly TimeProvider _clock;
    private readonly ILogger<SigningKeys> _log;

    internal SigningKeys(WorkerDatabase databases, RuleBookSource rules, PersonalDataVault vault, TimeProvider clock, ILogger<SigningKeys> log) =>
        (_databases, _rules, _vault, _clock, _log) = (databases, rules, vault, clock, log);

    /// <returns>One where a key was made.</returns>
    public async Task<int> RunAsync(CancellationToken cancel)
    {
        await using var db = _databases.Create();
        await using var work = await db.Database.BeginTransactionAsync(cancel);
        await LockAsync(db, cancel);
        var now = _clock.GetUtcNow();
        var made = await MakeAsync(db, now, now + _ahead, cancel);
        await work.CommitAsync(CancellationToken.None);
        return Say(made);
    }

    /// <summary>Ends the key that signs now; the one published to follow it begins, or a new one where there is none.</summary>
    public async Task<Result<bool>> TurnAsync(Actor by, CancellationToken cancel)
    {
        await using var db = _databases.Create();
        await using var work = await db.Database.BeginTransactionAsync(cancel);
        await LockAsync(db, cancel);
        var now = _clock.GetUtcNow();
        if (!await db.Database.SqlQuery<bool>($"select turn_signing_key({by.UserId}, {now}) as \"Value\"").SingleAsync(cancel)) return JustTurned;

        var made = await MakeAsync(db, now, now, cancel);
        await work.CommitAsync(CancellationToken.None);
        Say(made);
        return true;
    }

    /// <summary>Every key there was, the newest first.</summary>
    public async Task<IReadOnlyList<SigningKeyTerm>> ListAsync(CancellationToken cancel)
    {
        await using var db = _databases.Create();
        var now = _clock.GetUtcNow();
        var rows = await db.Database.SqlQuery<TermRow>(
            $"select id, made_at, signs_from, signs_until from signing_keys order by signs_from desc").ToListAsync(cancel);
        return rows.ConvertAll(row => new SigningKeyTerm(
            row.Id,
            row.SignsFrom > now ? SigningKeyState.Next
                : row.SignsUntil > now ? SigningKeyState.Signs
                : row.SignsUntil > now.AddDays(-1) ? SigningKeyState.Published : SigningKeyState.Ended,
            row.MadeAt,
            row.SignsFrom,
            row.SignsUntil));
    }

    private static Task<int> LockAsync(BpjsBjbDbContext db, CancellationToken cancel) =>
        db.Database.ExecuteSqlAsync($"select pg_advisory_xact_lock(hashtextextended('signing_keys', 0))", cancel);

    private int Say(Guid? made)
    {
        if (made is not { } id) return 0;

        _log.SigningKeyMade(id);
        return 1;
    }

    /// <summary>Null where there is a key that signs after that time already.</summary>
    private async Task<Guid?> MakeAsync(BpjsBjbDbContext db, DateTimeOffset now, DateTimeOffset until, CancellationToken cancel)
    {
        var last = await db.Database.SqlQuery<DateTimeOffset?>($"select max(signs_until) as \"Value\" from signing_keys").SingleAsync(cancel);
        if (last > until) return null;

        var from = last is { } end && end > now ? end : now;
        var days = (await _rules.ReadAsync(cancel)).LimitOf(LimitKind.SigningKeyDays, JakartaTime.DateIn(now)).Value;
        var id = Guid.CreateVersion7(now);
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var @private = _vault.Seal(SealedColumns.SigningKeyPrivate, id, Convert.ToBase64String(key.ExportPkcs8PrivateKey()));
        await db.Database.ExecuteSqlAsync(
            $"""
             insert into signing_keys (id, public_key, private_sealed, signs_from, signs_until)
             values ({id}, {Convert.ToBase64String(key.ExportSubjectPublicKeyInfo())}, {@private}, {from}, {from.AddDays(days)})
             """,
            cancel);
        return id;
    }

    /// <summary>The key that signs now; made at once where there is none yet.</summary>
    public async Task<SigningKey> CurrentAsync(CancellationToken cancel)
    {
        if (await FindAsync(cancel) is { } present) return present;

        await RunAsync(cancel);
        return await FindAsync(cancel) ?? throw new InvalidOperationException("No key signs now although one was just made.");
    }

    /// <summary>Every key with which a decision that is still valid may be signed, and the next one.</summary>
    public async Task<IReadOnlyList<PublishedKey>> PublishedAsync(CancellationToken cancel)
    {
        await using var db = _databases.Create();
        var since = _clock.GetUtcNow().AddDays(-1); // no decision is valid for longer
        var keys = await db.Database.SqlQuery<PublicKey>(
            $"select id, public_key as text from signing_keys where signs_until > {since} order by signs_from").ToListAsync(cancel);
        return keys.ConvertAll(row => new PublishedKey(row.Id, Convert.FromBase64String(row.Text)));
    }

    private async Task<SigningKey?> FindAsync(CancellationToken cancel)
    {
        await using var db = _databases.Create();
        var now = _clock.GetUtcNow();
        var row = (await db.Database.SqlQuery<SealedKey>(
            $"select id, private_sealed from signing_keys where signs_from <= {now} and signs_until > {now}").ToListAsync(cancel)).SingleOrDefault();
        return row is null ? null : new SigningKey(row.Id, Convert.FromBase64String(_vault.Open(SealedColumns.SigningKeyPrivate, row.Id, row.PrivateSealed)));
    }

    private sealed record TermRow(Guid Id, DateTimeOffset MadeAt, DateTimeOffset SignsFrom, DateTimeOffset SignsUntil);

    private sealed record PublicKey(Guid Id, string Text);

    private sealed record SealedKey(Guid Id, byte[] PrivateSealed);
}
