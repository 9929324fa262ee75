namespace BpjsBjb.Services.Enrollments;

/// <summary>The three inputs that make a draft, as typed, and the key of this one form so that a double click makes one draft.</summary>
public sealed record StartEnrollment
{
    public Guid Key { get; init; }

    public string? Nik { get; init; }

    public string? FullName { get; init; }

    public string? BpjsOfficeId { get; init; }
}
