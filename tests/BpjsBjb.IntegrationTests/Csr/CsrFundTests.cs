using BpjsBjb.IntegrationTests.Support;
using BpjsBjb.Services.Csr;

namespace BpjsBjb.IntegrationTests.Csr;

/// <summary>Donors, their funds and their money: what is refused, by field, and what the database does not let happen.</summary>
public sealed class CsrFundTests(Desk desk) : IClassFixture<Desk>
{
    [Fact]
    public async Task Everything_missing_is_said_at_once_each_at_its_field()
    {
        var refused = await RegisterAsync(new RegisterFund { Regions = [new()] });

        Assert.Equal(
            [
                "csr.donor-kind-missing@DonorKind", "csr.donor-missing@DonorName", "csr.name-missing@Name", "csr.code-missing@Code",
                "csr.agreement-missing@AgreementNumber", "date.missing@AgreementOn", "rupiah.missing@Commitment", "month.missing@FirstMonth",
                "csr.months-out-of-range@Months", "csr.remainder-missing@Remainder", "csr.shares-not-whole@Regions[0].Share",
                "csr.office-missing@OfficeId", "csr.office-missing@BpjsOfficeId",
            ],
            refused.CodesAtFields());
    }

    [Fact]
    public async Task A_code_belongs_to_its_kind_of_donor_and_shares_are_whole()
    {
        Assert.Equal(["csr.code-not-of-donor@Code"], (await RegisterAsync(CsrSteps.Fund("SB", "Company"))).CodesAtFields());
        Assert.Equal(["csr.code-not-of-donor@Code"], (await RegisterAsync(CsrSteps.Fund("SC", "Government"))).CodesAtFields());
        var split = CsrSteps.Fund("SB", "Bank") with { Regions = [new() { Code = "32", Share = "60" }, new() { Code = "31", Share = "20" }, new() { Code = "36", Share = "19,99" }] };
        Assert.Equal(["csr.shares-not-whole@Regions[0].Share"], (await RegisterAsync(split)).CodesAtFields());
        Assert.Equal(
            ["csr.region-twice@Regions[1].Code"],
            (await RegisterAsync(split with { Regions = [new() { Code = "32", Share = "50" }, new() { Code = "32", Share = "50" }] })).CodesAtFields());

        // The bank's own split of the agreement: 60, 20, 20 over Jabar, DKI and Banten.
        var fund = await RegisterAsync(split with { Regions = [new() { Code = "32", Share = "60" }, new() { Code = "31", Share = "20" }, new() { Code = "36", Share = "20" }] });
        Assert.Equal([6000, 2000, 2000], (await desk.FundAsync(fund.Value)).Regions.Select(region => region.Share));
    }

    [Fact]
    public async Task Another_regions_office_is_not_chosen_and_another_region_sees_nothing()
    {
        Assert.Equal(
            ["csr.office-not-yours@OfficeId"],
            (await RegisterAsync(CsrSteps.Fund() with { OfficeId = SmallBank.East.ToString() }, SmallBank.Regional)).CodesAtFields());
        var fund = await desk.FundedAsync();
        var search = desk.Get<CsrSearch>();

        Assert.NotNull(await search.FundAsync(fund, SmallBank.Regional.Actor, Desk.Cancel));
        Assert.Null(await search.FundAsync(fund, SmallBank.OtherRegional.Actor, Desk.Cancel));
        Assert.Null(await search.FundAsync(fund, SmallBank.OtherReviewer.Actor, Desk.Cancel));
        Assert.Null(await search.FundAsync(fund, SmallBank.Admin.Actor, Desk.Cancel));
        Assert.Equal(["csr.fund-unknown"], (await desk.DonatedAsync(fund, "1.000", SmallBank.OtherRegional)).Codes());
    }

    [Fact]
    public async Task A_form_sent_twice_is_one_fund_and_one_donor()
    {
        var input = CsrSteps.Fund();
        var first = await RegisterAsync(input);
        var second = await RegisterAsync(input);

        Assert.Equal(first.Value, second.Value);
        Assert.Equal(1, await desk.Database.ReadAsync<long>("select count(*) from csr_donors where name = $1", input.DonorName!));
        Assert.Equal(["csr.agreement-used@AgreementNumber"], (await RegisterAsync(input with { Name = "Lain" })).CodesAtFields());
    }

