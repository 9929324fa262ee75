using BpjsBjb.Domain.Access;
using BpjsBjb.Domain.Common;
using BpjsBjb.Domain.Rules;
using BpjsBjb.Services.Data;
using BpjsBjb.Services.Data.Configurations;
using BpjsBjb.Services.Rules;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace BpjsBjb.Services.Access;

/// <summary>As typed by an administrator.</summary>
public sealed record MakePasswordLink
{
    public string? Reason { get; set; }

    public string? Recognised { get; set; }
}

/// <summary>A link for a forgotten password, with the administrator's name.</summary>
/// <param name="UsedAt">Null where it never was.</param>
public sealed record PasswordLinkView(DateTimeOffset At, string By, PasswordLoss Reason, Recognition Recognised, DateTimeOffset? UsedAt);

/// <summary>Lets somebody who forgot the password choose another one. Second factors stay and are asked for as ever.</summary>
public sealed class PasswordLinkService
{
    public static readonly Refusal OwnPassword = new("password-link.own");
    public static readonly Refusal ReasonMissing = new("password-link.reason-missing");
    public static readonly Refusal NoPasswordYet = new("password-link.no-password-yet");
    public static readonly Refusal NoneOpen = new("password-link.none-open");

    private static readonly Dictionary<string, Refusal> ByConstraint = new() { [InvitationConfiguration.Other] = OwnPassword };

    private readonly BpjsBjbDbContext _db;
    private readonly RuleBookSource _rules;
    private readonly TimeProvider _clock;
    private readonly ILogger<PasswordLinkService> _log;

    internal PasswordLinkService(BpjsBjbDbContext db, RuleBookSource rules, TimeProvider clock, ILogger<PasswordLinkService> log) =>
        (_db, _rules, _clock, _log) = (db, rules, clock, log);

    /// <summary>Minutes for which a link made today opens.</summary>
    public async Task<int> MinutesAsync(CancellationToken cancel) =>
        (await _rules.ReadAsync(cancel)).LimitOf(LimitKind.PasswordLinkMinutes, _clock.Today()).Value;

    /// <summary>Earlier links of this person, newest first.</summary>
    public async Task<IReadOnlyList<PasswordLinkView>> ListAsync(Guid userId, CancellationToken cancel) => await (
        from link in _db.Invitations.AsNoTracking()
        join admin in _db.Users on link.CreatedBy equals admin.Id
        where link.UserId == userId && link.Purpose == LinkPurpose.ForgottenPassword
        orderby link.CreatedAt descending
        select new PasswordLinkView(link.CreatedAt, admin.FullName, link.Reason!.Value, link.Recognised!.Value, link.UsedAt))
        .Take(20).ToListAsync(cancel);

    /// <summary>A link of some minutes, shown once; whatever link the person had opens no longer. The old password works until it is used.</summary>
    public async Task<Result<ApprovedGrant>> MakeAsync(Guid userId, MakePasswordLink input, Actor by, CancellationToken cancel)
    {
        List<Refusal> refusals = [];
        if (!Chosen.TryParse<PasswordLoss>(input.Reason, out var reason)) refusals.Add(ReasonMissing.On(nameof(input.Reason)));
        if (!Chosen.TryParse<Recognition>(input.Recognised, out var recognised))
        {
            refusals.Add(FactorResetService.RecognitionMissing.On(nameof(input.Recognised)));
        }

        if (refusals.Count > 0) return refusals;
        if (userId == by.UserId) return OwnPassword;

        var minutes = await MinutesAsync(cancel);
        await using var work = await _db.BeginAsync(by, cancel);
        // Of two made at once the later one closes the earlier: each would else see none to close.
        await _db.Database.ExecuteSqlAsync($"select 1 from users where id = {userId} for update", cancel);
        if (await _db.Users.AsNoTracking().SingleOrDefaultAsync(row => row.Id == userId, cancel) is not { } user) return GrantService.UserUnknown;
        if (!await _db.AccessGrants.InForceOn(_clock.Today()).AnyAsync(grant => grant.UserId == userId, cancel)) return AccessGrant.NotInForce;
        if (user.PasswordHash is null) return NoPasswordYet;

        var now = _clock.GetUtcNow();
        await _db.CloseLinksAsync(userId, now, cancel);
        var link = Invitation.ForForgotten(userId, by.UserId, reason, recognised, now, TimeSpan.FromMinutes(minutes));
        _db.Add(link.Invitation);
        var failed = await _db.TrySaveAsync(AccessGrant.ChangedMeanwhile, ByConstraint, cancel);
        if (failed.Count > 0) return failed.ToArray();

        _log.PasswordLinkMade(link.Invitation.Id, userId, by.UserId, reason, recognised);
        return new ApprovedGrant(userId, user.FullName, link.Token, link.Invitation.ExpiresAt);
    }

    /// <summary>Takes back whatever link the person has in hand, of either kind.</summary>
    public async Task<Result<Guid>> WithdrawAsync(Guid userId, Actor by, CancellationToken cancel)
    {
        await using var work = await _db.BeginAsync(by, cancel);
        if (await _db.CloseLinksAsync(userId, _clock.GetUtcNow(), cancel) == 0) return NoneOpen;

        await work.CommitAsync();
        _log.LinkWithdrawn(userId, by.UserId);
        return userId;
    }
}
