using BpjsBjb.Domain.Common;
using BpjsBjb.Domain.Offices;
using BpjsBjb.Domain.Privacy;
using BpjsBjb.IntegrationTests.Support;
using BpjsBjb.Services.Access;
using BpjsBjb.Services.Data;
using BpjsBjb.Services.Enrollments;
using BpjsBjb.Services.Offices;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace BpjsBjb.IntegrationTests.Offices;

/// <summary>The tree of offices: who changes it, what it refuses, and that every row goes where its office goes.</summary>
public sealed class OfficeTests(PostgresServer server) : IAsyncLifetime
{
    private readonly Desk _desk = new(server);

    private OfficeService Service => _desk.Get<OfficeService>();

    public ValueTask InitializeAsync() => _desk.InitializeAsync();

    public ValueTask DisposeAsync() => _desk.DisposeAsync();

    [Fact]
    public async Task A_new_office_stands_below_its_parent_and_takes_work_at_once()
    {
        var id = (await _desk.AddOfficeAsync(OfficeSteps.Branch("KC Uji Garut", code: "0007"))).Value;

        var office = await _desk.OfficeAsync(id);
        Assert.Equal(("0007", SmallBank.West, A.Today), (office.Code, office.ParentId, office.ValidFrom));
        Assert.Equal(0, await _desk.MisplacedAsync());
        var lines = await TreeAsync(A.Today);
        Assert.Equal(lines.Single(line => line.Id == SmallBank.West).Depth + 1, lines.Single(line => line.Id == id).Depth);
        Assert.DoesNotContain(await TreeAsync(A.Today.AddDays(-1)), line => line.Id == id);
        Assert.Contains((await _desk.Get<ReferenceSource>().ReadAsync(Desk.Cancel)).OpenOffices, open => open.Id == id);
    }

    [Fact]
    public async Task A_code_is_one_offices_at_a_time()
    {
        var first = (await _desk.AddOfficeAsync(OfficeSteps.Branch("KC Uji Satu", code: "0007"))).Value;

        Assert.Equal(["office.code-taken@Code"], (await _desk.AddOfficeAsync(OfficeSteps.Branch("KC Uji Dua", code: "0007"))).CodesAtFields());
        Assert.Empty((await _desk.AddOfficeAsync(OfficeSteps.Branch("KC Uji Tiga", code: "007"))).Refusals); // leading zeros count
        Assert.Empty((await _desk.CloseOfficeAsync(first, A.Today.AddDays(1))).Refusals);
        Assert.Equal(["office.code-taken@Code"], (await _desk.AddOfficeAsync(OfficeSteps.Branch("KC Uji Dua", code: "0007"))).CodesAtFields());
        Assert.Empty((await _desk.AddOfficeAsync(OfficeSteps.Branch("KC Uji Dua", code: "0007") with { ValidFrom = A.Date(A.Today.AddDays(1)) })).Refusals);
    }

    [Fact]
    public async Task What_is_typed_wrong_is_refused_at_its_field()
    {
        Assert.Equal(
            ["office.name-missing@Name", "branch-code.not-a-code@Code", "office.kind-missing@Kind", "office.parent-missing@ParentId", "office.start-missing@ValidFrom"],
            (await _desk.AddOfficeAsync(new AddOffice { Code = "!" })).CodesAtFields());
        Assert.Equal(
            ["office.kind-not-below@ParentId"], (await _desk.AddOfficeAsync(OfficeSteps.Branch("KC Uji", below: SmallBank.Soreang))).CodesAtFields());
        Assert.Equal(
            ["office.regency-unknown@RegencyCode"],
            (await _desk.AddOfficeAsync(OfficeSteps.Branch("KC Uji") with { RegencyCode = "9999" })).CodesAtFields());
        Assert.Equal(
            ["office.parent-closed@ParentId"],
            (await _desk.AddOfficeAsync(OfficeSteps.Branch("KC Uji", below: Guid.CreateVersion7(A.Now)))).CodesAtFields());
    }

