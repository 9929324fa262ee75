using System.Collections.Concurrent;
using System.Net;
using System.Text.RegularExpressions;

namespace BpjsBjb.IntegrationTests.Access;

/// <summary>Every address that was asked for, led to, or stood in a page to be asked for next.</summary>
public sealed partial class SeenAddresses
{
    private readonly ConcurrentBag<string> _seen = [];

    public IReadOnlyCollection<string> Seen => _seen;

    public async Task AddAsync(HttpRequestMessage request, HttpResponseMessage response)
    {
        _seen.Add(request.RequestUri!.OriginalString);
        foreach (var (name, values) in response.Headers) _seen.Add($"{name}: {string.Join(' ', values)}");
        foreach (var (name, values) in response.Content.Headers) _seen.Add($"{name}: {string.Join(' ', values)}");
        await response.Content.LoadIntoBufferAsync();
        foreach (Match link in Link().Matches(await response.Content.ReadAsStringAsync())) _seen.Add(WebUtility.HtmlDecode(link.Groups[1].Value));
    }

    [GeneratedRegex("""(?:href|src|action|formaction|data-[a-z-]+)="([^"]*[/?][^"]*)"(?=[\s>/])""")]
    private static partial Regex Link();

    public sealed class Recorder(SeenAddresses addresses) : DelegatingHandler
    {
        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            var response = await base.SendAsync(request, cancellationToken);
            await addresses.AddAsync(request, response);
            return response;
        }
    }
}
