using Microsoft.Extensions.Options;

namespace BpjsBjb.Web.Proofs;

/// <summary>Where anybody checks a proof: the configured public address, or the one this request came to.</summary>
public sealed class VerifyPage(IOptions<PortalOptions> portal)
{
    public Uri For(HttpRequest request) => new(
        portal.Value.PublicAddress is { Length: > 0 } address
            ? $"{address.TrimEnd('/')}/v"
            : $"{request.Scheme}://{request.Host}{request.PathBase}/v");
}
