using System.Net;
using BpjsBjb.IntegrationTests.Http;
using BpjsBjb.IntegrationTests.Support;
using BpjsBjb.Services.Csr;

namespace BpjsBjb.IntegrationTests.Csr;

/// <summary>A long list is looked at by the background, once, and what was found stays with it.</summary>
public sealed class CsrLookTests(PostgresServer server) : IAsyncLifetime
{
    private readonly Portal _portal = new(server);

    private Desk Desk => _portal.Desk;

    public ValueTask InitializeAsync() => _portal.InitializeAsync();

    public ValueTask DisposeAsync() => _portal.DisposeAsync();

    [Fact]
    public async Task A_long_list_says_how_far_it_is_and_is_kept_once_every_row_was_looked_at()
    {
        var fund = await Desk.FundedAsync();
        var reviewer = await _portal.SignInAsync(SmallBank.Reviewer); // first: the portal's own work follows the clock
        var list = await LongAsync(fund, 2_100, twice: true);

        var waiting = await reviewer.GetAsync($"/Csr/List/{list}");
        Assert.Equal("3", waiting.Headers.GetValues("Refresh").Single());
        Assert.Contains("2.100", (await waiting.HtmlAsync()).QuerySelector("main p[role=status]")!.TextContent, StringComparison.Ordinal);
        Assert.Equal(["csr.list-not-looked"], await ConfirmAsync(list));
        Assert.Equal(1, await Desk.Get<CsrLookKeeper>().RunAsync(Desk.Cancel));

        var looked = await reviewer.GetAsync($"/Csr/List/{list}");
        Assert.False(looked.Headers.Contains("Refresh"));
        var look = (await LookAsync(list))!;
        Assert.Equal((LookStatus.Finished, 2_100, 2_100), (look.Status, look.Rows, look.Done));
        var twice = Assert.Single(look.Found); // the last row has the number of the first, two slices before it
        Assert.Equal((2_102, "csr.candidate-twice"), (twice.Row.Number, twice.Row.Faults[0].Refusal.Code));
        Assert.Equal([3], twice.Row.Faults[0].Refusal.Values!);
        Assert.DoesNotContain(twice.Row.Values.Values, value => value is not null);
        Assert.Equal("2099 0 1", await Desk.Database.ReadAsync<string>("select concat_ws(' ', accepted, warned, refused) from csr_lists where id = $1", list));
        Assert.Empty(await ConfirmAsync(list));
        Assert.Equal(2_099L, await Desk.Database.ReadAsync<long>("select count(*) from csr_candidates where list_id = $1", list));
    }

    [Fact]
    public async Task What_was_found_stays_as_it_was_and_confirming_looks_again()
    {
        var fund = await Desk.FundedAsync();
        var number = A.Number();
        var list = await Desk.ListedAsync(fund, await Desk.WorkbookAsync(CsrSteps.Row(number)));
        await Desk.NamedAsync(fund, CsrSteps.Row(number), CsrSteps.Row(A.Number())); // meanwhile somebody else has listed the person

        Assert.Empty((await LookAsync(list.Value))!.Found);
        Assert.Equal(["csr.list-changed"], await ConfirmAsync(list.Value));
    }

    [Fact]
    public async Task A_look_that_was_killed_is_begun_again_and_given_up_after_the_third_time()
    {
        var list = await LongAsync(await Desk.FundedAsync(), 501);
        await KilledAsync(1);
        Assert.Equal(1, await Desk.Get<CsrLookKeeper>().RunAsync(Desk.Cancel));
        Assert.Equal("Finished 2", await StandingAsync(list));

        var other = await LongAsync(await Desk.FundedAsync(), 501);
        await KilledAsync(3);
        Assert.Equal(0, await Desk.Get<CsrLookKeeper>().RunAsync(Desk.Cancel));
        Assert.Equal("Failed 3", await StandingAsync(other));
        Assert.Equal(["csr.list-not-looked"], await ConfirmAsync(other));

        Task KilledAsync(int attempts) => Desk.Database.AsOwnerAsync(
            "update csr_looks set status = 'Running', attempts = $1, alive_at = clock_timestamp() - interval '61 seconds', done = 200 where status = 'Waiting'", attempts);
    }

    [Fact]
    public async Task Of_two_servers_one_looks()
    {
        var list = await LongAsync(await Desk.FundedAsync(), 501);

        var done = await Task.WhenAll(Enumerable.Range(0, 2).Select(_ => Task.Run(() => Desk.Get<CsrLookKeeper>().RunAsync(Desk.Cancel))));

        Assert.Equal((1, "Finished 1"), (done.Sum(), await StandingAsync(list)));
    }

    [Fact]
    public async Task A_list_that_was_put_aside_is_not_looked_at()
    {
        var list = await LongAsync(await Desk.FundedAsync(), 501);
        Assert.Empty((await Desk.Get<CsrListService>().DiscardAsync(list, SmallBank.Reviewer.Actor, Desk.Cancel)).Refusals);

        Assert.Equal(0, await Desk.Get<CsrLookKeeper>().RunAsync(Desk.Cancel));
        Assert.Null(await LookAsync(list));
    }

