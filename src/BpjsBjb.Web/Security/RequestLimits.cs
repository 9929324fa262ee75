using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Threading.RateLimiting;
using Microsoft.AspNetCore.Mvc.ApplicationModels;
using Microsoft.AspNetCore.RateLimiting;

namespace BpjsBjb.Web.Security;

public enum LimitedPage
{
    /// <summary>Each attempt costs a fifth of a second of hashing: ten a second would stop the whole portal.</summary>
    SignIn,

    /// <summary>Read by strangers: nobody may try out the numbers of other people's proofs.</summary>
    Proof,

    /// <summary>A client's name and secret are sent.</summary>
    Token,

    /// <summary>A call of another system, with a token or without.</summary>
    Api,
}

/// <summary>Marks a page's endpoints; <see cref="RequestLimits"/> counts them.</summary>
internal sealed record Limited(LimitedPage Page);

/// <summary>How often, and how many at once, strangers may ask. A refusal is 429 with the seconds to wait.</summary>
internal static class RequestLimits
{
    /// <summary>Half of the processors hash at most: the other pages keep the rest.</summary>
    private static readonly int HashesAtOnce = Math.Max(1, Environment.ProcessorCount / 2);

    private const int WaitingHashes = 8;
    private const int SecondsToRetry = 5;

    public static void AddTo(RateLimiterOptions options, PortalOptions portal)
    {
        options.RejectionStatusCode = StatusCodes.Status429TooManyRequests;
        options.OnRejected = SayWhenAsync;
        options.GlobalLimiter = PartitionedRateLimiter.CreateChained(
            PartitionedRateLimiter.Create<HttpContext, string>(context => PerAddress(context, portal)),
            PartitionedRateLimiter.Create<HttpContext, bool>(HashesOfAll));
    }

    /// <summary>Where passwords and codes are typed, and the anonymous page of a proof, <c>/v/…</c>.</summary>
    public static void Mark(PageConventionCollection pages) => pages.AddFolderApplicationModelConvention("/", model =>
    {
        if (model.ViewEnginePath is "/SignIn/Index" or "/SignIn/Code" or "/Invitation/Index" or "/Account/Confirm" or "/Account/Factors" or "/Account/Password")
        {
            model.EndpointMetadata.Add(new Limited(LimitedPage.SignIn));
        }

        if (model.ViewEnginePath is "/Verify/Index") model.EndpointMetadata.Add(new Limited(LimitedPage.Proof));
    });

    private static RateLimitPartition<string> PerAddress(HttpContext context, PortalOptions portal) => PageOf(context) switch
    {
        LimitedPage.SignIn => Bucket($"sign-in {AddressOf(context)}", portal.SignInsPerMinute),
        LimitedPage.Proof => Bucket($"proof {AddressOf(context)}", portal.ProofsPerMinute),
        LimitedPage.Token => Bucket($"token {AddressOf(context)}", portal.TokensPerMinute),
        LimitedPage.Api => Bucket($"api {AddressOf(context)}", portal.ApiCallsPerMinute),
        _ => RateLimitPartition.GetNoLimiter(""),
    };

    private static RateLimitPartition<bool> HashesOfAll(HttpContext context) => PageOf(context) == LimitedPage.SignIn
        ? RateLimitPartition.GetConcurrencyLimiter(true, _ => new ConcurrencyLimiterOptions
        {
            PermitLimit = HashesAtOnce,
            QueueLimit = WaitingHashes,
            QueueProcessingOrder = QueueProcessingOrder.OldestFirst,
        })
        : RateLimitPartition.GetNoLimiter(false);

    private static RateLimitPartition<string> Bucket(string key, int perMinute) =>
        RateLimitPartition.GetTokenBucketLimiter(key, _ => TokensOf(perMinute));

    internal static TokenBucketRateLimiterOptions TokensOf(int perMinute) => new()
    {
        TokenLimit = perMinute,
        TokensPerPeriod = 1,
        ReplenishmentPeriod = TimeSpan.FromMinutes(1) / perMinute,
        QueueLimit = 0,
    };

    /// <summary>Puts the seconds to wait on the answer.</summary>
    internal static void SayWhen(HttpResponse response, RateLimitLease lease)
    {
        var seconds = lease.TryGetMetadata(MetadataName.RetryAfter, out var wait) ? Math.Max(1, (int)Math.Ceiling(wait.TotalSeconds)) : SecondsToRetry;
        response.Headers.RetryAfter = seconds.ToString(CultureInfo.InvariantCulture);
    }

    /// <summary>Showing the form costs nothing; sending it does, and so does a proof's number in the address.</summary>
    private static LimitedPage? PageOf(HttpContext context) => context.GetEndpoint()?.Metadata.GetMetadata<Limited>()?.Page switch
    {
        LimitedPage.SignIn when !HttpMethods.IsPost(context.Request.Method) => null,
        LimitedPage.Proof when context.GetRouteValue("code") is null => null,
        var page => page,
    };

    /// <summary>A household or office has a whole /64 of IPv6 addresses; they count as one.</summary>
    private static string AddressOf(HttpContext context)
    {
        if (context.Connection.RemoteIpAddress is not { } address) return "";
        if (address.IsIPv4MappedToIPv6) return address.MapToIPv4().ToString();

        return address.AddressFamily == AddressFamily.InterNetworkV6
            ? new IPAddress([.. address.GetAddressBytes()[..8], 0, 0, 0, 0, 0, 0, 0, 0]).ToString()
            : address.ToString();
    }

    private static ValueTask SayWhenAsync(OnRejectedContext rejected, CancellationToken cancel)
    {
        SayWhen(rejected.HttpContext.Response, rejected.Lease);
        return ValueTask.CompletedTask;
    }
}
