using System.Security.Cryptography;
using System.Text;
using System.Threading.RateLimiting;
using Microsoft.Extensions.Options;

namespace BpjsBjb.Web.Security;

/// <summary>How often one e-mail address may be tried, from wherever and whether or not anybody has it.</summary>
public sealed class SignInNames(IOptions<PortalOptions> portal) : IDisposable
{
    private readonly PartitionedRateLimiter<string> _buckets = PartitionedRateLimiter.Create<string, string>(email =>
        RateLimitPartition.GetTokenBucketLimiter(KeyOf(email), _ => RequestLimits.TokensOf(Math.Max(1, portal.Value.SignInsPerName))));

    public RateLimitLease Attempt(string email) => _buckets.AttemptAcquire(email);

    public void Dispose() => _buckets.Dispose();

    /// <summary>Of one length, whatever was typed.</summary>
    private static string KeyOf(string email) => Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(email.ToUpperInvariant())));
}
