using BpjsBjb.Domain.Common;
using BpjsBjb.Domain.Csr;
using BpjsBjb.IntegrationTests.Support;
using BpjsBjb.Services.Csr;
using Npgsql;

namespace BpjsBjb.IntegrationTests.Csr;

/// <summary>From a proposal to the paid month: floors and remainders, nobody paid for twice, four eyes, and a ledger that adds up at every step.</summary>
public sealed class CsrAllocationTests(Desk desk) : IClassFixture<Desk>
{
    [Fact]
    public async Task An_amount_covers_the_floor_of_itself_by_the_price_of_its_months_and_the_rest_waits()
    {
        var fund = await desk.FundedAsync();
        await desk.NamedAsync(fund, 5);

        var one = await desk.AllocationAsync((await desk.ProposedAsync(fund, "300.000")).Value);

        // Rp92.400 each: December with the discount, five months without.
        Assert.Equal((3, 18, 277_200, 22_800, 2), (one.Workers, one.PersonMonths, one.Total.Amount, one.Remainder.Amount, one.Waiting));
        Assert.Equal(24, one.Prices.Count);
        var ledger = (await desk.FundAsync(fund)).Ledger;
        Assert.Equal((277_200, 9_722_800), (ledger.Proposed.Amount, ledger.Unspent.Amount));
        Assert.True(ledger.AddsUp);
    }

    [Fact]
    public async Task Drivers_have_the_price_of_transport_and_state_budgets_no_discount()
    {
        var fund = await desk.FundedAsync();
        await desk.NamedAsync(fund, 2, occupation: "OJEK");
        var state = await desk.FundedAsync(CsrSteps.Fund("SG", "Government"));
        await desk.NamedAsync(state, 1);

        Assert.Equal(2 * 67_200, (await desk.AllocationAsync((await desk.ProposedAsync(fund, "500.000")).Value)).Total.Amount);
        Assert.Equal(100_800, (await desk.AllocationAsync((await desk.ProposedAsync(state, "500.000")).Value)).Total.Amount);
    }

    [Fact]
    public async Task Each_region_keeps_to_its_share_and_names_are_taken_in_their_order()
    {
        var fund = await desk.FundedAsync(CsrSteps.Fund() with { Regions = [new() { Code = "32", Share = "60" }, new() { Code = "3205", Share = "40" }] });
        var bandung = await desk.NamedAsync(fund, 4, region: "3204");
        await desk.NamedAsync(fund, 4, region: "3205");

        // 300.000 and 200.000: three of Bandung, two of Garut, whose own line is nearer than the province's.
        var id = (await desk.ProposedAsync(fund, "500.000")).Value;

        var one = await desk.AllocationAsync(id);
        Assert.Equal([("32", 3), ("3205", 2)], one.Regions.Select(region => (region.Code, region.Workers)));
        foreach (var number in bandung.Take(3))
        {
            Assert.Equal(6, await desk.Database.ReadAsync<long>(
                "select count(*) from csr_months where nik_hash = $1", desk.Vault.HashOf(Domain.People.Nik.Parse(A.Nik(number)).Value)));
        }

        Assert.Equal(3, one.Waiting);
    }

    [Fact]
    public async Task Months_somebody_else_pays_are_not_bought_and_said_so()
    {
        var paid = A.Form();
        await desk.PaidAsync(paid); // November to January
        var fund = await desk.FundedAsync();
        await desk.NamedAsync(fund, [paid.Debtor.Nik, "Budi Rekaan", "NELAYAN", "3204", "Kusuka", "K-1", "Desa"], CsrSteps.Row(A.Number()));
        var other = await desk.FundedAsync();

        var one = await desk.AllocationAsync((await desk.ProposedAsync(fund, "1.000.000")).Value);

        Assert.Equal((2, 10, (4 * 16_800) + 92_400), (one.Workers, one.PersonMonths, one.Total.Amount));
        Assert.Equal([new CsrSkipped(OtherPayer.Loan, 1, 2, AfterProposal: false)], one.Skipped);

        await desk.NamedAsync(other, [paid.Debtor.Nik, "Budi Rekaan", "NELAYAN", "3204", "Kusuka", "K-1", "Desa"]);
        Assert.Equal(["csr.nobody-to-cover@Budget"], (await desk.ProposedAsync(other, "1.000.000")).CodesAtFields());
    }

