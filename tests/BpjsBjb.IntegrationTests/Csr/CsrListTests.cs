using BpjsBjb.IntegrationTests.Support;
using BpjsBjb.Services.Csr;

namespace BpjsBjb.IntegrationTests.Csr;

/// <summary>Lists of names: looked at first, row by row, and kept only where nothing refuses.</summary>
public sealed class CsrListTests(Desk desk) : IClassFixture<Desk>
{
    [Fact]
    public async Task Every_row_is_accepted_warned_about_or_refused_with_its_reason()
    {
        var fund = await desk.FundedAsync();
        var (fine, twice) = (A.Number(), A.Number());
        string?[] Row(string nik, string occupation = "NELAYAN", string region = "Kabupaten Bandung", string evidence = "Kusuka") =>
            [nik, "Orang Rekaan", occupation, region, evidence, "K-1", "Kelompok Rekaan"];

        var list = await desk.ListedAsync(fund, await desk.WorkbookAsync(
            Row(A.Nik(fine)), Row(A.Nik(twice)), Row(A.Nik(twice)), Row("123"), Row(A.Nik(A.Number()), region: "Atlantis"),
            Row(A.Nik(A.Number()), occupation: "PENYIHIR"), Row(A.Nik(A.Number()), region: "3604"), Row("3171001003550001")));
        Assert.Empty(list.Refusals);

        var rows = (await desk.Get<CsrListService>().RowsAsync(list.Value, [Sheets.Words], SmallBank.Reviewer.Actor, Desk.Cancel))!;
        Assert.Equal(
            [
                "", "", "csr.candidate-twice", "nik.not-sixteen-digits", "csr.region-unknown", "cell.not-a-choice", "csr.region-not-of-fund",
                "csr.candidate-too-old",
            ],
            rows.Select(row => string.Join(' ', row.Row.Faults.Select(fault => fault.Refusal.Code))));
        Assert.Equal(0, await desk.Database.ReadAsync<long>("select count(*) from csr_candidates where fund_id = $1", fund));

        Assert.Equal(2, (await desk.Get<CsrListService>().ConfirmAsync(list.Value, [Sheets.Words], SmallBank.Reviewer.Actor, Desk.Cancel)).Value);
        Assert.Equal(["csr.list-decided"], (await desk.Get<CsrListService>().ConfirmAsync(list.Value, [Sheets.Words], SmallBank.Reviewer.Actor, Desk.Cancel)).Codes());
        Assert.Equal(2, await desk.Database.ReadAsync<long>("select count(*) from csr_candidates where fund_id = $1", fund));

        // The refused rows are still there to be mended; those kept are not refused for having been kept.
        var again = (await desk.Get<CsrListService>().RowsAsync(list.Value, [Sheets.Words], SmallBank.Reviewer.Actor, Desk.Cancel))!;
        Assert.Equal(rows.Select(row => row.IsRefused), again.Select(row => row.IsRefused));
    }

