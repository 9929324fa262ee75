namespace BpjsBjb.Web.Security;

/// <summary>The portal's one way out: to a provider's own hosts, by HTTPS, following nobody elsewhere.</summary>
internal sealed class ProviderChannel : DelegatingHandler
{
    public static readonly TimeSpan Timeout = TimeSpan.FromSeconds(10);

    private readonly HashSet<string> _hosts;
    private readonly Uri _authority;

    public ProviderChannel(ProviderOptions provider)
        : base(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false, ConnectTimeout = TimeSpan.FromSeconds(5) })
    {
        _authority = new Uri(provider.Authority);
        _hosts = new([.. provider.Hosts, _authority.Host], StringComparer.OrdinalIgnoreCase);
    }

    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
        request.RequestUri is { } address && IsAllowed(address)
            ? base.SendAsync(request, cancellationToken)
            : throw new HttpRequestException("The provider named a host that the settings do not.");

    private bool IsAllowed(Uri address) => _hosts.Contains(address.Host)
        && (address.Scheme == Uri.UriSchemeHttps || (address.IsLoopback && _authority.Scheme == Uri.UriSchemeHttp));
}
