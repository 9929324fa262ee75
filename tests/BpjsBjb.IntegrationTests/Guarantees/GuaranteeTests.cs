using BpjsBjb.Domain.Common;
using BpjsBjb.IntegrationTests.Support;
using BpjsBjb.Services.Guarantees;

namespace BpjsBjb.IntegrationTests.Guarantees;

/// <summary>Layers of guarantee: what may stand together, what the gate asks of them, and that the database has the last word.</summary>
public sealed class GuaranteeTests(Desk desk) : IClassFixture<Desk>
{
    [Fact]
    public async Task Two_layers_stand_together_up_to_the_whole_and_no_further()
    {
        var loan = await desk.ClearedAsync();

        Assert.Empty((await AddAsync(loan.Id, GuaranteeSteps.Layer(1, "JAMKRIDA-JABAR", "70"))).Refusals);
        Assert.Equal(["guarantee.above-whole@Share"], (await AddAsync(loan.Id, GuaranteeSteps.Layer(2, "ASKRINDO-KCR", "30,01"))).CodesAtFields());
        Assert.Empty((await AddAsync(loan.Id, GuaranteeSteps.Layer(2, "ASKRINDO-KCR", "30"))).Refusals);
        Assert.Equal(["guarantee.above-whole@Share"], (await AddAsync(loan.Id, GuaranteeSteps.Layer(3, "JAMKRINDO-KUR", "0,01"))).CodesAtFields());

        // A certificate for the year after finds the whole free again.
        var after = GuaranteeSteps.Layer(1, "JAMKRIDA-JABAR", "70") with { ValidFrom = A.Date(A.Today.AddDays(366)), ValidTo = A.Date(A.Today.AddDays(700)) };
        Assert.Empty((await AddAsync(loan.Id, after)).Refusals);
        Assert.Equal(3, await desk.Database.ReadAsync<long>("select count(*) from loan_guarantees where loan_id = $1", loan.Id));
    }

    [Fact]
    public async Task Two_sessions_that_race_for_the_whole_leave_no_more_than_the_whole()
    {
        var loan = await desk.ClearedAsync();

        var raced = await Task.WhenAll(Enumerable.Range(1, 6).Select(layer => Task.Run(() => AddAsync(loan.Id, GuaranteeSteps.Layer(layer, "JAMKRINDO-KUR", "40")))));

        Assert.Equal(2, raced.Count(one => !one.IsRefused));
        Assert.All(raced.Where(one => one.IsRefused), one => Assert.Equal(["guarantee.above-whole@Share"], one.CodesAtFields()));
        Assert.Equal(8000, await desk.Database.ReadAsync<long>("select sum(share) from loan_guarantees where loan_id = $1", loan.Id));
    }

