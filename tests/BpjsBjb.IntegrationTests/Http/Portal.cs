using System.Net;
using BpjsBjb.IntegrationTests.Support;

namespace BpjsBjb.IntegrationTests.Http;

/// <summary>The portal as in production, in memory, on a database of its own; <see cref="PortalHost.Desk"/> sets the scene behind its back.</summary>
public sealed class Portal(PostgresServer server) : PortalHost(server)
{
    private static readonly Uri Address = new("https://localhost");

    /// <summary>Somebody nobody knows yet.</summary>
    public Visitor Stranger() => new(CreateClient(new() { BaseAddress = Address, AllowAutoRedirect = false }));

    /// <summary>Signs in through the forms everybody uses: password, then code.</summary>
    public async Task<Visitor> SignInAsync(TestUser user)
    {
        var visitor = Stranger();
        Assert.Equal(HttpStatusCode.Redirect, (await SignInAsync(visitor, user, "/SignIn")).StatusCode);
        return visitor;
    }

    /// <summary>Both steps; the answer to the second, or to the first where that is as far as it goes.</summary>
    public async Task<HttpResponseMessage> SignInAsync(Visitor visitor, TestUser user, string address)
    {
        var half = await visitor.SubmitAsync(address, [("Input.Email", user.Email), ("Input.Password", SmallBank.Password)]);
        if (half.StatusCode != HttpStatusCode.Redirect) return half;

        return await visitor.SubmitAsync(half.Headers.Location!.OriginalString, [("Input.Code", await Desk.NextCodeAsync(user))]);
    }

    /// <summary>The password typed, the code not yet.</summary>
    public async Task<Visitor> HalfWayAsync(TestUser user)
    {
        var visitor = Stranger();
        var answer = await visitor.SubmitAsync("/SignIn", [("Input.Email", user.Email), ("Input.Password", SmallBank.Password)]);
        Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
        return visitor;
    }
}