    [Fact]
    public async Task No_more_comes_than_was_committed_and_no_receipt_counts_twice()
    {
        var fund = await desk.FundedAsync(CsrSteps.Fund(commitment: "1.000.000"), "600.000");

        Assert.Equal(["csr.above-commitment@Amount"], (await desk.DonatedAsync(fund, "400.001")).CodesAtFields());
        var raced = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() => desk.DonatedAsync(fund, "150.000"))));
        Assert.Equal(2, raced.Count(one => !one.IsRefused));

        var other = await desk.FundedAsync();
        var reference = $"SETOR-{A.Number()}";
        var sent = await desk.DonatedAsync(other, "5.000", reference: reference);
        Assert.Equal(sent.Value, (await desk.DonatedAsync(other, "5.000", reference: reference.ToLowerInvariant())).Value);
        Assert.Equal(["csr.reference-used@Reference"], (await desk.DonatedAsync(other, "6.000", reference: reference)).CodesAtFields());
        Assert.Equal(["csr.in-the-future@PaidOn"], (await desk.DonatedAsync(other, "6.000", on: A.Today.AddDays(1))).CodesAtFields());
    }

    [Fact]
    public async Task The_remainder_goes_back_only_where_the_agreement_says_so_and_only_what_is_left()
    {
        var kept = await desk.FundedAsync();
        Assert.Equal(["csr.remainder-is-kept@Direction"], (await desk.DonatedAsync(kept, "1.000", direction: "Back")).CodesAtFields());

        var fund = await desk.FundedAsync(CsrSteps.Fund() with { Remainder = "Returned" }, "100.000");
        await desk.NamedAsync(fund, 1);
        await desk.CoveredAsync(fund, "100.000");
        Assert.Equal(["csr.above-unspent@Amount"], (await desk.DonatedAsync(fund, "7.601", direction: "Back")).CodesAtFields());
        Assert.Empty((await desk.DonatedAsync(fund, "7.600", direction: "Back")).Refusals);

        var ledger = (await desk.FundAsync(fund)).Ledger;
        Assert.Equal(0, ledger.Unspent.Amount);
        Assert.True(ledger.AddsUp);
    }

    [Fact]
    public async Task A_paper_is_kept_sealed_once_and_opened_with_a_line_in_the_trail()
    {
        var fund = await desk.FundedAsync();
        var papers = desk.Get<CsrFundService>();
        Assert.Empty((await papers.AddDocumentAsync(fund, "Agreement", GuaranteeSteps.Pdf, SmallBank.Reviewer.Actor, Desk.Cancel)).Refusals);
        Assert.Empty((await papers.AddDocumentAsync(fund, "Agreement", GuaranteeSteps.Pdf, SmallBank.Reviewer.Actor, Desk.Cancel)).Refusals);
        Assert.Equal(["paper.unknown-format@Paper"], (await papers.AddDocumentAsync(fund, "Other", "halo"u8.ToArray(), SmallBank.Reviewer.Actor, Desk.Cancel)).CodesAtFields());

        var paper = Assert.Single((await desk.FundAsync(fund)).Documents);
        var place = new Services.Audit.ReadPlace("/Csr/Document", null);
        Assert.Null(await papers.OpenAsync(paper.Id, place, SmallBank.OtherReviewer.Actor, Desk.Cancel));
        Assert.Equal(GuaranteeSteps.Pdf, (await papers.OpenAsync(paper.Id, place, SmallBank.Regional.Actor, Desk.Cancel))!.Value.Content);
        Assert.Equal(1, await desk.Database.ReadAsync<long>("select count(*) from personal_data_reads where page = '/Csr/Document'"));
    }

    private Task<Domain.Common.Result<Guid>> RegisterAsync(RegisterFund input, TestUser? by = null) =>
        desk.Get<CsrFundService>().RegisterAsync(input, (by ?? SmallBank.Reviewer).Actor, Desk.Cancel);
}
