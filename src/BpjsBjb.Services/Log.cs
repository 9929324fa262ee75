using Microsoft.Extensions.Logging;

namespace BpjsBjb.Services;

/// <summary>Everything this layer may log. Ids, counts and durations only: LogTests refuses a string.</summary>
internal static partial class Log
{
    [LoggerMessage(1001, LogLevel.Information, "Enrollment {EnrollmentId} started at office {OfficeId}")]
    public static partial void EnrollmentStarted(this ILogger log, Guid enrollmentId, Guid officeId);
}
