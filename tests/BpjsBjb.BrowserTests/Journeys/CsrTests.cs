using BpjsBjb.BrowserTests.Support;
using BpjsBjb.IntegrationTests.Support;

namespace BpjsBjb.BrowserTests.Journeys;

/// <summary>A donation from the agreement to an approval, by three people in windows of their own.</summary>
public sealed class CsrTests(Site site) : IClassFixture<Site>
{
    [Fact]
    public async Task A_donation_is_registered_given_names_proposed_and_approved()
    {
        await using var reviewer = await site.OpenAsync(SmallBank.Reviewer);
        await using var supervisor = await site.OpenAsync(SmallBank.BpjsSupervisor);
        await using var regional = await site.OpenAsync(SmallBank.Regional);

        await reviewer.GoAsync("/Csr");
        await reviewer.PressAsync("main a[href='/Csr/Register']");
        await reviewer.FillAsync(
            ("DonorName", "PT Rekaan Peduli"), ("Name", "Nelayan rekaan"), ("AgreementNumber", "PKS-UJI"), ("AgreementOn", "01-11-2026"), ("Commitment", "1.000.000"),
            ("FirstMonth", "12-2026"), ("Months", "3"));
        await reviewer.Page.SelectOptionAsync("#Input_DonorKind", "Company");
        await reviewer.Page.SelectOptionAsync("#Input_Code", "SC");
        await reviewer.Page.SelectOptionAsync("#Input_Regions_0__Code", "32");
        await reviewer.Page.FillAsync("#Input_Regions_0__Share", "90");
        await reviewer.Page.SelectOptionAsync("#Input_OfficeId", SmallBank.West.ToString());
        await reviewer.PressAsync("main form button[type=submit]");
        Assert.Contains("Bagian tidak berjumlah 100", await reviewer.TextAsync(), StringComparison.Ordinal);
        await reviewer.Page.FillAsync("#Input_Regions_0__Share", "100");
        await reviewer.PressAsync("main form button[type=submit]");
        Assert.Contains("Kurang dari 6 bulan", await reviewer.TextAsync(), StringComparison.Ordinal);
        var fund = reviewer.Path;

        await reviewer.PressAsync("main a[href*='/Csr/Donation/']");
        await reviewer.FillAsync(("Amount", "500.000"), ("PaidOn", "09-11-2026"), ("Reference", "SETOR-UJI"));
        await reviewer.PressAsync("main form button[type=submit]");
        Assert.Equal(fund, reviewer.Path);

        await reviewer.GoAsync($"/Csr/Candidate/{IdIn(fund)}");
        await reviewer.FillAsync(("Nik", A.Nik(A.Number())), ("FullName", "Nelayan Rekaan"), ("EvidenceNumber", "K-1"), ("Nominator", "Desa Rekaan"));
        await reviewer.Page.SelectOptionAsync("#Input_Occupation", "NELAYAN");
        await reviewer.Page.SelectOptionAsync("#Input_Region", "3204");
        await reviewer.Page.SelectOptionAsync("#Input_Evidence", "Kusuka");
        await reviewer.PressAsync("main form button[type=submit]");

        await supervisor.GoAsync($"/Csr/Propose/{IdIn(fund)}");
        await supervisor.PressAsync("button[formaction*='Look']");
        Assert.Contains("11 orang", await supervisor.TextAsync(), StringComparison.Ordinal); // 500.000 by 8.400 and twice 16.800
        await supervisor.PressAsync("main form button.btn-1[type=submit]");
        Assert.StartsWith("/Csr/Allocation/", supervisor.Path, StringComparison.Ordinal);
        var allocation = supervisor.Path;
        await supervisor.PressAsync("form[action*='Approve'] button");
        Assert.Contains("Pengusul atau pengirim daftarnya", await supervisor.TextAsync(), StringComparison.Ordinal);

        await regional.GoAsync(allocation);
        await regional.PressAsync("form[action*='Approve'] button");
        Assert.Contains("Persetujuan Anda dicatat", await regional.Page.InnerTextAsync("body"), StringComparison.Ordinal);
        regional.AssertNoComplaint();
        reviewer.AssertNoComplaint();
    }

    private static string IdIn(string path) => path.Split('/')[^1];
}
