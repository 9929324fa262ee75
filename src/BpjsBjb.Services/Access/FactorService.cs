using BpjsBjb.Domain.Common;
using BpjsBjb.Services.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace BpjsBjb.Services.Access;

/// <summary>Whether a person has the app, since when, how many recovery codes are left, and how many passkeys there are.</summary>
public sealed record FactorState(DateTimeOffset? AuthenticatorSince, int RecoveryCodesLeft, int Passkeys)
{
    public bool HasAuthenticator => AuthenticatorSince is not null;
}

/// <summary>Second factors: the authenticator app and the recovery codes. Each code works once, whoever is first.</summary>
/// <remarks>Asks for no password and counts no failures: both belong to the sign-in.</remarks>
public sealed class FactorService
{
    public static readonly Refusal WrongCode = new("factor.code-wrong");
    public static readonly Refusal AlreadyOn = new("factor.already-on");

    private static readonly Dictionary<string, Refusal> ByConstraint = new() { ["pk_user_authenticators"] = AlreadyOn };

    private readonly BpjsBjbDbContext _db;
    private readonly PersonalDataVault _vault;
    private readonly TimeProvider _clock;
    private readonly ILogger<FactorService> _log;

    internal FactorService(BpjsBjbDbContext db, PersonalDataVault vault, TimeProvider clock, ILogger<FactorService> log) =>
        (_db, _vault, _clock, _log) = (db, vault, clock, log);

    public async Task<FactorState> StateAsync(Guid userId, CancellationToken cancel)
    {
        var since = await _db.UserAuthenticators.Where(row => row.UserId == userId)
            .Select(row => (DateTimeOffset?)row.CreatedAt).SingleOrDefaultAsync(cancel);
        var codes = await _db.UserRecoveryCodes.CountAsync(row => row.UserId == userId && row.UsedAt == null, cancel);
        return new FactorState(since, codes, await _db.UserPasskeys.CountAsync(row => row.UserId == userId, cancel));
    }

    /// <summary>Whether the password alone is not enough for this person: an app or a passkey is there.</summary>
    public Task<bool> HasAnyAsync(Guid userId, CancellationToken cancel) => _db.Users.AnyAsync(
        user => user.Id == userId
            && (_db.UserAuthenticators.Any(row => row.UserId == userId) || _db.UserPasskeys.Any(row => row.UserId == userId)),
        cancel);

    /// <summary>Turns the app on once it has shown that it knows the secret; answers the recovery codes, which nobody can read again.</summary>
    public async Task<Result<IReadOnlyList<string>>> TurnOnAsync(Guid userId, TotpSecret secret, string code, CancellationToken cancel)
    {
        var now = _clock.GetUtcNow();
        if (secret.StepOf(code, now) is not { } step) return WrongCode;

        await using var work = await _db.BeginAsync(RowScope.OfAccount(userId), cancel);
        _db.UserAuthenticators.Add(new UserAuthenticator
        {
            UserId = userId,
            SecretSealed = _vault.Seal(SealedColumns.AuthenticatorSecret, userId, secret.ToText()),
            LastStep = step,
            CreatedAt = now,
        });
        var codes = await ReplaceCodesAsync(userId, now, cancel);
        var refused = await _db.TrySaveAsync(AlreadyOn, ByConstraint, cancel);
        if (refused.Count > 0) return refused.ToArray();

        _log.AuthenticatorTurnedOn(userId);
        return Result(codes);
    }

    /// <summary>True for the one caller who was first with a code of now or of the half minute before.</summary>
    public async Task<bool> UseCodeAsync(Guid userId, string code, CancellationToken cancel)
    {
        if (await _db.UserAuthenticators.AsNoTracking().SingleOrDefaultAsync(row => row.UserId == userId, cancel) is not { } row) return false;

        var secret = TotpSecret.FromText(_vault.Open(SealedColumns.AuthenticatorSecret, userId, row.SecretSealed));
        if (secret.StepOf(code, _clock.GetUtcNow()) is not { } step) return false;

        // One statement: of two who come at once the second finds the step already taken.
        return await _db.UserAuthenticators.Where(taken => taken.UserId == userId && taken.LastStep < step)
            .ExecuteUpdateAsync(change => change.SetProperty(taken => taken.LastStep, step), CancellationToken.None) == 1;
    }

    /// <summary>True for the one caller who was first with this recovery code.</summary>
    public async Task<bool> UseRecoveryCodeAsync(Guid userId, string code, CancellationToken cancel)
    {
        cancel.ThrowIfCancellationRequested();
        var (hash, now) = (RecoveryCode.HashOf(userId, code), _clock.GetUtcNow());
        var used = await _db.UserRecoveryCodes.Where(row => row.UserId == userId && row.CodeHash == hash && row.UsedAt == null)
            .ExecuteUpdateAsync(change => change.SetProperty(row => row.UsedAt, now), CancellationToken.None) == 1;
        if (used) _log.RecoveryCodeUsed(userId);
        return used;
    }

    /// <summary>New recovery codes; the old ones work no longer.</summary>
    public async Task<Result<IReadOnlyList<string>>> RenewCodesAsync(Guid userId, CancellationToken cancel)
    {
        await using var work = await _db.BeginAsync(RowScope.OfAccount(userId), cancel);
        var codes = await ReplaceCodesAsync(userId, _clock.GetUtcNow(), cancel);
        var refused = await _db.TrySaveAsync(AlreadyOn, new Dictionary<string, Refusal>(), cancel);
        return refused.Count > 0 ? refused.ToArray() : Result(codes);
    }

    /// <summary>Forgets the app and the recovery codes.</summary>
    public async Task TurnOffAsync(Guid userId, CancellationToken cancel)
    {
        await using var work = await _db.BeginAsync(RowScope.OfAccount(userId), cancel);
        _db.UserAuthenticators.RemoveRange(await _db.UserAuthenticators.Where(row => row.UserId == userId).ToListAsync(cancel));
        _db.UserRecoveryCodes.RemoveRange(await _db.UserRecoveryCodes.Where(row => row.UserId == userId).ToListAsync(cancel));
        await _db.TrySaveAsync(AlreadyOn, new Dictionary<string, Refusal>(), cancel);
        _log.AuthenticatorTurnedOff(userId);
    }

    private static Result<IReadOnlyList<string>> Result(string[] codes) => codes;

    private async Task<string[]> ReplaceCodesAsync(Guid userId, DateTimeOffset now, CancellationToken cancel)
    {
        _db.UserRecoveryCodes.RemoveRange(await _db.UserRecoveryCodes.Where(row => row.UserId == userId).ToListAsync(cancel));
        string[] codes = [.. Enumerable.Range(0, RecoveryCode.Count).Select(_ => RecoveryCode.Create())];
        _db.UserRecoveryCodes.AddRange(codes.Select(code =>
            new UserRecoveryCode { UserId = userId, CodeHash = RecoveryCode.HashOf(userId, code), CreatedAt = now }));
        return codes;
    }
}
