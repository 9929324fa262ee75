using BpjsBjb.IntegrationTests.Support;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.Mvc.RazorPages.Infrastructure;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace BpjsBjb.IntegrationTests.Http;

/// <summary>One handler of one page.</summary>
/// <param name="Name">Null for the page's plain GET or POST.</param>
public sealed record PageHandler(CompiledPageActionDescriptor Descriptor, string Method, string? Name)
{
    public string Page => Descriptor.ViewEnginePath;

    /// <summary>As in <c>/Reviews/Case POST Accept</c>.</summary>
    public string Key => $"{Page} {Method} {Name}".TrimEnd();
}

public static class PageHandlers
{
    /// <summary>Read off the running portal, so that nobody can forget to list one.</summary>
    public static async Task<IReadOnlyList<PageHandler>> HandlersAsync(this PortalHost portal)
    {
        var loader = portal.Services.GetRequiredService<PageLoader>();
        var pages = portal.Services.GetRequiredService<EndpointDataSource>().Endpoints
            .Select(endpoint => endpoint.Metadata.GetMetadata<PageActionDescriptor>()).OfType<PageActionDescriptor>()
            .DistinctBy(page => page.ViewEnginePath);
        List<PageHandler> handlers = [];
        foreach (var page in pages)
        {
            var loaded = await loader.LoadAsync(page, EndpointMetadataCollection.Empty);
            // A page shows itself even without a handler for it.
            handlers.Add(new PageHandler(loaded, "GET", null));
            // The framework also takes OnPageHandlerExecutionAsync for a handler, of a method "PAGE" that the portal does not let in.
            handlers.AddRange(loaded.HandlerMethods.Where(method => method.HttpMethod is "Get" or "Post")
                .Select(method => new PageHandler(loaded, method.HttpMethod.ToUpperInvariant(), method.Name)));
        }

        return [.. handlers.DistinctBy(handler => handler.Key)];
    }
}
