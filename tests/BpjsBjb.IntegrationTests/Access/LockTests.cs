using System.Buffers.Binary;
using System.Net;
using BpjsBjb.IntegrationTests.Http;
using BpjsBjb.IntegrationTests.Support;
using BpjsBjb.Services.Access;
using Microsoft.AspNetCore.Identity;

namespace BpjsBjb.IntegrationTests.Access;

/// <summary>Guessing a password costs time, more each time, and tells nothing.</summary>
public sealed class LockTests(Portal portal) : IClassFixture<Portal>
{
    private const string Wrong = "bukan kata sandi itu";

    private Desk Desk => portal.Desk;

    [Fact]
    public async Task Each_lock_in_a_row_lasts_twice_as_long_and_none_longer_than_a_day()
    {
        foreach (var minutes in new[] { 15, 30, 60, 120, 240, 480, 960, 1440, 1440 })
        {
            Assert.Equal(minutes, await MinutesLockedAfterAsync(SmallBank.Auditor, failures: 5));
            Desk.Clock.Advance(TimeSpan.FromMinutes(minutes));
        }
    }

    [Fact]
    public async Task Whoever_proves_to_be_the_person_begins_again_with_the_shortest_lock()
    {
        Assert.Equal(15, await MinutesLockedAfterAsync(SmallBank.Supervisor, failures: 5));
        Desk.Clock.Advance(TimeSpan.FromMinutes(15));

        await portal.SignInAsync(SmallBank.Supervisor);

        Assert.Equal(0, await MinutesLockedAfterAsync(SmallBank.Supervisor, failures: 4));
        Assert.Equal(15, await MinutesLockedAfterAsync(SmallBank.Supervisor, failures: 1));
    }

    [Fact]
    public async Task Failures_of_the_same_moment_all_count()
    {
        await Task.WhenAll(Enumerable.Range(0, 4).Select(async _ =>
        {
            var users = Desk.Get<UserManager<PortalUser>>();
            await users.AccessFailedAsync((await users.FindByIdAsync(SmallBank.Colleague.Id.ToString()))!);
        }));

        Assert.Equal(4, await Desk.Database.ReadAsync<int>("select access_failed_count from users where id = $1", SmallBank.Colleague.Id));
    }

    [Fact]
    public async Task Unknown_name_wrong_password_and_locked_account_get_the_same_answer()
    {
        Assert.Equal(15, await MinutesLockedAfterAsync(SmallBank.OtherOfficer, failures: 5));
        await Desk.Database.AsOwnerAsync("update users set password_hash = null where id = $1", SmallBank.OtherRegional.Id);

        var unknown = await AnswerAsync("nobody@nowhere.test", Wrong);

        Assert.NotEmpty(unknown);
        Assert.Equal(unknown, await AnswerAsync(SmallBank.Officer.Email, Wrong));
        Assert.Equal(unknown, await AnswerAsync(SmallBank.OtherOfficer.Email, SmallBank.Password));
        Assert.Equal(unknown, await AnswerAsync(SmallBank.OtherRegional.Email, ""));
    }

    [Fact]
    public async Task A_failed_sign_in_leaves_a_line_that_says_whose_and_neither_name_nor_address()
    {
        var user = SmallBank.SiblingOfficer;
        await AnswerAsync(user.Email, Wrong);
        await AnswerAsync("nobody@nowhere.test", Wrong);
        await Desk.Database.AsOwnerAsync("update users set lockout_end = $2 where id = $1", user.Id, Desk.Clock.GetUtcNow().AddHours(1));
        await AnswerAsync(user.Email, SmallBank.Password);

        var theirs = portal.Logs.Lines.Where(line => line.Contains($"{user.Id}", StringComparison.Ordinal)).ToList();
        Assert.Single(theirs, line => line.Contains("Wrong password or code for user", StringComparison.Ordinal));
        Assert.Single(theirs, line => line.Contains("refused unseen", StringComparison.Ordinal));
        Assert.Contains(portal.Logs.Lines, line => line.Contains("no such account", StringComparison.Ordinal));
        Assert.DoesNotContain(portal.Logs.Lines, line => line.Contains(user.Email, StringComparison.OrdinalIgnoreCase)
            || line.Contains("nowhere.test", StringComparison.OrdinalIgnoreCase) || line.Contains(Wrong, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("reviewer@bandung.test")]
    [InlineData("nobody@nowhere.test")]
    public async Task A_name_is_tried_five_times_a_minute_whether_or_not_anybody_has_it(string email)
    {
        await using var strict = portal.WithWebHostBuilder(builder => builder.UseSetting("Portal:SignInsPerName", "5"));
        var stranger = new Visitor(strict.CreateClient(new() { BaseAddress = new Uri("https://localhost"), AllowAutoRedirect = false }));
        for (var i = 0; i < 5; i++) Assert.Equal(HttpStatusCode.UnprocessableEntity, (await TryAsync(stranger, email, Wrong)).StatusCode);

        var sixth = await TryAsync(stranger, email.ToUpperInvariant(), Wrong);

        Assert.Equal(HttpStatusCode.TooManyRequests, sixth.StatusCode);
        Assert.InRange(sixth.Headers.RetryAfter!.Delta!.Value.TotalSeconds, 1, 12);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await TryAsync(stranger, $"other.{email}", Wrong)).StatusCode);
    }

    [Fact]
    public void A_password_is_hashed_two_hundred_and_ten_thousand_times()
    {
        var hash = Convert.FromBase64String(Desk.Get<IPasswordHasher<PortalUser>>().HashPassword(null!, SmallBank.Password));

        Assert.Equal(2, BinaryPrimitives.ReadInt32BigEndian(hash.AsSpan(1))); // HMAC with SHA-512
        Assert.Equal(210_000, BinaryPrimitives.ReadInt32BigEndian(hash.AsSpan(5)));
    }

    private static Task<HttpResponseMessage> TryAsync(Visitor visitor, string email, string password) =>
        visitor.SubmitAsync("/SignIn", [("Input.Email", email), ("Input.Password", password)]);

    private async Task<string> AnswerAsync(string email, string password)
    {
        var answer = await TryAsync(portal.Stranger(), email, password);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.StatusCode);
        return (await answer.HtmlAsync()).QuerySelector(".errsum")!.TextContent;
    }

    private async Task<int> MinutesLockedAfterAsync(TestUser user, int failures)
    {
        for (var i = 0; i < failures; i++)
        {
            var users = Desk.Get<UserManager<PortalUser>>();
            await users.AccessFailedAsync((await users.FindByIdAsync(user.Id.ToString()))!);
        }

        var end = await Desk.Database.AsOwnerAsync("select lockout_end from users where id = $1", user.Id) as DateTime?;
        return end is null ? 0 : Math.Max(0, (int)(end.Value - Desk.Clock.GetUtcNow().UtcDateTime).TotalMinutes);
    }
}
