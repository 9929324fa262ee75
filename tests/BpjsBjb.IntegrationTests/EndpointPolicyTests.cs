using BpjsBjb.IntegrationTests.Http;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace BpjsBjb.IntegrationTests;

public sealed class EndpointPolicyTests(Portal portal) : IClassFixture<Portal>
{
    /// <summary>Whoever adds a line here says that strangers may come in.</summary>
    private static readonly string[] Anonymous =
        ["SignIn", "SignIn/Index", "SignIn/Code", "SignOut", "Language", "Error", "Status/{code:int}", "Style", "Style/Index", "v/{code?}", "/health/live", "/health/ready"];

    [Fact]
    public void Every_endpoint_names_a_policy_or_is_expressly_anonymous()
    {
        var endpoints = portal.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
            .Where(endpoint => !IsFile(endpoint)).ToList();
        Assert.True(endpoints.Count > 30);

        foreach (var endpoint in endpoints)
        {
            var route = endpoint.RoutePattern.RawText!;
            if (endpoint.Metadata.GetMetadata<IAllowAnonymous>() is not null)
            {
                Assert.Contains(route, Anonymous);
            }
            else
            {
                Assert.Contains(
                    endpoint.Metadata.GetOrderedMetadata<IAuthorizeData>(),
                    data => data.Policy is { } policy && Web.Security.Policies.Roles.ContainsKey(policy));
            }
        }
    }

    private static bool IsFile(RouteEndpoint endpoint) =>
        endpoint.Metadata.Any(item => item.GetType().Name == "StaticAssetDescriptor") || endpoint.RoutePattern.RawText is "{**path:file}";
}
