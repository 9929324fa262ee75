namespace BpjsBjb.Services.Access;

/// <summary>Why a person's factors are taken off by somebody else.</summary>
public enum FactorLoss
{
    LostPhone,
    NewPhone,
    SuspectedMisuse,
}

/// <summary>How the administrator knew who was asking: a voice at the telephone is nobody in particular.</summary>
public enum Recognition
{
    InPerson,
    ByVideo,
    CalledBackAtOffice,
}

/// <summary>One person's factors taken off by an administrator. Rows are never changed.</summary>
internal sealed class FactorReset
{
    public Guid Id { get; init; }

    public Guid UserId { get; init; }

    public Guid ResetBy { get; init; }

    public DateTimeOffset ResetAt { get; init; }

    public FactorLoss Reason { get; init; }

    public Recognition Recognised { get; init; }
}

/// <summary>As typed by an administrator.</summary>
public sealed record ResetFactors
{
    public string? Reason { get; set; }

    public string? Recognised { get; set; }
}

/// <summary>An earlier reset, with the administrator's name.</summary>
public sealed record FactorResetView(DateTimeOffset At, string By, FactorLoss Reason, Recognition Recognised);
