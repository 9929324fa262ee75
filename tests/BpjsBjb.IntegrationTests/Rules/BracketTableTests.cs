using BpjsBjb.Domain.Rules;
using BpjsBjb.IntegrationTests.Support;
using BpjsBjb.Services.Rules;

namespace BpjsBjb.IntegrationTests.Rules;

/// <summary>All brackets in one proposal: one run, one approval, and the whole table changes or nothing of it.</summary>
public sealed class BracketTableTests(PostgresServer server) : IAsyncLifetime
{
    private readonly Desk _desk = new(server);

    private RuleProposalService Service => _desk.Get<RuleProposalService>();

    public ValueTask InitializeAsync() => _desk.InitializeAsync();

    public ValueTask DisposeAsync() => _desk.DisposeAsync();

    [Fact]
    public async Task One_run_and_one_approval_replace_the_whole_table_at_a_date()
    {
        await _desk.AcceptedAsync();
        var before = await InForceAsync(Proposals.Start);
        var dearer = before.Select(row => Line(row, jkk: row.Jkk.Amount + 1_000)).SkipLast(1); // and the last bracket is no more

        var id = await _desk.ProposedAsync(ProposalKind.Bracket, Table(dearer));
        var table = Assert.IsType<BracketTable>((await _desk.ProposalAsync(id)).Rule);
        Assert.Equal((before.Count - 1, before.Count), (table.Rows.Count, (await _desk.ProposalAsync(id)).InForce.Count));
        var trial = await _desk.TriedAsync(id);
        Assert.Equal((TrialStatus.Finished, 1_000L), (trial.Status, trial.Total.After - trial.Total.Before));
        Assert.Equal(before.Select(row => row.Jkk), (await InForceAsync(Proposals.Start)).Select(row => row.Jkk)); // nothing yet

        Assert.Empty((await Service.ApproveAsync(id, trial.Id, SmallBank.OtherAdmin.Actor, Desk.Cancel)).Refusals);

        var after = await InForceAsync(Proposals.Start);
        Assert.Equal(before.SkipLast(1).Select(row => row.Jkk.Amount + 1_000), after.Select(row => row.Jkk.Amount));
        Assert.Equal(before.Select(row => row.Jkk), (await InForceAsync(Proposals.Start.AddDays(-1))).Select(row => row.Jkk));
        Assert.Equal(before.Count, (await _desk.ProposalAsync(id)).InForce.Count); // what it took the place of
        var shifted = await _desk.ProposedAsync(ProposalKind.Bracket, Table(after.Select(row => Line(row, jkk: row.Jkk.Amount + 500))));
        await _desk.ApprovedAsync(shifted); // on the same day: superseded in place
        Assert.Equal(after.Select(row => row.Jkk.Amount + 500), (await InForceAsync(Proposals.Start)).Select(row => row.Jkk.Amount));
    }

    [Fact]
    public async Task For_a_time_only_the_old_table_goes_on_afterwards()
    {
        var before = await InForceAsync(Proposals.Start);
        var end = Proposals.Start.AddMonths(3).AddDays(-1);
        var lines = before.Where(row => row.Number % 2 == 1).Select((row, i) => $"{i + 1}\t{row.IncomeFrom.Amount}\t{row.Base.Amount}\t{row.Jkk.Amount}\t{row.Jht.Amount}");

        await _desk.ApprovedAsync(await _desk.ProposedAsync(ProposalKind.Bracket, Table(lines) with { ValidTo = A.Date(end) }));

        Assert.Equal((before.Count + 1) / 2, (await InForceAsync(end)).Count);
        Assert.Equal(before.Select(row => (row.Number, row.Jkk)), (await InForceAsync(end.AddDays(1))).Select(row => (row.Number, row.Jkk)));
    }

    [Fact]
    public async Task A_bracket_that_begins_later_is_an_overlap_and_nothing_is_kept()
    {
        var before = await InForceAsync(Proposals.Start);
        await _desk.ApprovedAsync(await _desk.ProposedAsync(ProposalKind.Bracket, Proposals.Cited with
        {
            ValidFrom = A.Date(Proposals.Start.AddMonths(2)),
            Number = "10",
            IncomeFrom = $"{before[9].IncomeFrom.Amount}",
            Base = $"{before[9].Base.Amount}",
            Jkk = "1",
            Jht = "1",
        }));

        var refused = await Service.ProposeAsync(ProposalKind.Bracket, Table(before.Select(row => Line(row))), SmallBank.Admin.Actor, Desk.Cancel);

        Assert.Equal(["rule-proposal.overlaps@ValidFrom"], refused.CodesAtFields());
        Assert.Equal(1L, await _desk.Database.ReadAsync<long>("select count(*) from rule_proposals"));
    }

    [Fact]
    public async Task Wrong_lines_are_named_and_nothing_is_proposed()
    {
        string[] lines = ["Nomor;Mulai;Dasar;JKK;JHT", "1;Rp 1.000.000;1.000.000;10.000;20.000", "2;1.100.000;1.150.000;11.500", "2;900.000;950.000;9.500;19.000", "5;2.000.000;1.900.000;1;1"];

        var refused = await Service.ProposeAsync(ProposalKind.Bracket, Table(lines), SmallBank.Admin.Actor, Desk.Cancel);
        var empty = await Service.ProposeAsync(ProposalKind.Bracket, Table([]), SmallBank.Admin.Actor, Desk.Cancel);

        Assert.Equal(
            ["rule-proposal.table-line@Table 3", "rule-proposal.table-order@Table 4", "rule-proposal.table-base@Table 2", "rule-proposal.table-base@Table 5"],
            refused.Refusals.Select(refusal => $"{refusal.Code}@{refusal.Field} {refusal.Values![0]}"));
        Assert.Equal(["rule-proposal.table-missing@Table"], empty.CodesAtFields());
        Assert.Equal(0L, await _desk.Database.ReadAsync<long>("select count(*) from rule_proposals"));
    }

    private static ProposeRule Table(IEnumerable<string> lines) => Proposals.Cited with { ValidFrom = A.Date(Proposals.Start), Table = string.Join("\r\n", lines) };

    private static string Line(ContributionBracket row, long? jkk = null) =>
        $"{row.Number}\t{row.IncomeFrom}\t{row.Base}\t{jkk ?? row.Jkk.Amount}\t{row.Jht}";

    private async Task<IReadOnlyList<ContributionBracket>> InForceAsync(DateOnly on) =>
        [.. (await _desk.Get<RuleSearch>().AllAsync(Desk.Cancel)).Brackets.Where(row => row.AppliesOn(on)).OrderBy(row => row.Number)];
}