    [Theory]
    [InlineData(Role.LoanOfficer)]
    [InlineData(Role.RegionalAdmin)]
    [InlineData(Role.Auditor)]
    public async Task Only_an_administrator_keeps_offices_even_in_the_database(Role role)
    {
        var user = SmallBank.In(role);

        Assert.Equal(["office.not-an-administrator"], (await _desk.AddOfficeAsync(OfficeSteps.Branch("KC Uji"), user)).Codes());
        var direct = await Assert.ThrowsAsync<PostgresException>(() => _desk.Database.AsAppAsync(
            RowScope.Of(user.Actor), "select close_office($1, 1, portal_today())", SmallBank.Cimahi));
        Assert.Equal("office.not-an-administrator", direct.MessageText);
    }

    [Fact]
    public async Task A_moved_office_takes_its_rows_along_and_only_its_people_and_those_above_see_them()
    {
        var cleared = await _desk.ClearedAsync(by: SmallBank.SiblingOfficer, supervisor: SmallBank.SiblingSupervisor);
        await _desk.RecordedAsync(cleared.EnrollmentId, DataRequestKind.Access, SmallBank.SiblingOfficer);
        var other = await _desk.SubmittedAsync();
        var spans = await SpansAsync();
        Assert.NotNull(await SeenAsync(cleared.EnrollmentId, SmallBank.Regional.Actor));

        Assert.Empty((await _desk.MoveOfficeAsync(SmallBank.Cimahi, SmallBank.East)).Refusals);

        Assert.Equal(0, await _desk.MisplacedAsync());
        Assert.Null(await SeenAsync(cleared.EnrollmentId, SmallBank.Regional.Actor));
        Assert.NotNull(await SeenAsync(other, SmallBank.Regional.Actor));
        Assert.NotNull(await SeenAsync(cleared.EnrollmentId, SmallBank.OtherRegional.Actor));
        Assert.NotNull(await SeenAsync(cleared.EnrollmentId, await _desk.NowAsync(SmallBank.SiblingOfficer)));
        Assert.Null(await SeenAsync(cleared.EnrollmentId, SmallBank.OtherOfficer.Actor));
        Assert.Null(await SeenAsync(cleared.EnrollmentId, SmallBank.Officer.Actor));
        Assert.NotNull(await SeenAsync(cleared.EnrollmentId, SmallBank.Reviewer.Actor)); // the other tree stands as it stood
        Assert.True(spans.IsProperSubsetOf(await SpansAsync())); // no number was given back
    }

    [Fact]
    public async Task A_number_that_was_left_shows_nothing_and_says_so()
    {
        await _desk.SubmittedAsync(by: SmallBank.SiblingOfficer);
        Assert.Empty((await _desk.MoveOfficeAsync(SmallBank.Cimahi, SmallBank.East)).Refusals);
        var next = (await _desk.AddOfficeAsync(OfficeSteps.Branch("KC Uji Baru"))).Value;

        var stale = await Assert.ThrowsAsync<PostgresException>(
            () => _desk.Cases.DetailsAsync(Guid.CreateVersion7(A.Now), SmallBank.SiblingOfficer.Actor, Desk.Cancel));

        Assert.Equal(("BJ009", "scope.moved"), (stale.SqlState, stale.MessageText));
        Assert.Equal(0L, await _desk.Database.AsAppAsync(RowScope.Of(SmallBank.SiblingOfficer.Actor), "select count(*) from enrollments"));
        Assert.NotEqual(120_000, await PositionAsync(next));
    }

    [Fact]
    public async Task A_place_read_before_a_move_still_leads_to_the_office()
    {
        var draft = await _desk.DraftedAsync(A.Form());
        Assert.Empty((await _desk.MoveOfficeAsync(SmallBank.BpjsBandung, await RegionOfBpjsAsync())).Refusals);

        // What another process would send that read its book a moment ago.
        await _desk.Database.AsAppAsync("update enrollments set bpjs_position = 110000 where id = $1", draft);
        var wrong = await _desk.Database.RefusalAsync("update enrollments set bpjs_position = 210000 where id = $1", draft);

        Assert.Equal("office.not-its-place", wrong.MessageText);
        Assert.Equal(0, await _desk.MisplacedAsync());
        Assert.Empty((await _desk.SendAsync(draft)).Refusals);
        Assert.Equal(0, await _desk.MisplacedAsync());
    }

