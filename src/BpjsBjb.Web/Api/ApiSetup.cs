using BpjsBjb.Web.Security;
using Microsoft.AspNetCore.Authorization;
using static OpenIddict.Server.OpenIddictServerEvents;

namespace BpjsBjb.Web.Api;

/// <summary>The room's front door: what the API needs, and its addresses.</summary>
internal static class ApiSetup
{
    private const string Json = "application/json";

    public static void AddApi(this IServiceCollection services, PortalOptions portal, bool plainHttp)
    {
        services.AddSingleton(new ApiClients(portal.ApiClients, portal.Demo));
        services.AddSingleton<IAuthorizationHandler, HasScopeHandler>();
        services.AddExceptionHandler<ApiFailures>();
        services.AddOpenApi(ApiDocument.Name, ApiDocument.Configure);
        services.ConfigureHttpJsonOptions(options => ApiJson.Configure(options.SerializerOptions));
        services.AddOpenIddict()
            .AddServer(server =>
            {
                // No stores: clients are settings and tokens are not kept. See decision 0026.
                server.EnableDegradedMode();
                server.SetTokenEndpointUris(ApiPaths.Token).AllowClientCredentialsFlow().RegisterScopes([.. ApiPermissions.Scopes.Values]);
                server.SetConfigurationEndpointUris(Array.Empty<Uri>()).SetJsonWebKeySetEndpointUris(Array.Empty<Uri>());
                server.SetAccessTokenLifetime(TokenEndpoint.Life);
                // Tokens are sealed with the portal's own key ring. OpenIddict wants keys for the kinds of token that are never issued.
                server.UseDataProtection();
                server.AddEphemeralEncryptionKey().AddEphemeralSigningKey();
                server.AddEventHandler<ValidateTokenRequestContext>(check => check.UseSingletonHandler<ClientCheck>());
                var host = server.UseAspNetCore().EnableTokenEndpointPassthrough();
                if (plainHttp) host.DisableTransportSecurityRequirement();
            })
            .AddValidation(validation =>
            {
                validation.UseLocalServer();
                validation.UseDataProtection();
                validation.UseAspNetCore();
                validation.AddAudiences(TokenEndpoint.Audience);
            });
    }

    public static void MapApi(this IEndpointRouteBuilder endpoints)
    {
        endpoints.MapPost(ApiPaths.Token, TokenEndpoint.Issue).AllowAnonymous().WithMetadata(new Limited(LimitedPage.Token)).ExcludeFromDescription();
        endpoints.MapGet(ApiPaths.GateKeys, GateDecisionsApi.KeysAsync).AllowAnonymous().WithMetadata(new Limited(LimitedPage.Api)).ExcludeFromDescription();
        endpoints.MapOpenApi(ApiPaths.Document).AllowAnonymous().WithMetadata(new Limited(LimitedPage.Api));

        Call<IdentifierCheckRequest, IdentifierCheckAnswer>(
            endpoints.MapPost("/api/v1/identifier-checks", IdentifierChecksApi.CheckAsync), ApiPermissions.CheckIdentifiers);
        Call<ContributionQuoteRequest, ContributionQuoteAnswer>(
            endpoints.MapPost("/api/v1/contribution-quotes", ContributionQuotesApi.QuoteAsync), ApiPermissions.QuoteContributions);
        Call<GateDecisionRequest, GateDecisionAnswer>(endpoints.MapPost("/api/v1/gate-decisions", GateDecisionsApi.DecideAsync), ApiPermissions.DecideGate);
    }

    private static void Call<TRequest, TAnswer>(RouteHandlerBuilder call, string permission)
        where TRequest : notnull => call
        .RequireAuthorization(permission)
        .WithMetadata(new Limited(LimitedPage.Api))
        .WithName(permission)
        .Accepts<TRequest>(Json)
        .Produces<TAnswer>(contentType: Json)
        .Produces<ApiProblem>(StatusCodes.Status400BadRequest, ApiProblems.ContentType)
        .Produces<ApiProblem>(StatusCodes.Status401Unauthorized, ApiProblems.ContentType)
        .Produces<ApiProblem>(StatusCodes.Status403Forbidden, ApiProblems.ContentType)
        .Produces<ApiProblem>(StatusCodes.Status422UnprocessableEntity, ApiProblems.ContentType)
        .Produces<ApiProblem>(StatusCodes.Status429TooManyRequests, ApiProblems.ContentType);
}