    [Fact]
    public async Task Two_lists_with_one_person_accepted_at_once_keep_the_person_once()
    {
        var fund = await Desk.FundedAsync();
        var number = A.Number();
        var lists = new[]
        {
            (await Desk.ListedAsync(fund, await Desk.WorkbookAsync(CsrSteps.Row(number), CsrSteps.Row(A.Number())))).Value,
            (await Desk.ListedAsync(fund, await Desk.WorkbookAsync(CsrSteps.Row(A.Number()), CsrSteps.Row(number)))).Value,
        };

        var answers = await Task.WhenAll(lists.Select(list => Task.Run(() => ConfirmAsync(list))));

        Assert.Equal(["", "csr.list-changed"], answers.Select(codes => string.Join(' ', codes)).Order(StringComparer.Ordinal));
        Assert.Equal(2L, await Desk.Database.ReadAsync<long>("select count(*) from csr_candidates where fund_id = $1", fund));
        Assert.Equal(["Confirmed", "Planned"], await Desk.Database.ListAsync<string>("select status from csr_lists order by status"));
    }

    [Theory]
    [InlineData("bukan berkas")]
    [InlineData("PK\u0003\u0004 bukan berkas")]
    [InlineData("%PDF-1.7 bukan berkas")]
    public async Task A_file_that_is_none_is_answered_in_time_and_nothing_is_stored(string content)
    {
        var fund = await Desk.FundedAsync();

        var answer = await SendAsync(fund, System.Text.Encoding.Latin1.GetBytes(content));

        Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.StatusCode);
        Assert.NotEmpty((await answer.HtmlAsync()).QuerySelector("main [role=alert]")!.TextContent.Trim());
        Assert.Equal(0L, await Desk.Database.ReadAsync<long>("select count(*) from csr_lists"));
    }

    [Theory]
    [InlineData((5 * 1024 * 1024) + 1)]
    [InlineData(12 * 1024 * 1024)]
    public async Task A_file_that_is_too_large_is_answered_in_time_and_nothing_is_stored(int bytes)
    {
        var fund = await Desk.FundedAsync();

        var answer = await SendAsync(fund, new byte[bytes]);

        Assert.True(answer.StatusCode is HttpStatusCode.UnprocessableEntity or HttpStatusCode.RequestEntityTooLarge, $"{answer.StatusCode}");
        Assert.Equal(0L, await Desk.Database.ReadAsync<long>("select count(*) from csr_lists"));
    }

    /// <summary>Sent as the page sends it; the answer must come within five seconds.</summary>
    private async Task<HttpResponseMessage> SendAsync(Guid fund, byte[] file)
    {
        var reviewer = await _portal.SignInAsync(SmallBank.Reviewer);
        var page = await reviewer.ReadAsync($"/Csr/Upload/{fund}");
        using var content = new MultipartFormDataContent
        {
            { new StringContent(page.QuerySelector("main input[name=__RequestVerificationToken]")!.GetAttribute("value")!), "__RequestVerificationToken" },
            { new ByteArrayContent(file), "Sheet", "daftar.xlsx" },
        };
        using var inTime = CancellationTokenSource.CreateLinkedTokenSource(Desk.Cancel);
        inTime.CancelAfter(TimeSpan.FromSeconds(5));
        return await reviewer.Http.PostAsync(new Uri($"/Csr/Upload/{fund}", UriKind.Relative), content, inTime.Token);
    }

    /// <summary>A list too long to be looked at while its sender waits.</summary>
    private async Task<Guid> LongAsync(Guid fund, int rows, bool twice = false)
    {
        var file = await Desk.WorkbookAsync(Enumerable.Range(0, rows).Select(place => RowOf(twice && place == rows - 1 ? 0 : place)));
        var list = await Desk.ListedAsync(fund, file);
        Assert.Empty(list.Refusals);
        return list.Value;

        static string?[] RowOf(int place) => [$"317100100385{place + 1:0000}", "Orang Rekaan", "NELAYAN", "3204", "VillageLetter", $"SK-{place}", "Desa Rekaan"];
    }

    private Task<CsrLook?> LookAsync(Guid list) => Desk.Get<CsrListService>().LookAsync(list, SmallBank.Reviewer.Actor, Desk.Cancel);

    private async Task<IReadOnlyList<string>> ConfirmAsync(Guid list) =>
        [.. (await Desk.Get<CsrListService>().ConfirmAsync(list, [Sheets.Words], SmallBank.Reviewer.Actor, Desk.Cancel)).Codes()];

    private Task<string> StandingAsync(Guid list) =>
        Desk.Database.ReadAsync<string>("select concat_ws(' ', status, attempts) from csr_looks where list_id = $1", list);
}