    [Fact]
    public async Task Where_room_runs_out_the_office_above_moves_to_a_wider_place_with_all_its_rows()
    {
        var sent = await _desk.SubmittedAsync();
        var region = await PositionAsync(SmallBank.West);
        await _desk.Database.AsOwnerAsync("update offices set position_end = 130010 where id = $1", SmallBank.West);

        Assert.Empty((await _desk.AddOfficeAsync(OfficeSteps.Branch("KC Uji Baru"))).Refusals);

        Assert.NotEqual(region, await PositionAsync(SmallBank.West));
        Assert.Equal(0, await _desk.MisplacedAsync());
        Assert.NotNull(await SeenAsync(sent, await _desk.NowAsync(SmallBank.Regional)));
        Assert.NotNull(await SeenAsync(sent, await _desk.NowAsync(SmallBank.Officer)));
        Assert.Null(await SeenAsync(sent, await _desk.NowAsync(SmallBank.SiblingOfficer)));
    }

    [Fact]
    public async Task Readers_never_see_a_row_come_or_go_while_offices_are_moved()
    {
        var id = await _desk.SubmittedAsync(by: SmallBank.SiblingOfficer);
        await _desk.SubmittedAsync();
        using var done = CancellationTokenSource.CreateLinkedTokenSource(Desk.Cancel);
        var readers = Enumerable.Range(0, 4).Select(_ => Task.Run(async () =>
        {
            List<int> seen = [];
            while (!done.IsCancellationRequested)
            {
                try
                {
                    seen.Add(await CountTwiceAsync(await _desk.NowAsync(SmallBank.SiblingOfficer)));
                }
                catch (PostgresException failure) when (failure.SqlState == "BJ009")
                {
                    // Told in time; the request is made again.
                }
            }

            return seen;
        })).ToList();

        for (var round = 0; round < 12; round++)
        {
            Assert.Empty((await _desk.MoveOfficeAsync(SmallBank.Cimahi, round % 2 == 0 ? SmallBank.East : SmallBank.West)).Refusals);
        }

        await done.CancelAsync();
        var counts = (await Task.WhenAll(readers)).SelectMany(seen => seen).ToList();
        Assert.True(counts.Count > 20, $"{counts.Count} reads");
        Assert.All(counts, count => Assert.Equal(1, count));
        Assert.Equal(0, await _desk.MisplacedAsync());
        Assert.NotNull(await SeenAsync(id, await _desk.NowAsync(SmallBank.SiblingOfficer)));
    }

    [Fact]
    public async Task Of_two_administrators_on_the_same_page_the_second_is_told()
    {
        var office = await _desk.OfficeAsync(SmallBank.Cimahi);
        var input = new ChangeOffice { ParentId = SmallBank.West.ToString(), Name = "KC Uji Cimahi Utara", RegencyCode = "3277" };

        var answers = await Task.WhenAll(
            _desk.Get<OfficeService>().ChangeAsync(SmallBank.Cimahi, office.Version, input, SmallBank.Admin.Actor, Desk.Cancel),
            _desk.Get<OfficeService>().ChangeAsync(
                SmallBank.Cimahi, office.Version, input with { Name = "KC Uji Cimahi Selatan" }, SmallBank.OtherAdmin.Actor, Desk.Cancel));

        Assert.Equal(["office.changed-meanwhile"], answers.SelectMany(answer => answer.Codes()));
    }

    [Fact]
    public async Task Branches_added_at_once_never_share_a_number()
    {
        var added = await Task.WhenAll(Enumerable.Range(1, 8).Select(number => _desk.AddOfficeAsync(OfficeSteps.Branch($"KC Uji {number}"))));

        Assert.All(added, one => Assert.Empty(one.Refusals));
        Assert.Equal(0, await _desk.MisplacedAsync());
        Assert.Equal(8, added.Select(one => one.Value).Distinct().Count());
    }

