using BpjsBjb.Domain.People;
using BpjsBjb.IntegrationTests.Support;
using BpjsBjb.Services.Enrollments;
using BpjsBjb.Services.Reviews;

namespace BpjsBjb.IntegrationTests.Reviews;

/// <summary>Records that may be one person are found by the work in the background, shown to who may see both, and dismissed for good.</summary>
public sealed class DuplicateTests(Desk desk) : IClassFixture<Desk>
{
    private DuplicateSearch Search => desk.Get<DuplicateSearch>();

    [Fact]
    public async Task A_mistyped_number_of_one_name_is_found_and_a_neighbour_of_another_name_is_not()
    {
        var name = $"Asep {Word()}";
        var (one, other, neighbour) = (await PersonAsync(Form(name, 1001)), await PersonAsync(Form(name, 1010)), await PersonAsync(Form($"Ujang {Word()}", 1011)));

        await RunAsync();

        var item = Assert.Single(await MineAsync(name));
        Assert.Equal([LikenessReason.NikTransposed, LikenessReason.SameNameAndBirthDate, LikenessReason.SamePhoneAndName], item.Reasons);
        Assert.Equal(0L, await desk.Database.ReadAsync<long>("select count(*) from duplicate_pairs where $1 in (person_a, person_b) and 'NikOneDigit' = any (reasons)", neighbour));
        Assert.Equal(0, await RunAsync());
        Assert.NotEqual(one, other);
    }

    [Fact]
    public async Task A_dismissed_pair_comes_back_only_for_a_new_reason()
    {
        var name = $"Dadang {Word()}";
        var form = Form(name, 2001);
        await PersonAsync(form with { Debtor = form.Debtor with { Phone = "081220457701" } });
        var other = await PersonAsync(Form(name, 2999));
        await RunAsync();
        var pair = Assert.Single(await MineAsync(name));
        Assert.Equal([LikenessReason.SameNameAndBirthDate], pair.Reasons);
        Assert.Equal(["duplicate.reason-missing@Reason"], (await DismissAsync(pair.Id, "Perhaps")).CodesAtFields());
        Assert.Empty((await DismissAsync(pair.Id, nameof(DismissalReason.Namesakes))).Refusals);
        Assert.Equal(["duplicate.already-dismissed"], (await DismissAsync(pair.Id, nameof(DismissalReason.Namesakes))).Codes());

        await desk.Database.AsOwnerAsync("insert into duplicate_checks (person_id) values ($1)", other);
        await RunAsync();
        Assert.Empty(await MineAsync(name));
        Assert.Contains((await Search.PageAsync(new DuplicateFilter(DuplicateShow.Dismissed), SmallBank.Reviewer.Actor, Desk.Cancel)).Items, item => item.Id == pair.Id);

        await desk.Database.AsOwnerAsync(
            "update people set phone_sealed = $2 where id = $1", other, desk.Vault.Seal("people.phone", other, "+6281220457701"));
        await RunAsync();

        Assert.Equal([LikenessReason.SameNameAndBirthDate, LikenessReason.SamePhoneAndName], Assert.Single(await MineAsync(name)).Reasons);
    }

    [Fact]
    public async Task A_pair_that_is_no_longer_alike_leaves_the_list()
    {
        var name = $"Euis {Word()}";
        await PersonAsync(Form(name, 3001));
        var other = await PersonAsync(Form(name, 3999));
        await RunAsync();
        Assert.Single(await MineAsync(name));

        await desk.Database.AsOwnerAsync("update people set full_name = 'Orang Lain', name_search = 'orang lain', birth_date = date '1990-01-01' where id = $1", other);
        await RunAsync();

        Assert.Empty(await MineAsync(name));
    }

    [Fact]
    public async Task The_list_is_cut_between_two_pairs_and_shows_none_of_another_office()
    {
        var people = new List<Guid>();
        for (var i = 0; i < 9; i++) people.Add(await PersonAsync(A.Form()));
        await desk.Database.AsOwnerAsync(
            """
            insert into duplicate_pairs (person_a, person_b, reasons, found_at)
            select a.id, b.id, array['SameNameAndBirthDate'], now() from people a join people b on a.id < b.id where a.id = any ($1) and b.id = any ($1)
                on conflict do nothing
            """,
            people.ToArray());

        var seen = new List<Guid>();
        Guid? after = null;
        do
        {
            var page = await Search.PageAsync(new DuplicateFilter(After: after), SmallBank.Reviewer.Actor, Desk.Cancel);
            seen.AddRange(page.Items.Select(item => item.Id));
            after = page.HasAfter ? page.Items[^1].Id : null;
        }
        while (after is not null);

        Assert.Equal(seen.Count, seen.Distinct().Count());
        Assert.True(seen.Count >= 36);
        Assert.Empty((await Search.PageAsync(new DuplicateFilter(), SmallBank.OtherReviewer.Actor, Desk.Cancel)).Items);
    }

    private static string Word() => $"Uji{string.Concat(A.Number().ToString(System.Globalization.CultureInfo.InvariantCulture).Select(digit => (char)('a' + digit - '0')))}";

    private static EnrollmentForm Form(string name, int serial)
    {
        var form = A.Form();
        return form with { Debtor = form.Debtor with { Nik = $"327301100385{serial}", FullName = name, MotherName = $"Ibu {Word()}" } };
    }

    private async Task<Guid> PersonAsync(EnrollmentForm form) => await desk.PersonOfAsync(await desk.SubmittedAsync(form));

    private Task<int> RunAsync() => desk.Get<DuplicateKeeper>().RunAsync(Desk.Cancel);

    private Task<Domain.Common.Result<Guid>> DismissAsync(Guid pair, string reason) =>
        desk.Get<DuplicateService>().DismissAsync(pair, new StateReason { Reason = reason }, SmallBank.Reviewer.Actor, Desk.Cancel);

    private async Task<IReadOnlyList<DuplicateItem>> MineAsync(string name)
    {
        var found = new List<DuplicateItem>();
        Guid? after = null;
        do
        {
            var page = await Search.PageAsync(new DuplicateFilter(After: after), SmallBank.Reviewer.Actor, Desk.Cancel);
            found.AddRange(page.Items.Where(item => item.NameA == name || item.NameB == name));
            after = page.HasAfter ? page.Items[^1].Id : null;
        }
        while (after is not null);

        return found;
    }
}
