using BpjsBjb.Domain.Access;
using BpjsBjb.Domain.Common;

namespace BpjsBjb.Services.Access;

/// <summary>A new user as typed by an administrator.</summary>
public sealed record InviteUser
{
    public string? Email { get; set; }

    public string? FullName { get; set; }

    public string? Role { get; set; }

    public string? OfficeId { get; set; }

    /// <summary>Empty while no end is set.</summary>
    public string? ValidTo { get; set; }

    /// <summary>Whose funds somebody at a donor sees; empty for every other role.</summary>
    public string? DonorId { get; set; }
}

/// <summary>Another role, office or validity for somebody who is known, or a return after the old one ended.</summary>
public sealed record ProposeGrant
{
    public string? Role { get; set; }

    public string? OfficeId { get; set; }

    public string? ValidTo { get; set; }

    public string? DonorId { get; set; }
}

public sealed record EndGrant
{
    /// <summary>What an administrator may choose; the other reasons are the portal's own.</summary>
    public static readonly IReadOnlyList<GrantEnd> Reasons = [GrantEnd.LeftInstitution, GrantEnd.NoLongerNeeded, GrantEnd.SuspectedMisuse];

    public string? Reason { get; set; }
}

/// <summary>What came of an approval.</summary>
/// <param name="LinkToken">For somebody who has no password yet: to be handed over, shown this once.</param>
public sealed record ApprovedGrant(Guid UserId, string FullName, string? LinkToken, DateTimeOffset? LinkEndsAt);

/// <summary>The role, office and last day that were typed.</summary>
/// <param name="DonorId">Of somebody at a donor alone.</param>
internal sealed record GrantTerms(Role Role, Guid OfficeId, DateOnly? ValidTo, Guid? DonorId);

internal static class GrantInputs
{
    public static readonly Refusal RoleMissing = new("grant.role-missing");
    public static readonly Refusal OfficeMissing = new("grant.office-missing");
    public static readonly Refusal DonorMissing = new("grant.donor-missing");
    public static readonly Refusal DonorNotNeeded = new("grant.donor-not-needed");
    public static readonly Refusal ReasonMissing = new("grant.reason-missing");

    public static Result<GrantTerms> Terms(string? role, string? officeId, string? validTo, string? donorId)
    {
        List<Refusal> refusals = [];
        if (!Enum.TryParse<Role>(role, out var chosen) || !Enum.IsDefined(chosen)) refusals.Add(RoleMissing.On(nameof(ProposeGrant.Role)));
        if (!Guid.TryParse(officeId, out var office)) refusals.Add(OfficeMissing.On(nameof(ProposeGrant.OfficeId)));
        DateOnly? last = null;
        if (!string.IsNullOrWhiteSpace(validTo))
        {
            var day = TypedDate.Parse(validTo);
            refusals.AddRange(day.Refusals.Select(refusal => refusal.On(nameof(ProposeGrant.ValidTo))));
            if (!day.IsRefused) last = day.Value;
        }

        Guid? donor = Guid.TryParse(donorId, out var known) ? known : null;
        if (chosen == Role.DonorViewer && donor is null) refusals.Add(DonorMissing.On(nameof(ProposeGrant.DonorId)));
        if (chosen != Role.DonorViewer && !string.IsNullOrWhiteSpace(donorId)) refusals.Add(DonorNotNeeded.On(nameof(ProposeGrant.DonorId)));

        return refusals.Count > 0 ? refusals : new GrantTerms(chosen, office, last, donor);
    }

    public static Result<GrantEnd> EndOf(EndGrant input) =>
        Enum.TryParse<GrantEnd>(input.Reason, out var reason) && EndGrant.Reasons.Contains(reason)
            ? Chosen(reason)
            : ReasonMissing.On(nameof(EndGrant.Reason));

    private static Result<GrantEnd> Chosen(GrantEnd reason) => reason;
}