    [Fact]
    public async Task The_tree_of_a_day_shows_names_and_places_as_they_were()
    {
        var tomorrow = A.Today.AddDays(1);
        await _desk.MoveToAsync(tomorrow);
        var office = await _desk.OfficeAsync(SmallBank.Cimahi);
        Assert.Empty((await Service.ChangeAsync(
            SmallBank.Cimahi, office.Version, new ChangeOffice { ParentId = SmallBank.East.ToString(), Code = "0042", Name = "KC Uji Baros" },
            SmallBank.Admin.Actor, Desk.Cancel)).Refusals);

        var before = (await TreeAsync(A.Today)).Single(line => line.Id == SmallBank.Cimahi);
        var after = (await TreeAsync(tomorrow)).Single(line => line.Id == SmallBank.Cimahi);

        Assert.Equal(("KC Uji Cimahi", null, SmallBank.West), (before.Name, before.Code, before.ParentId));
        Assert.Equal(("KC Uji Baros", "0042", SmallBank.East), (after.Name, after.Code, after.ParentId));
        var change = (await _desk.OfficeAsync(SmallBank.Cimahi)).History[0];
        Assert.Equal("Uji SystemAdmin", change.By);
        Assert.Contains(("name", "KC Uji Cimahi", "KC Uji Baros"), (await _desk.OfficeAsync(SmallBank.Cimahi)).History.SelectMany(item => item.Changes));
    }

    [Fact]
    public async Task An_office_with_open_work_or_open_offices_stays_open()
    {
        await _desk.SubmittedAsync(by: SmallBank.SiblingOfficer);
        await _desk.AcceptedAsync(by: SmallBank.SiblingOfficer);

        var busy = await _desk.CloseOfficeAsync(SmallBank.Cimahi, A.Today.AddDays(1));
        var region = await _desk.CloseOfficeAsync(SmallBank.West, A.Today.AddDays(1));

        Assert.Equal(["office.has-open-work"], busy.Codes());
        Assert.Equal([1L, 2L, 1L, 0L], busy.Refusals[0].Values!);
        Assert.Equal(["office.has-open-offices"], region.Codes());
        Assert.Equal([2L], region.Refusals[0].Values!);
    }

    [Fact]
    public async Task A_closed_office_keeps_its_name_and_takes_no_new_work_and_no_new_right()
    {
        Assert.Empty((await _desk.CloseOfficeAsync(SmallBank.Cimahi, A.Today)).Refusals);

        var started = await _desk.Enrollments.StartAsync(A.Start(A.Form()), SmallBank.SiblingOfficer.Actor, Desk.Cancel);
        var granted = await _desk.Get<GrantService>().ProposeAsync(
            SmallBank.Colleague.Id, new ProposeGrant { Role = "LoanOfficer", OfficeId = SmallBank.Cimahi.ToString() }, SmallBank.Admin.Actor, Desk.Cancel);
        var book = await _desk.Get<ReferenceSource>().ReadAsync(Desk.Cancel);

        Assert.Equal(["office.closed"], started.Codes());
        Assert.Equal(["grant.role-not-at-office@OfficeId"], granted.CodesAtFields());
        Assert.Equal("KC Uji Cimahi", book.OfficeName(SmallBank.Cimahi));
        Assert.DoesNotContain(book.OpenOffices, office => office.Id == SmallBank.Cimahi);
        Assert.Equal(["office.has-ended"], (await _desk.CloseOfficeAsync(SmallBank.Cimahi, A.Today.AddDays(1))).Codes());
    }

    [Fact]
    public async Task A_branch_of_Bpjs_that_has_ended_is_not_offered_and_not_taken()
    {
        var stale = await _desk.Get<ReferenceSource>().ReadAsync(Desk.Cancel);
        Assert.Contains(stale.BpjsBranches, branch => branch.Id == SmallBank.BpjsSerang);
        await _desk.Database.AsOwnerAsync("update offices set valid_to = portal_today() - 1 where id = $1", SmallBank.BpjsSerang); // by another process

        var form = A.Form();
        form = form with { Debtor = form.Debtor with { BpjsOfficeId = SmallBank.BpjsSerang.ToString() } };
        var started = await _desk.Enrollments.StartAsync(A.Start(form), SmallBank.Officer.Actor, Desk.Cancel);
        _desk.Clock.Advance(TimeSpan.FromMinutes(1));

        Assert.Equal(["office.closed"], started.Codes());
        Assert.DoesNotContain((await _desk.Get<ReferenceSource>().ReadAsync(Desk.Cancel)).BpjsBranches, branch => branch.Id == SmallBank.BpjsSerang);
    }

