using BpjsBjb.IntegrationTests.Http;
using BpjsBjb.IntegrationTests.Support;
using BpjsBjb.Web.Security;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.Mvc.RazorPages.Infrastructure;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;
using System.Security.Claims;

namespace BpjsBjb.IntegrationTests.Access;

/// <summary>Every handler, every kind of person, every kind of record: against the file somebody wrote by hand.</summary>
public sealed class AuthorizationMatrixTests(Portal portal) : IClassFixture<Portal>
{
    [Fact]
    public async Task Every_handler_has_its_line_and_every_line_its_handler()
    {
        var written = MatrixFile.Read().Select(row => row.Key).ToHashSet();
        var there = await HandlersAsync();

        Assert.Empty(there.Except(written));
        Assert.Empty(written.Except(there));
    }

    [Fact]
    public async Task Every_answer_is_as_written_and_no_word_of_another_office_is_in_any()
    {
        var check = new MatrixCheck(portal.Desk, await MatrixStage.SetAsync(portal.Desk), who => SignInAsync(portal, who));
        List<string> failures = [];
        foreach (var row in MatrixFile.Read()) failures.AddRange(await check.RunAsync(row));

        Assert.Empty(failures);
        Assert.True(check.Asked > 1000, $"{check.Asked} requests");
    }

    [Fact]
    public async Task A_policy_that_is_dropped_is_noticed()
    {
        await using var holed = portal.WithWebHostBuilder(host => host.ConfigureTestServices(services =>
            services.PostConfigure<AuthorizationOptions>(options =>
                options.AddPolicy(Policies.ReadBills, policy => policy.RequireAssertion(_ => true)))));

        var failures = await RunHoledAsync(holed, "/Bills/Index GET");

        Assert.Contains(failures, failure => failure.StartsWith("/Bills/Index GET answers admin", StringComparison.Ordinal));
        Assert.Contains(failures, failure => failure.StartsWith("/Bills/Index GET answers auditor", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("/Enrollments/Index GET")]
    [InlineData("/Loans/Details GET")]
    [InlineData("/Bills/Details GET")]
    [InlineData("/Search/Index POST")]
    [InlineData("/Proofs/Details GET")]
    public async Task A_scope_that_is_dropped_is_noticed(string handler)
    {
        await using var holed = portal.WithWebHostBuilder(host => host.ConfigureTestServices(services =>
            services.AddScoped<IClaimsTransformation, ScopeOfEverything>()));

        Assert.Contains(await RunHoledAsync(holed, handler), failure => failure.Contains("shows officer a word of", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_line_that_is_wrong_is_noticed()
    {
        var check = new MatrixCheck(portal.Desk, await MatrixStage.SetAsync(portal.Desk), who => SignInAsync(portal, who));
        var row = MatrixFile.Read().First(row => row.Key == "/Loans/Details GET");
        var wrong = row with { Verdicts = row.Verdicts.ToDictionary(pair => pair.Key, pair => pair.Key == "officer" ? "OOOOO" : pair.Value) };

        Assert.Equal(3, (await check.RunAsync(wrong)).Count);
    }

    private async Task<IReadOnlyList<string>> RunHoledAsync(WebApplicationFactory<Program> holed, string handler)
    {
        var check = new MatrixCheck(portal.Desk, await MatrixStage.SetAsync(portal.Desk), who => SignInAsync(holed, who));
        return await check.RunAsync(MatrixFile.Read().First(row => row.Key == handler));
    }

    private static async Task<Visitor> SignInAsync(WebApplicationFactory<Program> factory, TestUser? user)
    {
        var visitor = new Visitor(factory.CreateClient(new() { BaseAddress = new Uri("https://localhost"), AllowAutoRedirect = false }));
        if (user is not null)
        {
            var answer = await visitor.SubmitAsync("/SignIn", [("Input.Email", user.Email), ("Input.Password", SmallBank.Password)]);
            Assert.Equal(System.Net.HttpStatusCode.Redirect, answer.StatusCode);
        }

        return visitor;
    }

    private async Task<IReadOnlyList<string>> HandlersAsync()
    {
        var loader = portal.Services.GetRequiredService<PageLoader>();
        var pages = portal.Services.GetRequiredService<EndpointDataSource>().Endpoints
            .Select(endpoint => endpoint.Metadata.GetMetadata<PageActionDescriptor>()).OfType<PageActionDescriptor>()
            .DistinctBy(page => page.ViewEnginePath);
        List<string> handlers = [];
        foreach (var page in pages)
        {
            var loaded = await loader.LoadAsync(page, EndpointMetadataCollection.Empty);
            // A page shows itself even without a handler for it.
            handlers.Add($"{page.ViewEnginePath} GET");
            handlers.AddRange(loaded.HandlerMethods.Select(method =>
                $"{page.ViewEnginePath} {method.HttpMethod.ToUpperInvariant()} {method.Name}".TrimEnd()));
        }

        return [.. handlers.Distinct()];
    }

    /// <summary>The hole: everybody's ticket says that every office is theirs.</summary>
    private sealed class ScopeOfEverything : IClaimsTransformation
    {
        private static readonly string[] Widened = [PortalClaims.BankFrom, PortalClaims.BankTo, PortalClaims.BpjsFrom, PortalClaims.BpjsTo];

        public Task<ClaimsPrincipal> TransformAsync(ClaimsPrincipal principal)
        {
            var all = OfficeIntervalClaims();
            return Task.FromResult(new ClaimsPrincipal(new ClaimsIdentity(
                principal.Claims.Where(claim => !Widened.Contains(claim.Type)).Concat(all), principal.Identity!.AuthenticationType)));
        }

        private static IEnumerable<Claim> OfficeIntervalClaims() =>
        [
            new(PortalClaims.BankFrom, "0"), new(PortalClaims.BankTo, "2147483647"),
            new(PortalClaims.BpjsFrom, "0"), new(PortalClaims.BpjsTo, "2147483647"),
        ];
    }
}
