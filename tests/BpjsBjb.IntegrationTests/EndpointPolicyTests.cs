using BpjsBjb.IntegrationTests.Http;
using BpjsBjb.Web.Api;
using BpjsBjb.Web.Security;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace BpjsBjb.IntegrationTests;

public sealed class EndpointPolicyTests(Portal portal) : IClassFixture<Portal>
{
    /// <summary>Whoever adds a line here says that strangers may come in.</summary>
    private static readonly string[] Anonymous =
        ["SignIn", "SignIn/Index", "SignIn/Code", "SignIn/Onward", "SignOut", "Invitation/{token}", "Language", "Error", "Status/{code:int}", "Privacy", "Privacy/Index", "Style", "Style/Index", "v/{code?}", "/health/live", "/health/ready", "/connect/token", "/openapi/{documentName}.json", "/.well-known/gate-keys.json"];

    private IReadOnlyList<RouteEndpoint> Endpoints =>
        [.. portal.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>().Where(endpoint => !IsFile(endpoint))];

    [Fact]
    public void Every_endpoint_names_exactly_one_permission_or_is_expressly_anonymous()
    {
        Assert.True(Endpoints.Count > 30);
        foreach (var endpoint in Endpoints)
        {
            var route = endpoint.RoutePattern.RawText!;
            var named = endpoint.Metadata.GetOrderedMetadata<IAuthorizeData>();
            if (endpoint.Metadata.GetMetadata<IAllowAnonymous>() is not null)
            {
                Assert.Contains(route, Anonymous);
                Assert.Empty(named);
            }
            else
            {
                Assert.True(named.Count == 1, $"{route} names {named.Count} permissions; see PagePermissions.");
                Assert.True(
                    named[0].Policy is { } policy && (Policies.Roles.ContainsKey(policy) || ApiPermissions.Scopes.ContainsKey(policy)),
                    $"{route} needs {named[0].Policy}; a page gets its line in PagePermissions.");
                Assert.Null(named[0].Roles);
            }
        }
    }

    [Fact]
    public void The_table_of_permissions_names_no_page_that_is_gone()
    {
        var pages = Endpoints.Select(endpoint => endpoint.Metadata.GetMetadata<PageActionDescriptor>()?.ViewEnginePath).ToHashSet();

        Assert.Empty(PagePermissions.Table.Keys.Where(page => !pages.Contains(page)));
    }

    private static bool IsFile(RouteEndpoint endpoint) =>
        endpoint.Metadata.Any(item => item.GetType().Name == "StaticAssetDescriptor") || endpoint.RoutePattern.RawText is "{**path:file}";
}
