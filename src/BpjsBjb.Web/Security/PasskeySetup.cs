using BpjsBjb.Services.Access;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace BpjsBjb.Web.Security;

internal static class PasskeySetup
{
    private const string Required = "required";

    /// <summary>A passkey is one factor the person has and one they are or know: the device must verify them each time.</summary>
    public static void AddPasskeys(this IServiceCollection services, string? publicAddress)
    {
        services.TryAddScoped<IPasskeyHandler<PortalUser>, PasskeyHandler<PortalUser>>();
        services.AddSingleton<UsedChallenges>().AddScoped<Passkeys>();
        var address = string.IsNullOrWhiteSpace(publicAddress) ? null : new Uri(publicAddress);
        services.Configure<IdentityPasskeyOptions>(passkeys =>
        {
            passkeys.UserVerificationRequirement = Required;
            // Signing in asks for no name: the passkey must know whose it is.
            passkeys.ResidentKeyRequirement = Required;
            passkeys.ServerDomain = address?.Host;
            passkeys.ValidateOrigin = origin => ValueTask.FromResult(!origin.CrossOrigin && IsOwn(origin, address));
        });
    }

    private static bool IsOwn(PasskeyOriginValidationContext origin, Uri? address)
    {
        var request = origin.HttpContext.Request;
        var own = address?.GetLeftPart(UriPartial.Authority) ?? $"{request.Scheme}://{request.Host}";
        return string.Equals(origin.Origin, own, StringComparison.OrdinalIgnoreCase);
    }
}