    [Fact]
    public async Task Two_allocations_at_once_never_bind_a_month_twice()
    {
        var numbers = Enumerable.Range(0, 40).Select(_ => A.Number()).ToList();
        var funds = new List<Guid>();
        for (var i = 0; i < 4; i++)
        {
            funds.Add(await desk.FundedAsync());
            await desk.NamedAsync(funds[i], (i % 2 == 0 ? numbers : Enumerable.Reverse(numbers)).Select(number => CsrSteps.Row(number)));
        }

        var raced = await Task.WhenAll(funds.Concat(funds).Select(fund => Task.Run(() => desk.ProposedAsync(fund, "2.000.000"))));

        Assert.Contains(raced, one => !one.IsRefused);
        Assert.All(raced.SelectMany(one => one.Codes()), code => Assert.Contains(code, new[] { "csr.nobody-to-cover", "csr.changed-meanwhile" }));
        var hashes = numbers.Select(number => desk.Vault.HashOf(Domain.People.Nik.Parse(A.Nik(number)).Value)).ToArray();
        Assert.Equal(240, await desk.Database.ReadAsync<long>("select count(*) from csr_months where nik_hash = any ($1)", (object)hashes));
        foreach (var fund in funds) Assert.True((await desk.FundAsync(fund)).Ledger.AddsUp);
    }

    [Fact]
    public async Task A_large_allocation_is_bound_in_slices_goes_on_where_it_was_cut_off_and_is_approved_only_when_whole()
    {
        const int People = CsrAllocationKeeper.Slice + 1;
        var fund = await desk.FundedAsync(CsrSteps.Fund(commitment: "1.000.000.000"), donated: "500.000.000");
        await desk.NamedAsync(fund, People);

        var id = (await desk.ProposedAsync(fund, "400.000.000")).Value;
        var one = await desk.AllocationAsync(id);
        Assert.Equal((People, 0, true), (one.Chosen, one.Workers, one.IsFilling));
        Assert.Equal(["csr.being-filled"], (await desk.ApprovedAsync(id, SmallBank.BpjsSupervisor)).Codes());
        Assert.Equal(["csr.above-unspent@Budget"], (await desk.ProposedAsync(fund, "100.000.001")).CodesAtFields()); // the whole budget is not free
        Assert.Equal(["csr.being-filled"], (await desk.ProposedAsync(fund, "100.000.000")).Codes());

        Assert.Equal(1_000, await desk.Database.ReadAsync<int>("select csr_bind($1, 1000)", id));
        Assert.Equal((1_000, true), ((await desk.AllocationAsync(id)).Workers, (await desk.AllocationAsync(id)).IsFilling));
        Assert.True((await desk.FundAsync(fund)).Ledger.AddsUp);
        var raw = await desk.Database.RefusalAsync("update csr_allocations set is_filled = true where id = $1", id);
        Assert.Equal("42501", raw.SqlState);

        Assert.Equal(People - 1_000, await desk.Get<CsrAllocationKeeper>().RunAsync(Desk.Cancel));
        Assert.Equal(0, await desk.Get<CsrAllocationKeeper>().RunAsync(Desk.Cancel));
        one = await desk.AllocationAsync(id);
        Assert.Equal((People, People * 6, People * 92_400L, 0, false), (one.Workers, one.PersonMonths, one.Total.Amount, one.Waiting, one.IsFilling));
        Assert.True((await desk.FundAsync(fund)).Ledger.AddsUp);
        Assert.Empty((await desk.ApprovedAsync(id, SmallBank.BpjsSupervisor)).Refusals);
    }

    [Fact]
    public async Task What_is_taken_back_while_it_is_bound_leaves_nothing()
    {
        var fund = await desk.FundedAsync(CsrSteps.Fund(commitment: "1.000.000.000"), donated: "500.000.000");
        await desk.NamedAsync(fund, CsrAllocationKeeper.Slice + 1);
        var id = (await desk.ProposedAsync(fund, "400.000.000")).Value;
        await desk.Database.ReadAsync<int>("select csr_bind($1, 100)", id);

        Assert.Empty((await EndAsync(id, "WrongPeople")).Refusals);
        Assert.Equal(0, await desk.Database.ReadAsync<int>("select csr_bind($1, 100)", id));

        Assert.Equal((0L, 0L), (
            await desk.Database.ReadAsync<long>("select count(*) from csr_months where allocation_id = $1", id),
            await desk.Database.ReadAsync<long>("select count(*) from csr_choices where allocation_id = $1", id)));
        Assert.Equal(500_000_000, (await desk.FundAsync(fund)).Ledger.Unspent.Amount);
    }

