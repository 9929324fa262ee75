using System.Globalization;
using System.Net;
using System.Security.Claims;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using BpjsBjb.Domain.Offices;
using BpjsBjb.IntegrationTests.Http;
using BpjsBjb.IntegrationTests.Support;
using BpjsBjb.Services.Offices;
using BpjsBjb.Web.Security;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;

namespace BpjsBjb.IntegrationTests.Offices;

/// <summary>Offices through the pages, with the real forms and two administrators.</summary>
public sealed class OfficePagesTests(PostgresServer server) : IAsyncLifetime
{
    private const string Form = "form:has([name^='Input.'])";

    private readonly Portal _portal = new(server);

    private Desk Desk => _portal.Desk;

    public ValueTask InitializeAsync() => _portal.InitializeAsync();

    public ValueTask DisposeAsync() => _portal.DisposeAsync();

    [Fact]
    public async Task An_office_is_added_changed_and_closed_and_its_page_tells_of_it()
    {
        var one = await _portal.SignInAsync(SmallBank.Admin);
        var refused = await one.SubmitAsync("/Reference/Offices/Add", [("Input.Name", "KC Uji Garut")], Form);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.StatusCode);
        Assert.NotNull((await refused.HtmlAsync()).MessageAt("Input_ParentId"));

        var added = await one.SubmitAsync(
            $"/Reference/Offices/Add?below={SmallBank.West}",
            [("Input.Name", "KC Uji Garut"), ("Input.Code", "0070"), ("Input.Kind", "Branch"), ("Input.ValidFrom", A.Date(A.Today))], Form);
        Assert.Equal(HttpStatusCode.Redirect, added.StatusCode);
        var address = added.Headers.Location!.OriginalString;
        var id = address.Split('/')[^1];
        Assert.Contains("0070", (await one.ReadAsync("/Reference/Offices")).Body!.TextContent, StringComparison.Ordinal);

        var changed = await one.SubmitAsync($"/Reference/Offices/Change/{id}", [("Input.Name", "KC Uji Tarogong")], Form);
        Assert.Equal(HttpStatusCode.Redirect, changed.StatusCode);
        var closed = await one.SubmitAsync($"/Reference/Offices/Close/{id}", [("Input.From", A.Date(A.Today.AddDays(1)))], Form);
        Assert.Equal(HttpStatusCode.Redirect, closed.StatusCode);

