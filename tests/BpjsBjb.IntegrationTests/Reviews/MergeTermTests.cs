using BpjsBjb.IntegrationTests.Support;
using BpjsBjb.Services.Reviews;

namespace BpjsBjb.IntegrationTests.Reviews;

/// <summary>How long a merge can be taken back, and how long what it wrote over is kept.</summary>
public sealed class MergeTermTests(Desk desk) : IClassFixture<Desk>
{
    [Fact]
    public async Task On_the_last_day_it_can_and_a_day_later_nothing_is_left_to_take_back()
    {
        var (first, second) = (await MergedAsync(), await MergedAsync());
        Assert.Equal(2L, await KeptAsync());

        await desk.MoveToAsync(A.Today.AddDays(30));
        await desk.Get<DuplicateKeeper>().RunAsync(Desk.Cancel);
        Assert.Equal(2L, await KeptAsync());
        Assert.Empty((await desk.UndoAsync(first)).Refusals);

        await desk.MoveToAsync(A.Today.AddDays(31));
        Assert.Equal(["merge.undo-too-late"], (await desk.UndoAsync(second)).Codes());
        await desk.Get<DuplicateKeeper>().RunAsync(Desk.Cancel);

        Assert.Equal(0L, await KeptAsync());
        Assert.True(await desk.Database.ReadAsync<bool>("select count(*) > 0 from person_merge_moves where merge_id = $1", second));
    }

    private Task<long> KeptAsync() => desk.Database.ReadAsync<long>("select count(*) from person_merge_moves where before is not null");

    private async Task<Guid> MergedAsync() => await desk.RecordsMergedAsync(
        await desk.PersonOfAsync(await desk.AcceptedAsync()), await desk.PersonOfAsync(await desk.SubmittedAsync(A.Form().Other())), takesAll: true);
}
