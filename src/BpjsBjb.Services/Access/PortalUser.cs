using BpjsBjb.Domain.Common;
using Microsoft.AspNetCore.Identity;

namespace BpjsBjb.Services.Access;

/// <summary>A person who signs in. One role, one office; what they see follows from both.</summary>
public sealed class PortalUser : IdentityUser<Guid>
{
    public required string FullName { get; set; }

    public Role Role { get; set; }

    public Guid OfficeId { get; set; }

    /// <summary>Locks since the last time the person proved who they are: each lasts twice as long as the one before.</summary>
    public int LocksInARow { get; set; }

    /// <summary>True for the invented accounts of demo mode; production refuses to start beside one.</summary>
    public bool IsDemo { get; set; }
}