    [Fact]
    public async Task Head_offices_and_offices_below_themselves_are_refused()
    {
        var head = (await _desk.OfficeAsync(SmallBank.West)).ParentId!.Value;

        Assert.Equal(["office.head-stays"], (await _desk.CloseOfficeAsync(head, A.Today.AddDays(1))).Codes());
        Assert.Equal(["office.kind-not-below"], (await _desk.MoveOfficeAsync(SmallBank.West, SmallBank.Soreang)).Codes());
        Assert.Equal(["office.parent-closed"], (await _desk.MoveOfficeAsync(SmallBank.Cimahi, SmallBank.BpjsBandung)).Codes());
    }

    [Theory]
    [InlineData("update offices set position = 121000 where id = '{serang}'")]
    [InlineData("update offices set position_end = 250000 where id = '{west}'")]
    [InlineData("update offices set parent_id = '{east}' where id = '{cimahi}'")]
    public async Task Not_even_the_owner_leaves_the_tree_unnested(string sql)
    {
        var text = sql.Replace("{serang}", SmallBank.Serang.ToString(), StringComparison.Ordinal)
            .Replace("{west}", SmallBank.West.ToString(), StringComparison.Ordinal)
            .Replace("{east}", SmallBank.East.ToString(), StringComparison.Ordinal)
            .Replace("{cimahi}", SmallBank.Cimahi.ToString(), StringComparison.Ordinal);

        var refusal = await Assert.ThrowsAsync<PostgresException>(() => _desk.Database.AsOwnerAsync(text));

        Assert.Equal("office.not-nested", refusal.MessageText);
    }

    [Fact]
    public async Task A_number_once_given_is_never_another_offices()
    {
        var number = await PositionAsync(SmallBank.Cimahi);
        Assert.Empty((await _desk.MoveOfficeAsync(SmallBank.Cimahi, SmallBank.East)).Refusals);

        var refusal = await Assert.ThrowsAsync<PostgresException>(() => _desk.Database.AsOwnerAsync(
            "update offices set position = $2, position_end = $2 where id = $1", SmallBank.Soreang, number));

        Assert.Equal("ex_office_spans_number", refusal.ConstraintName);
    }

    private Task<IReadOnlyList<OfficeLine>> TreeAsync(DateOnly day) =>
        _desk.Get<OfficeSearch>().TreeAsync(Institution.Bjb, day, SmallBank.Admin.Actor, Desk.Cancel);

    private Task<EnrollmentDetails?> SeenAsync(Guid id, Actor actor) => _desk.Cases.DetailsAsync(id, actor, Desk.Cancel);

    private Task<int> PositionAsync(Guid office) => _desk.Database.ReadAsync<int>("select position from offices where id = $1", office);

    private async Task<HashSet<string>> SpansAsync() =>
        [.. await _desk.Database.ListAsync<string>("select concat_ws(' ', office_id, position) from office_spans")];

    private async Task<Guid> RegionOfBpjsAsync()
    {
        var head = (await _desk.OfficeAsync(SmallBank.BpjsBandung)).ParentId!.Value;
        return (await _desk.AddOfficeAsync(OfficeSteps.Branch("Wilayah Uji BPJS", below: head) with { Kind = nameof(OfficeKind.Region) })).Value;
    }

    /// <summary>Two statements of one unit of work; they see the same.</summary>
    private async Task<int> CountTwiceAsync(Actor actor)
    {
        await using var db = await _desk.Get<IDbContextFactory<BpjsBjbDbContext>>().CreateDbContextAsync(Desk.Cancel);
        await using var work = await db.BeginAsync(actor, Desk.Cancel);
        var first = await db.Enrollments.CountAsync(Desk.Cancel);
        await Task.Yield();
        return first == await db.Enrollments.VisibleTo(actor).CountAsync(Desk.Cancel) ? first : -1;
    }
}