    [Fact]
    public async Task The_same_layer_sent_four_times_at_once_is_one()
    {
        var loan = await desk.ClearedAsync();
        var layer = GuaranteeSteps.Layer(1, "JAMKRIDA-JABAR", "70");

        var sent = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() => AddAsync(loan.Id, layer))));

        Assert.All(sent, one => Assert.Empty(one.Refusals));
        Assert.Single(sent.Select(one => one.Value).Distinct());
    }

    [Fact]
    public async Task Lpdb_stands_for_loans_of_cooperatives_alone_since_2020_and_of_anybody_before()
    {
        var layer = GuaranteeSteps.Layer(1, "LPDB-KUMKM-MOU", "70");
        var person = await desk.ClearedAsync();
        var cooperative = await desk.CooperativeLoanAsync();

        Assert.Equal(["guarantee.not-for-this-debtor@GuarantorCode"], (await AddAsync(person.Id, layer)).CodesAtFields());
        Assert.Empty((await AddAsync(cooperative.Id, layer)).Refusals);
        Assert.Empty((await AddAsync(
            person.Id, GuaranteeSteps.Layer(1, "LPDB-KUMKM-MOU", "70") with { ValidFrom = "31-12-2019", ValidTo = "31-12-2029" })).Refusals);
    }

    [Fact]
    public async Task What_is_not_so_is_refused_by_field()
    {
        var loan = await desk.ClearedAsync();
        var layer = GuaranteeSteps.Layer(1, "JAMKRIDA-JABAR", "70");

        Assert.Equal(["guarantee.above-cover@Share"], (await AddAsync(loan.Id, layer with { Share = "70,5" })).CodesAtFields());
        Assert.Equal(["guarantee.not-a-guarantor@GuarantorCode"], (await AddAsync(loan.Id, layer with { GuarantorCode = "LPDB-KUMKM" })).CodesAtFields());
        Assert.Equal(["guarantee.guarantor-missing@GuarantorCode"], (await AddAsync(loan.Id, layer with { GuarantorCode = "TIDAK-ADA" })).CodesAtFields());
        Assert.Equal(
            ["guarantee.scheme-not-in-force@ValidFrom"],
            (await AddAsync(loan.Id, layer with { GuarantorCode = "LPDB-KUMKM-MOU", ValidFrom = "01-09-2016", ValidTo = "01-09-2026" })).CodesAtFields());
        Assert.Equal(
            ["guarantee.ends-before-it-begins@ValidTo"],
            (await AddAsync(loan.Id, layer with { ValidTo = A.Date(A.Today.AddDays(-2)) })).CodesAtFields());
        Assert.Equal(
            ["guarantee.certificate-malformed@CertificateNumber", "guarantee.layer-missing@Layer", "guarantee.share-not-a-percentage@Share"],
            (await AddAsync(loan.Id, layer with { Layer = "0", Share = "100,001", CertificateNumber = "<x>" })).CodesAtFields().Order());
        Assert.Equal(["guarantee.loan-unknown"], (await AddAsync(loan.Id, layer, SmallBank.OtherOfficer)).Codes());

        Assert.Empty((await AddAsync(loan.Id, layer)).Refusals);
        var other = await desk.ClearedAsync();
        Assert.Equal(
            ["guarantee.certificate-used@CertificateNumber"],
            (await AddAsync(other.Id, layer with { CertificateNumber = layer.CertificateNumber!.ToLowerInvariant() })).CodesAtFields());
        Assert.Equal(
            ["guarantee.layer-taken@Layer"], (await AddAsync(loan.Id, layer with { CertificateNumber = "LAIN-1", Share = "10" })).CodesAtFields());
    }

    [Fact]
    public async Task A_certificate_that_ran_out_holds_a_new_payout_until_its_layer_stands_again_or_is_let_go()
    {
        var loan = await desk.ClearedAsync();
        Assert.Equal(["gate.guarantee-demanded False False"], await GateAsync(loan.Id)); // KUR demands one; not confirmed, so it only warns
        var lapsed = GuaranteeSteps.Layer(1, "JAMKRIDA-JABAR", "70") with { ValidFrom = A.Date(A.Today.AddDays(-30)), ValidTo = A.Date(A.Today.AddDays(-1)) };
        var id = await AddAsync(loan.Id, lapsed);
        Assert.Equal(["gate.guarantee-demanded False False", "gate.guarantee-in-force False True"], await GateAsync(loan.Id));

        Assert.Empty((await EndAsync(loan.Id, id.Value, "Replaced", SmallBank.Officer)).Refusals);
        Assert.Equal(["gate.guarantee-demanded False False", "gate.guarantee-in-force False True"], await GateAsync(loan.Id));
        Assert.Equal(["guarantee.already-ended"], (await EndAsync(loan.Id, id.Value, "Released", SmallBank.Supervisor)).Codes());

        var next = await AddAsync(loan.Id, GuaranteeSteps.Layer(1, "JAMKRIDA-JABAR", "70"));
        Assert.Equal(["gate.guarantee-demanded True False", "gate.guarantee-in-force True True"], await GateAsync(loan.Id));

        Assert.Empty((await EndAsync(loan.Id, next.Value, "Withdrawn", SmallBank.Officer)).Refusals);
        Assert.Contains("gate.guarantee-in-force False True", await GateAsync(loan.Id));
    }

    [Fact]
    public async Task Nobody_lets_go_what_they_recorded_and_a_wrong_row_gives_its_certificate_back()
    {
        var loan = await desk.ClearedAsync();
        var layer = GuaranteeSteps.Layer(1, "JAMKRIDA-JABAR", "60");
        var id = (await AddAsync(loan.Id, layer)).Value;

        Assert.Equal(["guarantee.own-record@Why"], (await EndAsync(loan.Id, id, "RecordedInError", SmallBank.Officer)).CodesAtFields());
        Assert.Equal(["guarantee.loan-open@Why"], (await EndAsync(loan.Id, id, "LoanClosed", SmallBank.Supervisor)).CodesAtFields());
        Assert.Equal(["guarantee.unknown"], (await EndAsync(loan.Id, id, "Withdrawn", SmallBank.OtherOfficer)).Codes());
        Assert.Empty((await EndAsync(loan.Id, id, "RecordedInError", SmallBank.Supervisor)).Refusals);
        Assert.Equal(["gate.guarantee-demanded False False"], await GateAsync(loan.Id));
        Assert.Empty((await AddAsync(loan.Id, layer with { Share = "70" })).Refusals);
    }

    [Fact]
    public async Task The_database_keeps_what_was_recorded()
    {
        var loan = await desk.ClearedAsync();
        var id = (await AddAsync(loan.Id, GuaranteeSteps.Layer(1, "JAMKRIDA-JABAR", "70"))).Value;

        var raised = await Assert.ThrowsAsync<Npgsql.PostgresException>(() => desk.Database.AsOwnerAsync("update loan_guarantees set share = 7001 where id = $1", id));
        Assert.Equal(("BJ001", "database.append-only"), (raised.SqlState, raised.MessageText));
        var deleted = await Assert.ThrowsAsync<Npgsql.PostgresException>(() => desk.Database.AsOwnerAsync("delete from loan_guarantees where id = $1", id));
        Assert.Equal("BJ001", deleted.SqlState);
        Assert.Equal("42501", (await desk.Database.RefusalAsync("update loan_guarantees set share = 1 where id = $1", id)).SqlState);
    }

    private Task<Result<Guid>> AddAsync(Guid loanId, AddGuarantee layer, TestUser? by = null) =>
        desk.Get<GuaranteeService>().AddAsync(loanId, layer, (by ?? SmallBank.Officer).Actor, Desk.Cancel);

    private Task<Result<Guid>> EndAsync(Guid loanId, Guid id, string why, TestUser by) => desk.Get<GuaranteeService>().EndAsync(
        loanId, id, new EndGuarantee { Why = why, EndedOn = A.Date(A.Today) }, by.Actor, Desk.Cancel);

    private Task<IReadOnlyList<string>> GateAsync(Guid loanId) => desk.Database.ListAsync<string>(
        "select concat_ws(' ', code, case when is_met then 'True' else 'False' end, case when blocks then 'True' else 'False' end) from loan_guarantee_gate($1, $2) order by 1",
        loanId,
        A.Today);
}
