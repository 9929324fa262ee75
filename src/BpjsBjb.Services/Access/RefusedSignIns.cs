using Microsoft.Extensions.Logging;

namespace BpjsBjb.Services.Access;

/// <summary>Attempts to sign in at which no password was looked at. Wrong passwords and codes are logged where they are counted.</summary>
public sealed class RefusedSignIns(ILogger<RefusedSignIns> log)
{
    /// <param name="userId">Null where nobody has that name or passkey: what was typed is not logged.</param>
    public void Note(Guid? userId)
    {
        if (userId is { } known) log.SignInRefused(known);
        else log.SignInUnknown();
    }
}
