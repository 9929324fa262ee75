using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace BpjsBjb.Web.Api;

/// <summary>What <c>/openapi/v1.json</c> says beyond the calls' own shapes: how to get in, and which scope each call needs.</summary>
internal static class ApiDocument
{
    public const string Name = "v1";

    private const string Scheme = "oauth2";

    public static void Configure(OpenApiOptions options)
    {
        options.ShouldInclude = call => call.RelativePath?.StartsWith("api/v1/", StringComparison.Ordinal) == true;
        options.AddDocumentTransformer((document, _, _) =>
        {
            document.Info = new OpenApiInfo
            {
                Title = "Lindung Debitur",
                Version = Name,
                Description = "Arithmetic of contributions, the form of identifiers, and decisions of the payout gate. Amounts are whole rupiah. Decisions are kept; nothing else that is sent is.",
            };
            document.Servers = [];
            document.Components ??= new OpenApiComponents();
            document.AddComponent(Scheme, (IOpenApiSecurityScheme)new OpenApiSecurityScheme
            {
                Type = SecuritySchemeType.OAuth2,
                Flows = new OpenApiOAuthFlows
                {
                    ClientCredentials = new OpenApiOAuthFlow
                    {
                        TokenUrl = new Uri(ApiPaths.Token, UriKind.Relative),
                        Scopes = ApiPermissions.Scopes.ToDictionary(pair => pair.Value, pair => pair.Key),
                    },
                },
            });
            return Task.CompletedTask;
        });
        options.AddOperationTransformer((operation, context, _) =>
        {
            var permission = context.Description.ActionDescriptor.EndpointMetadata.OfType<Microsoft.AspNetCore.Authorization.IAuthorizeData>().Single().Policy!;
            operation.Security =
            [
                new OpenApiSecurityRequirement
                {
                    [new OpenApiSecuritySchemeReference(Scheme, context.Document)] = [ApiPermissions.Scopes[permission]],
                },
            ];
            return Task.CompletedTask;
        });
    }
}
