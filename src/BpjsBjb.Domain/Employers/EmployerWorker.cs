using BpjsBjb.Domain.Common;

namespace BpjsBjb.Domain.Employers;

/// <summary>What somebody does for the employer. Directors and officers count here when they are paid a wage.</summary>
public enum WorkerRole
{
    Worker,
    Director,
    Officer,
}

/// <summary>One stretch of somebody's wage at an employer. Another wage is another row, so that every month finds its own.</summary>
public sealed class EmployerWorker
{
    public static readonly Refusal AlreadyOpen = new("worker.already-open");
    public static readonly Refusal RoleMissing = new("worker.role-missing");
    public static readonly Refusal RoleNotOfForm = new("worker.role-not-of-form");
    public static readonly Refusal StartsTooLate = new("worker.starts-too-late");
    public static readonly Refusal EndsBeforeStart = new("worker.ends-before-start");
    public static readonly Refusal Ended = new("worker.ended");

    /// <summary>A contract may be entered this many days before it begins; no rule, a bound on mistyped dates.</summary>
    private const int DaysAhead = 60;

    private EmployerWorker()
    {
    }

    public Guid Id { get; private init; }

    public Guid EmployerId { get; private init; }

    public byte[] NikHash { get; private init; } = [];

    public byte[] NikSealed { get; private init; } = [];

    public string FullName { get; private set; } = "";

    public DateOnly BirthDate { get; private set; }

    public WorkerRole Role { get; private set; }

    /// <summary>Basic wage and fixed allowances, rupiah a month, sealed.</summary>
    public byte[] WageSealed { get; private set; } = [];

    /// <summary>First day on this wage.</summary>
    public DateOnly ValidFrom { get; private init; }

    /// <summary>Last day on this wage; null while it runs.</summary>
    public DateOnly? ValidTo { get; private set; }

    public Guid RegisteredBy { get; private init; }

    public DateTimeOffset RegisteredAt { get; private init; }

    public uint Version { get; private init; }

    public static EmployerWorker Of(Guid id, Guid employerId, byte[] nikHash, byte[] nikSealed, DateOnly from, Actor by, DateTimeOffset at) => new()
    {
        Id = id,
        EmployerId = employerId,
        NikHash = nikHash,
        NikSealed = nikSealed,
        ValidFrom = from,
        RegisteredBy = by.UserId,
        RegisteredAt = at,
    };

    public static bool IsTooFarAhead(DateOnly from, DateOnly today) => from > today.AddDays(DaysAhead);

    public void State(string fullName, DateOnly birthDate, WorkerRole role, byte[] wageSealed) =>
        (FullName, BirthDate, Role, WageSealed) = (fullName, birthDate, role, wageSealed);

    /// <param name="on">Last day.</param>
    public Result<EmployerWorker> End(DateOnly on)
    {
        if (ValidTo is not null) return Ended;
        if (on < ValidFrom) return EndsBeforeStart.With(ValidFrom);

        ValidTo = on;
        return this;
    }

    /// <summary>Whether any day of the month is on this row.</summary>
    public bool WorksIn(Month month) => ValidFrom <= month.LastDay && (ValidTo is null || ValidTo >= month.FirstDay);
}
