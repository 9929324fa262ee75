using System.Net.Mail;
using BpjsBjb.Domain.Access;
using BpjsBjb.Domain.Common;
using BpjsBjb.Domain.People;
using BpjsBjb.Services.Data;
using BpjsBjb.Services.Data.Configurations;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace BpjsBjb.Services.Access;

/// <summary>Gives rights with two people and takes them away with one.</summary>
public sealed class GrantService
{
    public static readonly Refusal UserUnknown = new("user.unknown");
    public static readonly Refusal EmailTaken = new("user.email-taken");
    public static readonly Refusal EmailNotAnAddress = new("user.email-not-an-address");
    public static readonly Refusal RoleNotAtOffice = new("grant.role-not-at-office");
    public static readonly Refusal NothingChanges = new("grant.nothing-changes");
    public static readonly Refusal AlreadyAccepted = new("invitation.already-accepted");
    public static readonly Refusal ApproverNotAdmin = new("grant.not-an-admin");

    private const int LongestEmail = 254;

    private static readonly Dictionary<string, Refusal> GrantRefusals = new()
    {
        [AccessGrantConfiguration.OneProposal] = AccessGrant.AlreadyProposed,
        [AccessGrantConfiguration.OneInForce] = AccessGrant.ChangedMeanwhile,
        [AccessGrantConfiguration.FourEyes] = AccessGrant.OwnProposal,
        ["UserNameIndex"] = EmailTaken.On(nameof(InviteUser.Email)),
    };

    private readonly BpjsBjbDbContext _db;
    private readonly ILookupNormalizer _names;
    private readonly TimeProvider _clock;
    private readonly ILogger<GrantService> _log;

    internal GrantService(BpjsBjbDbContext db, ILookupNormalizer names, TimeProvider clock, ILogger<GrantService> log) =>
        (_db, _names, _clock, _log) = (db, names, clock, log);

    /// <summary>A new user who cannot sign in yet, and the right that waits for a second administrator.</summary>
    public async Task<Result<Guid>> InviteAsync(InviteUser input, Actor by, CancellationToken cancel)
    {
        await using var work = await _db.BeginAsync(by, cancel);
        var email = EmailOf(input.Email);
        var name = PersonName.Parse(input.FullName);
        var terms = GrantInputs.Terms(input.Role, input.OfficeId, input.ValidTo, input.DonorId);
        List<Refusal> refusals =
        [
            .. email.Refusals.Select(refusal => refusal.On(nameof(input.Email))),
            .. name.Refusals.Select(refusal => refusal.On(nameof(input.FullName))),
            .. terms.Refusals,
        ];
        if (refusals.Count > 0) return refusals;
        if (!await FitsAsync(terms.Value, cancel)) return RoleNotAtOffice.On(nameof(input.OfficeId));
        if (!await IsDonorKnownAsync(terms.Value, cancel)) return GrantInputs.DonorMissing.On(nameof(input.DonorId));

        var now = _clock.GetUtcNow();
        var user = NewUser(email.Value, name.Value, terms.Value.Role, terms.Value.OfficeId, now);
        if (await _db.Users.AnyAsync(row => row.NormalizedEmail == user.NormalizedEmail, cancel)) return EmailTaken.On(nameof(input.Email));

        var grant = AccessGrant.Propose(user.Id, terms.Value.Role, terms.Value.OfficeId, terms.Value.ValidTo, by, now);
        if (grant.IsRefused) return AtValidity(grant.Refusals);

        _db.Add(user);
        _db.Add(grant.Value);
        var failed = await SaveAsync(cancel, alsoRun: ShownTo(grant.Value.Id, terms.Value));
        if (failed.Count > 0) return failed.ToArray();

        _log.GrantProposed(grant.Value.Id, user.Id, by.UserId);
        return user.Id;
    }