    [Fact]
    public async Task No_more_is_bound_than_has_come_also_when_many_propose_at_once()
    {
        var fund = await desk.FundedAsync(donated: "200.000");
        await desk.NamedAsync(fund, 6);

        Assert.Equal(["csr.above-unspent@Budget"], (await desk.ProposedAsync(fund, "200.001")).CodesAtFields());
        Assert.Equal(["csr.budget-buys-nobody@Budget"], (await desk.ProposedAsync(fund, "92.399")).CodesAtFields());
        var raced = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() => desk.ProposedAsync(fund, "200.000"))));

        Assert.Single(raced, one => !one.IsRefused);
        Assert.True((await desk.FundAsync(fund)).Ledger.Unspent >= Rupiah.Zero);
    }

    [Fact]
    public async Task Two_people_of_two_institutions_approve_who_neither_proposed_nor_sent_a_list()
    {
        var fund = await desk.FundedAsync();
        await desk.NamedAsync(fund, 1);
        var id = (await desk.ProposedAsync(fund, "100.000", by: SmallBank.BpjsSupervisor)).Value;

        Assert.Equal(["csr.own-proposal"], (await desk.ApprovedAsync(id, SmallBank.BpjsSupervisor)).Codes());
        Assert.Equal(["csr.own-proposal"], (await desk.ApprovedAsync(id, SmallBank.Reviewer)).Codes()); // sent the list
        Assert.Empty((await desk.ApprovedAsync(id, SmallBank.Regional)).Refusals);
        Assert.Equal(["csr.approved-by-institution"], (await desk.ApprovedAsync(id, SmallBank.Regional)).Codes());
        Assert.Equal(AllocationStatus.Proposed, (await desk.AllocationAsync(id)).Status);
        Assert.Equal(["csr.not-approved"], (await desk.BilledAsync(id)).Codes().Select(code => code == "csr.nothing-left" ? code : "csr.not-approved"));
        Assert.Empty((await desk.ApprovedAsync(id, SmallBank.ReviewColleague)).Refusals);
        Assert.Equal(AllocationStatus.Approved, (await desk.AllocationAsync(id)).Status);
        Assert.Equal(["csr.not-handed-over"], (await desk.BilledAsync(id)).Codes());
    }

    [Fact]
    public async Task A_refused_or_given_up_allocation_frees_its_months_and_its_money()
    {
        var fund = await desk.FundedAsync();
        await desk.NamedAsync(fund, 2);
        var first = (await desk.ProposedAsync(fund, "500.000")).Value;
        Assert.Equal(["csr.end-missing@Why"], (await EndAsync(first, "")).CodesAtFields());
        Assert.Empty((await EndAsync(first, "WrongBudget")).Refusals);
        Assert.Equal(["csr.allocation-decided"], (await EndAsync(first, "WrongBudget")).Codes());
        Assert.Equal(10_000_000, (await desk.FundAsync(fund)).Ledger.Unspent.Amount);

        var second = await desk.AllocatedAsync(fund, "500.000");
        await desk.BilledAsync(second);
        Assert.Empty((await EndAsync(second, "DonorPaysLate")).Refusals);
        var ledger = (await desk.FundAsync(fund)).Ledger;
        Assert.Equal((10_000_000, true), (ledger.Unspent.Amount, ledger.AddsUp));
        Assert.Equal(["csr.not-approved"], (await desk.SettledAsync(second)).Codes());
    }

    [Fact]
    public async Task The_payment_covers_the_months_once_and_every_step_adds_up()
    {
        var fund = await desk.FundedAsync();
        await desk.NamedAsync(fund, 3);
        var id = await desk.AllocatedAsync(fund, "300.000");
        Assert.Empty((await desk.BilledAsync(id)).Refusals);
        Assert.Equal(["csr.billed"], (await desk.BilledAsync(id)).Codes());
        Assert.Equal(["csr.own-bill"], (await desk.SettledAsync(id, SmallBank.Reviewer)).Codes());

        var paid = await Task.WhenAll(Enumerable.Range(0, 4).Select(i => Task.Run(() => desk.SettledAsync(id, reference: $"BERPACU-{id:N}-{i}"[..40]))));

        Assert.Contains(paid, one => !one.IsRefused);
        Assert.Equal(1, await desk.Database.ReadAsync<long>("select count(*) from csr_bill_payments y join csr_bills b on b.id = y.bill_id where b.allocation_id = $1", id));
        var ledger = (await desk.FundAsync(fund)).Ledger;
        Assert.Equal((277_200, 277_200, 18, true), (ledger.Paid.Amount, ledger.Covered.Amount, ledger.PersonMonths, ledger.AddsUp));
        Assert.Equal(["csr.already-paid"], (await EndAsync(id, "WrongPeople")).Codes());
    }

    [Fact]
    public async Task What_a_debtor_paid_since_is_given_up_before_the_bill_and_a_billed_month_is_nobody_elses()
    {
        var form = A.Form();
        var fund = await desk.FundedAsync();
        await desk.NamedAsync(fund, [form.Debtor.Nik, "Budi Rekaan", "NELAYAN", "3204", "Kusuka", "K-1", "Desa"], CsrSteps.Row(A.Number()));
        var id = await desk.AllocatedAsync(fund, "300.000");
        await desk.PaidAsync(form); // November to January, while the proposal stood

        Assert.Empty((await desk.BilledAsync(id)).Refusals);

        var one = await desk.AllocationAsync(id);
        Assert.Equal((2, 10, 92_400 + (4 * 16_800)), (one.Workers, one.PersonMonths, one.Total.Amount));
        Assert.Contains(new CsrSkipped(OtherPayer.Loan, 1, 2, AfterProposal: true), one.Skipped);
        Assert.True((await desk.FundAsync(fund)).Ledger.AddsUp);

        // Billed to the fund: another debtor of the list does not pay the same months again.
        var second = A.Form();
        var other = await desk.FundedAsync();
        await desk.NamedAsync(other, [second.Debtor.Nik, "Budi Rekaan", "NELAYAN", "3204", "Kusuka", "K-1", "Desa"]);
        var bound = await desk.AllocatedAsync(other, "300.000");
        Assert.Empty((await desk.BilledAsync(bound)).Refusals);
        var accepted = await desk.AcceptedAsync(second);
        var bill = await desk.BillOfAsync(accepted);
        var refused = await desk.Contributions.RecordPaymentAsync(bill.Id, A.Payment(bill.Total), SmallBank.Reviewer.Actor, Desk.Cancel);
        Assert.Equal(["payment.month-already-covered"], refused.Codes());
    }

    [Fact]
    public async Task What_a_fund_has_paid_covers_a_debtor_too_before_and_after_registering()
    {
        var (before, after) = (A.Form(), A.Form());
        await desk.AcceptedAsync(before);
        var fund = await desk.FundedAsync();
        await desk.NamedAsync(fund, new[] { before, after }.Select(form => new[] { form.Debtor.Nik, "Budi Rekaan", "NELAYAN", "3204", "Kusuka", "K-1", "Desa" }));

        await desk.CoveredAsync(fund, "300.000");
        await desk.AcceptedAsync(after);

        foreach (var form in new[] { before, after })
        {
            Assert.Equal(6, await desk.Database.ReadAsync<long>(
                """
                select count(*) from covered_months m join participations p on p.id = m.participation_id join people e on e.id = p.person_id
                 where e.nik_hash = $1 and m.payer = 'Csr' and m.payment_id is null
                """,
                desk.Vault.HashOf(Domain.People.Nik.Parse(form.Debtor.Nik).Value)));
        }
    }

    [Fact]
    public async Task The_database_takes_no_month_by_hand_and_moves_no_fact()
    {
        var fund = await desk.FundedAsync();
        await desk.NamedAsync(fund, 1);
        var id = await desk.CoveredAsync(fund, "100.000");

        foreach (var attempt in new[]
        {
            "update csr_months set amount = 1",
            "delete from csr_months",
            "update csr_items set amount = 1",
            "delete from csr_items",
            "update csr_allocations set status = 'Proposed'",
            "update csr_allocations set total = total - 1",
            "update csr_donations set amount = amount + 1",
            "delete from csr_bill_payments",
            "update csr_lists set accepted = 9",
            "insert into csr_months (nik_hash, month, allocation_id, candidate_id, amount) select nik_hash, '2027-06-01', allocation_id, candidate_id, amount from csr_months limit 1",
            "insert into csr_months (nik_hash, month, allocation_id, candidate_id, amount) select sha256(nik_hash), month, allocation_id, candidate_id, amount from csr_months limit 1",
            "update csr_candidates set full_name = 'Lain'",
        })
        {
            var refused = await Assert.ThrowsAsync<PostgresException>(() => desk.Database.AsAppAsync(attempt));
            Assert.True(refused.SqlState is "42501" or "BJ001" or "BJ051", $"{attempt}: {refused.SqlState} {refused.MessageText}");
        }

        Assert.Equal(6, await desk.Database.ReadAsync<long>("select count(*) from csr_months where allocation_id = $1", id));
    }

    private Task<Result<Guid>> EndAsync(Guid id, string why) =>
        desk.Get<CsrAllocationService>().EndAsync(id, new EndAllocation { Why = why }, SmallBank.BpjsSupervisor.Actor, Desk.Cancel);
}
