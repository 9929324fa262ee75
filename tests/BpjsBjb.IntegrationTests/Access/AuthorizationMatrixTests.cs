using System.Net;
using System.Security.Claims;
using BpjsBjb.IntegrationTests.Http;
using BpjsBjb.IntegrationTests.Support;
using BpjsBjb.Web.Security;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;

namespace BpjsBjb.IntegrationTests.Access;

/// <summary>Every handler, every kind of person, every kind of record: against the file somebody wrote by hand.</summary>
public sealed class AuthorizationMatrixTests(MatrixSetting setting) : IClassFixture<MatrixSetting>
{
    [Fact]
    public async Task Every_handler_has_its_line_and_every_line_its_handler()
    {
        var written = MatrixFile.Read().Select(row => row.Key).ToHashSet();
        var there = (await setting.Portal.HandlersAsync()).Select(handler => handler.Key).ToHashSet();

        var missing = there.Except(written).Select(key =>
            $"{key} has no line in Access/authorization-matrix.csv. Write one: its address, and for each person O, U, N, F or S.");
        var gone = written.Except(there).Select(key => $"{key} has a line in Access/authorization-matrix.csv and is gone. Take the line out.");
        Assert.True(!missing.Any() && !gone.Any(), string.Join('\n', missing.Concat(gone)));
    }

    [Fact]
    public async Task Every_answer_is_as_written_and_no_word_of_another_office_is_in_any()
    {
        var check = await CheckAsync(setting.Portal);

        var failures = await check.RunAsync(MatrixFile.Read());

        Assert.True(failures.Count == 0, string.Join('\n', failures));
        Assert.True(check.Asked > 1500, $"{check.Asked} requests");
    }

    [Fact]
    public async Task A_policy_that_is_dropped_is_noticed()
    {
        await using var holed = WithHole(services => services.PostConfigure<AuthorizationOptions>(options =>
            options.AddPolicy(Policies.ReadBills, policy => policy.RequireAssertion(_ => true))));

        var failures = await (await CheckAsync(holed)).RunAsync(Lines("/Bills/Index GET"));

        Assert.Contains("/Bills/Index GET answers admin at Own O (200), not F", failures);
        Assert.Contains("/Bills/Index GET answers auditor at Own O (200), not F", failures);
    }

    [Fact]
    public async Task A_scope_that_is_dropped_is_noticed()
    {
        string[] handlers =
        [
            "/Enrollments/Index GET", "/Loans/Index GET", "/Loans/Details GET", "/Bills/Index GET", "/Bills/Details GET",
            "/Search/Index POST", "/Proofs/Details GET", "/Enrollments/Form/Debtor GET", "/Enrollments/Reveal POST",
        ];
        await using var holed = WithHole(services => services.AddScoped<IClaimsTransformation, ScopeOfEverything>());

        var failures = await (await CheckAsync(holed)).RunAsync(Lines(handlers));

        Assert.All(handlers, handler => Assert.Contains(failures, failure =>
            failure.StartsWith($"{handler} shows officer a word of Region", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task A_line_that_is_wrong_is_noticed()
    {
        var row = Lines("/Loans/Details GET").Single();
        var wrong = row with { Verdicts = row.Verdicts.ToDictionary(pair => pair.Key, pair => pair.Key == "officer" ? "OOOOO" : pair.Value) };

        Assert.Equal(3, (await (await CheckAsync(setting.Portal)).RunAsync([wrong])).Count);
    }

    [Fact]
    public async Task A_request_that_is_refused_and_changes_a_row_all_the_same_is_noticed()
    {
        await setting.Portal.Desk.Database.AsOwnerAsync(
            """
            create function leak() returns trigger language plpgsql security definer as $$
            begin update offices set name = name; return null; end $$;
            create trigger leak after insert on personal_data_reads execute function leak();
            """);
        var row = Lines("/Enrollments/Reveal POST").Single();
        var wrong = row with { Verdicts = row.Verdicts.ToDictionary(pair => pair.Key, pair => pair.Key == "officer" ? "UUUUU" : pair.Value) };

        var failures = await (await CheckAsync(setting.Portal)).RunAsync([wrong]);
        await setting.Portal.Desk.Database.AsOwnerAsync("drop function leak() cascade");

        Assert.Contains("refused requests changed rows of offices", failures);
    }

    private static IReadOnlyList<MatrixRow> Lines(params string[] keys) => [.. MatrixFile.Read().Where(row => keys.Contains(row.Key))];

    private WebApplicationFactory<Program> WithHole(Action<IServiceCollection> dig) =>
        setting.Portal.WithWebHostBuilder(host => host.ConfigureTestServices(dig));

    private async Task<MatrixCheck> CheckAsync(WebApplicationFactory<Program> portal) =>
        new(setting.Portal.Desk, await setting.StageAsync(), who => SignInAsync(portal, who));

    private async Task<Visitor> SignInAsync(WebApplicationFactory<Program> portal, TestUser? user)
    {
        var visitor = new Visitor(portal.CreateClient(new() { BaseAddress = new Uri("https://localhost"), AllowAutoRedirect = false }));
        if (user is not null) Assert.Equal(HttpStatusCode.Redirect, (await setting.Portal.SignInAsync(visitor, user, "/SignIn")).StatusCode);
        return visitor;
    }

    /// <summary>The hole: everybody's ticket says that every office is theirs.</summary>
    private sealed class ScopeOfEverything : IClaimsTransformation
    {
        private static readonly Claim[] Everything =
        [
            new(PortalClaims.BankFrom, "0"), new(PortalClaims.BankTo, "2147483647"),
            new(PortalClaims.BpjsFrom, "0"), new(PortalClaims.BpjsTo, "2147483647"),
        ];

        public Task<ClaimsPrincipal> TransformAsync(ClaimsPrincipal principal)
        {
            var kept = principal.Claims.Where(claim => !Everything.Any(wide => wide.Type == claim.Type));
            return Task.FromResult(new ClaimsPrincipal(
                new ClaimsIdentity(kept.Concat(Everything), principal.Identity!.AuthenticationType, PortalClaims.Name, PortalClaims.Role)));
        }
    }
}