    [Fact]
    public async Task Who_is_on_a_list_of_the_fund_is_not_taken_again_and_four_confirmations_keep_one_list()
    {
        var fund = await desk.FundedAsync();
        var number = (await desk.NamedAsync(fund, 1))[0];
        var list = await desk.ListedAsync(fund, await desk.WorkbookAsync(CsrSteps.Row(number), CsrSteps.Row(A.Number())));
        var rows = (await desk.Get<CsrListService>().RowsAsync(list.Value, [Sheets.Words], SmallBank.Reviewer.Actor, Desk.Cancel))!;
        Assert.Equal(["csr.candidate-in-fund"], rows[0].Row.Faults.Select(fault => fault.Refusal.Code));

        var raced = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() =>
            desk.Get<CsrListService>().ConfirmAsync(list.Value, [Sheets.Words], SmallBank.Reviewer.Actor, Desk.Cancel))));

        Assert.Single(raced, one => !one.IsRefused);
        Assert.Equal(2, await desk.Database.ReadAsync<long>("select count(*) from csr_candidates where fund_id = $1", fund));
    }

    [Fact]
    public async Task The_same_file_sent_twice_is_one_list_and_a_broken_one_is_none()
    {
        var fund = await desk.FundedAsync();
        var file = await desk.WorkbookAsync(CsrSteps.Row(A.Number()));

        Assert.Equal((await desk.ListedAsync(fund, file)).Value, (await desk.ListedAsync(fund, file)).Value);
        Assert.Equal(["sheet.not-a-workbook"], (await desk.ListedAsync(fund, "bukan berkas"u8.ToArray())).Codes());
        Assert.Equal(["sheet.broken"], (await desk.ListedAsync(fund, file[..(file.Length / 2)])).Codes());
        Assert.Equal(["sheet.too-large"], (await desk.ListedAsync(fund, new byte[6 * 1024 * 1024])).Codes());
        Assert.Equal(["csr.fund-unknown"], (await desk.ListedAsync(fund, file, SmallBank.OtherReviewer)).Codes());
        Assert.Equal(1, await desk.Database.ReadAsync<long>("select count(*) from csr_lists where fund_id = $1", fund));
    }

    [Fact]
    public async Task Who_is_covered_by_a_loan_is_warned_of_and_who_has_died_or_earns_a_wage_is_refused()
    {
        var paid = A.Form();
        await desk.PaidAsync(paid); // November 2026 to January 2027
        var fund = await desk.FundedAsync();

        var list = await desk.ListedAsync(fund, await desk.WorkbookAsync([paid.Debtor.Nik, "Budi Rekaan", "NELAYAN", "3204", "Kusuka", "K-1", "Desa"]));

        var row = Assert.Single((await desk.Get<CsrListService>().RowsAsync(list.Value, [Sheets.Words], SmallBank.Reviewer.Actor, Desk.Cancel))!);
        Assert.Empty(row.Row.Faults);
        Assert.Equal(["csr.candidate-some-months-paid"], row.Warnings.Select(warning => warning.Code));
        Assert.Equal([2, 6], row.Warnings[0].Values!);
    }

    [Fact]
    public async Task One_person_is_typed_with_the_same_checks()
    {
        var fund = await desk.FundedAsync();
        var input = new AddCandidate
        {
            Nik = A.Nik(A.Number()),
            FullName = "Orang Rekaan",
            Occupation = "OJEK",
            Region = "3204",
            Evidence = "VillageLetter",
            EvidenceNumber = "1",
            Nominator = "Desa",
        };
        Assert.Empty((await AddAsync(fund, input)).Refusals);
        Assert.Equal(["csr.candidate-in-fund@Nik"], (await AddAsync(fund, input)).CodesAtFields());
        Assert.Equal(
            ["cell.missing@Nik", "cell.missing@FullName", "cell.missing@Occupation", "cell.missing@Region", "cell.missing@Evidence", "cell.missing@EvidenceNumber", "cell.missing@Nominator"],
            (await AddAsync(fund, new AddCandidate())).CodesAtFields());
        Assert.Equal(1, await desk.Database.ReadAsync<long>("select count(*) from csr_candidates where fund_id = $1", fund));
    }

    [Fact]
    public async Task A_list_put_aside_keeps_nobody_and_not_its_file()
    {
        var fund = await desk.FundedAsync();
        var list = await desk.ListedAsync(fund, await desk.WorkbookAsync(CsrSteps.Row(A.Number())));

        Assert.Empty((await desk.Get<CsrListService>().DiscardAsync(list.Value, SmallBank.Reviewer.Actor, Desk.Cancel)).Refusals);
        Assert.Null(await desk.Get<CsrListService>().RowsAsync(list.Value, [Sheets.Words], SmallBank.Reviewer.Actor, Desk.Cancel));
        Assert.Equal(["csr.list-decided"], (await desk.Get<CsrListService>().DiscardAsync(list.Value, SmallBank.Reviewer.Actor, Desk.Cancel)).Codes());
        Assert.Equal(0, await desk.Database.ReadAsync<long>("select count(content_sealed) from csr_lists where fund_id = $1", fund));
    }

    private Task<Domain.Common.Result<Guid>> AddAsync(Guid fund, AddCandidate input) =>
        desk.Get<CsrListService>().AddAsync(fund, input, [Sheets.Words], SmallBank.Reviewer.Actor, Desk.Cancel);
}