    /// <summary>A change, or a return: nothing moves until a second administrator approves.</summary>
    public async Task<Result<Guid>> ProposeAsync(Guid userId, ProposeGrant input, Actor by, CancellationToken cancel)
    {
        await using var work = await _db.BeginAsync(by, cancel);
        var terms = GrantInputs.Terms(input.Role, input.OfficeId, input.ValidTo, input.DonorId);
        if (terms.IsRefused) return terms.Refusals.ToArray();
        if (!await FitsAsync(terms.Value, cancel)) return RoleNotAtOffice.On(nameof(input.OfficeId));
        if (!await IsDonorKnownAsync(terms.Value, cancel)) return GrantInputs.DonorMissing.On(nameof(input.DonorId));
        if (!await _db.Users.AnyAsync(user => user.Id == userId, cancel)) return UserUnknown;

        var now = _clock.GetUtcNow();
        var current = await InForce(userId).AsNoTracking().SingleOrDefaultAsync(cancel);
        if (current?.StatusOn(_clock.Today()) == GrantStatus.InForce
            && new GrantTerms(current.Role, current.OfficeId, current.ValidTo, await DonorOfAsync(current.Id, cancel)) == terms.Value) return NothingChanges;

        var grant = AccessGrant.Propose(userId, terms.Value.Role, terms.Value.OfficeId, terms.Value.ValidTo, by, now);
        if (grant.IsRefused) return AtValidity(grant.Refusals);

        _db.Add(grant.Value);
        var failed = await SaveAsync(cancel, alsoRun: ShownTo(grant.Value.Id, terms.Value));
        if (failed.Count > 0) return failed.ToArray();

        _log.GrantProposed(grant.Value.Id, userId, by.UserId);
        return grant.Value.Id;
    }

    /// <summary>In force from this moment; what the user had before ends in the same transaction.</summary>
    public async Task<Result<ApprovedGrant>> ApproveAsync(Guid id, uint version, Actor by, CancellationToken cancel)
    {
        await using var work = await _db.BeginAsync(by, cancel);
        var grant = await FindAsync(id, version, cancel);
        if (grant is null) return AccessGrant.NotProposed;

        var now = _clock.GetUtcNow();
        var former = await InForce(grant.UserId).SingleOrDefaultAsync(cancel);
        var approved = grant.Approve(by, now);
        if (approved.IsRefused) return approved.Refusals.ToArray();

        former?.End(GrantEnd.Replaced, by, now);
        var user = await _db.Users.AsNoTracking().SingleAsync(row => row.Id == grant.UserId, cancel);
        var link = user.EmailConfirmed ? default((Invitation Invitation, string Token)?) : Link(user.Id, by, now);
        var failed = await SaveAsync(cancel);
        if (failed.Count > 0) return failed.ToArray();

        _log.GrantApproved(id, grant.UserId, by.UserId);
        return new ApprovedGrant(user.Id, user.FullName, link?.Token, link?.Invitation.ExpiresAt);
    }

    public async Task<Result<Guid>> RefuseAsync(Guid id, uint version, Actor by, CancellationToken cancel)
    {
        await using var work = await _db.BeginAsync(by, cancel);
        var grant = await FindAsync(id, version, cancel);
        if (grant is null) return AccessGrant.NotProposed;

        var refused = grant.Refuse(by, _clock.GetUtcNow());
        if (refused.IsRefused) return refused.Refusals.ToArray();

        var failed = await SaveAsync(cancel);
        if (failed.Count > 0) return failed.ToArray();

        _log.GrantRefused(id, grant.UserId, by.UserId);
        return grant.UserId;
    }

    /// <summary>Takes all rights away at once, links included: one administrator is enough.</summary>
    public async Task<Result<Guid>> DisableAsync(Guid userId, EndGrant input, Actor by, CancellationToken cancel)
    {
        await using var work = await _db.BeginAsync(by, cancel);
        var why = GrantInputs.EndOf(input);
        if (why.IsRefused) return why.Refusals.ToArray();

        var grant = await InForce(userId).SingleOrDefaultAsync(cancel);
        if (grant is null) return AccessGrant.NotInForce;

        return await EndAsync(grant, why.Value, by, cancel);
    }

    /// <summary>A fresh link for somebody who has not used theirs; not from the one who proposed the right.</summary>
    public async Task<Result<ApprovedGrant>> NewLinkAsync(Guid userId, Actor by, CancellationToken cancel)
    {
        await using var work = await _db.BeginAsync(by, cancel);
        var grant = await InForce(userId).AsNoTracking().SingleOrDefaultAsync(cancel);
        if (grant is null) return AccessGrant.NotInForce;
        if (grant.ProposedBy == by.UserId) return AccessGrant.OwnProposal;
        if (userId == by.UserId) return AccessGrant.OwnRights;

        var user = await _db.Users.AsNoTracking().SingleAsync(row => row.Id == userId, cancel);
        if (user.EmailConfirmed) return AlreadyAccepted;

        var now = _clock.GetUtcNow();
        await _db.CloseLinksAsync(userId, now, cancel);
        var link = Link(userId, by, now);
        await _db.SaveChangesAsync(cancel);
        await _db.Database.CurrentTransaction!.CommitAsync(CancellationToken.None);
        _log.LinkMade(link.Invitation.Id, userId, by.UserId);
        return new ApprovedGrant(userId, user.FullName, link.Token, link.Invitation.ExpiresAt);
    }