        var page = (await one.ReadAsync(address)).Body!.TextContent;
        Assert.Contains("KC Uji Garut → KC Uji Tarogong", page, StringComparison.Ordinal);
        Assert.Contains("Uji SystemAdmin", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Closing_a_busy_branch_says_what_is_open()
    {
        await Desk.SubmittedAsync(by: SmallBank.SiblingOfficer);
        var one = await _portal.SignInAsync(SmallBank.Admin);

        var answer = await one.SubmitAsync($"/Reference/Offices/Close/{SmallBank.Cimahi}", [("Input.From", A.Date(A.Today.AddDays(1)))], Form);

        Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.StatusCode);
        Assert.Contains("1 berkas, 1 fasilitas, 0 tagihan", (await answer.HtmlAsync()).Body!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_merger_goes_from_the_branchs_page_to_the_second_administrator_and_happens()
    {
        await Desk.SubmittedAsync(by: SmallBank.SiblingOfficer);
        var one = await _portal.SignInAsync(SmallBank.Admin);
        var proposed = await one.SubmitAsync(
            $"/Reference/Offices/Merge/{SmallBank.Cimahi}",
            [("Input.IntoId", SmallBank.Soreang.ToString()), ("Input.EffectiveOn", A.Date(A.Today)), ("Input.Reason", "SK rekaan 7/2026")], Form);
        Assert.Equal(HttpStatusCode.Redirect, proposed.StatusCode);
        var address = proposed.Headers.Location!.OriginalString;
        var own = await one.ReadAsync(address);
        Assert.Null(own.QuerySelector("form[action*='handler=Approve']"));
        Assert.NotNull(own.QuerySelector($"a[href$='/Users/Change/{SmallBank.SiblingOfficer.Id}']"));

        var two = await _portal.SignInAsync(SmallBank.OtherAdmin);
        Assert.Equal(HttpStatusCode.Redirect, (await two.SubmitAsync(address, [], "form[action*='handler=Approve']")).StatusCode);
        Assert.NotNull((await two.ReadAsync(address)).QuerySelector("form[action*='handler=Cancel']"));
        await Desk.Get<MergerKeeper>().RunAsync(TestContext.Current.CancellationToken);

        var done = await two.ReadAsync(address);
        Assert.Equal("KC Uji Cimahi ke KC Uji Soreang", done.QuerySelector("h1")!.TextContent);
        Assert.Null(done.QuerySelector("form[action*='handler=Cancel']"));
        Assert.Contains("Sudah dijalankan", done.Body!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Somebody_signed_in_goes_on_where_their_office_stands_now()
    {
        var id = await Desk.SubmittedAsync(by: SmallBank.SiblingOfficer);
        var officer = await _portal.SignInAsync(SmallBank.SiblingOfficer);
        Assert.Equal(HttpStatusCode.OK, (await officer.GetAsync($"/Enrollments/Details/{id}")).StatusCode);

        Assert.Empty((await Desk.MoveOfficeAsync(SmallBank.Cimahi, SmallBank.East)).Refusals);

        Assert.Equal(HttpStatusCode.OK, (await officer.GetAsync($"/Enrollments/Details/{id}")).StatusCode);
    }

    [Fact]
    public async Task A_request_that_a_move_overtook_is_made_again_and_has_done_nothing()
    {
        await Desk.SubmittedAsync(by: SmallBank.SiblingOfficer);
        await using var late = _portal.WithWebHostBuilder(host => host.ConfigureTestServices(
            services => services.AddScoped<IClaimsTransformation, PlaceOfBefore>()));
        var officer = new Visitor(late.CreateClient(new() { BaseAddress = new Uri("https://localhost"), AllowAutoRedirect = false }));
        Assert.Equal(HttpStatusCode.Redirect, (await _portal.SignInAsync(officer, SmallBank.SiblingOfficer, "/SignIn")).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await officer.GetAsync("/Enrollments")).StatusCode);
        var form = await officer.ReadAsync("/Enrollments/Register");
        var fields = form.QuerySelector<IHtmlFormElement>("form:has([name='Input.Nik'])")!.FieldsAsTheyStand();
        Assert.Empty((await Desk.MoveOfficeAsync(SmallBank.Cimahi, SmallBank.East)).Refusals);
        var cases = await Desk.Database.ReadAsync<long>("select count(*) from enrollments");

        var read = await officer.GetAsync("/Enrollments");
        var sent = await officer.PostAsync("/Enrollments/Register", fields.Select(field => field.Key switch
        {
            "Input.Nik" => new(field.Key, A.Nik(A.Number())),
            "Input.FullName" => new(field.Key, "Budi Rekaan"),
            "Input.BpjsOfficeId" => new(field.Key, SmallBank.BpjsBandung.ToString()),
            _ => field,
        }));

        Assert.Equal((HttpStatusCode.TemporaryRedirect, "/Enrollments"), (read.StatusCode, read.Headers.Location!.OriginalString));
        Assert.Equal((HttpStatusCode.TemporaryRedirect, "/Enrollments/Register"), (sent.StatusCode, sent.Headers.Location!.OriginalString));
        Assert.Equal(cases, await Desk.Database.ReadAsync<long>("select count(*) from enrollments"));
    }

    [Fact]
    public async Task Writing_wants_the_password_asked_lately()
    {
        var merger = await Desk.ProposedMergerAsync();
        var two = await _portal.SignInAsync(SmallBank.OtherAdmin);
        Desk.Clock.Advance(TimeSpan.FromMinutes(11));

        HttpResponseMessage[] answers =
        [
            await two.SubmitAsync("/Reference/Offices/Add", [], Form),
            await two.SubmitAsync($"/Reference/Offices/Change/{SmallBank.Serang}", [], Form),
            await two.SubmitAsync($"/Reference/Offices/Close/{SmallBank.Serang}", [], Form),
            await two.SubmitAsync($"/Reference/Offices/Merge/{SmallBank.Serang}", [], Form),
            await two.SubmitAsync($"/Reference/Offices/Merger/{merger}", [], "form[action*='handler=Approve']"),
        ];

        foreach (var answer in answers)
        {
            Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.StatusCode);
            Assert.NotNull((await answer.HtmlAsync()).QuerySelector("input[name=RecentPassword]"));
        }

        Assert.Equal(MergerStatus.Proposed, (await Desk.MergerAsync(merger)).Status);
    }

    /// <summary>The ticket's place, as if the move had come between the check of the request and its transaction.</summary>
    private sealed class PlaceOfBefore : IClaimsTransformation
    {
        private static readonly Claim[] Before =
        [
            new(PortalClaims.BankFrom, SmallBank.SiblingOfficer.Bank.From.ToString(CultureInfo.InvariantCulture)),
            new(PortalClaims.BankTo, SmallBank.SiblingOfficer.Bank.To.ToString(CultureInfo.InvariantCulture)),
        ];

        public Task<ClaimsPrincipal> TransformAsync(ClaimsPrincipal principal)
        {
            var kept = principal.Claims.Where(claim => !Before.Any(place => place.Type == claim.Type));
            return Task.FromResult(new ClaimsPrincipal(
                new ClaimsIdentity(kept.Concat(Before), principal.Identity!.AuthenticationType, PortalClaims.Name, PortalClaims.Role)));
        }
    }
}