    internal async Task<Result<Guid>> EndAsync(AccessGrant grant, GrantEnd why, Actor by, CancellationToken cancel)
    {
        var now = _clock.GetUtcNow();
        var ended = grant.End(why, by, now);
        if (ended.IsRefused) return ended.Refusals.ToArray();

        var failed = await SaveAsync(cancel, closeLinksOf: grant.UserId);
        if (failed.Count > 0) return failed.ToArray();

        _log.GrantEnded(grant.Id, grant.UserId, by.UserId, why);
        return grant.UserId;
    }

    internal static PortalUser NewUser(string email, string fullName, Role role, Guid officeId, DateTimeOffset at, ILookupNormalizer names) => new()
    {
        Id = Guid.CreateVersion7(at),
        FullName = fullName,
        Role = role,
        OfficeId = officeId,
        UserName = email,
        NormalizedUserName = names.NormalizeName(email),
        Email = email,
        NormalizedEmail = names.NormalizeEmail(email),
        LockoutEnabled = true,
        SecurityStamp = Convert.ToHexString(System.Security.Cryptography.RandomNumberGenerator.GetBytes(20)),
    };

    internal static Result<string> EmailOf(string? text)
    {
        var email = (text ?? "").Trim();
        return email.Length is > 0 and <= LongestEmail && MailAddress.TryCreate(email, out var address) && address.Address == email && email.All(char.IsAscii)
            ? email
            : EmailNotAnAddress;
    }

    private PortalUser NewUser(string email, string fullName, Role role, Guid officeId, DateTimeOffset at) =>
        NewUser(email, fullName, role, officeId, at, _names);

    private static Refusal[] AtValidity(IEnumerable<Refusal> refusals) => [.. refusals.Select(refusal => refusal.On(nameof(ProposeGrant.ValidTo)))];

    private async Task<bool> FitsAsync(GrantTerms terms, CancellationToken cancel)
    {
        var office = await _db.Offices.AsNoTracking().SingleOrDefaultAsync(row => row.Id == terms.OfficeId, cancel);
        return office is { ValidTo: null } && office.ValidFrom <= _clock.Today() && AccessGrant.Fits(terms.Role, office.Institution, office.Kind);
    }

    private async Task<bool> IsDonorKnownAsync(GrantTerms terms, CancellationToken cancel) =>
        terms.DonorId is not { } donor
        || await _db.Database.SqlQuery<int>($"select count(*)::int as \"Value\" from csr_donors where id = {donor}").SingleAsync(cancel) > 0;

    private async Task<Guid?> DonorOfAsync(Guid grantId, CancellationToken cancel) => (await _db.Database.SqlQuery<Guid>(
        $"select donor_id as \"Value\" from csr_donor_viewers where grant_id = {grantId}").ToListAsync(cancel)) is [var donor] ? donor : null;

    /// <summary>The donor goes with the right, so that whoever approves the one approves the other.</summary>
    private static FormattableString? ShownTo(Guid grantId, GrantTerms terms) =>
        terms.DonorId is { } donor ? (FormattableString)$"insert into csr_donor_viewers (grant_id, donor_id) values ({grantId}, {donor})" : null;

    private IQueryable<AccessGrant> InForce(Guid userId) =>
        _db.AccessGrants.Where(grant => grant.UserId == userId && grant.ApprovedAt != null && grant.EndedAt == null);

    private async Task<AccessGrant?> FindAsync(Guid id, uint version, CancellationToken cancel)
    {
        var grant = await _db.AccessGrants.SingleOrDefaultAsync(row => row.Id == id, cancel);
        if (grant is not null) _db.Entry(grant).Property(row => row.Version).OriginalValue = version;
        return grant;
    }

    private (Invitation Invitation, string Token) Link(Guid userId, Actor by, DateTimeOffset now)
    {
        var link = Invitation.New(userId, by.UserId, now, Invitation.FromAnAdmin);
        _db.Add(link.Invitation);
        return link;
    }

    private Task<IReadOnlyList<Refusal>> SaveAsync(CancellationToken cancel, Guid? closeLinksOf = null, FormattableString? alsoRun = null)
    {
        var also = alsoRun;
        if (closeLinksOf is { } userId)
        {
            also = $"update invitations set expires_at = least(expires_at, {_clock.GetUtcNow()}) where user_id = {userId} and used_at is null";
        }

        return _db.TrySaveAsync(AccessGrant.ChangedMeanwhile, GrantRefusals, cancel, also);
    }
}
