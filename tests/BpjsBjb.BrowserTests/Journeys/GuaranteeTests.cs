using System.Text;
using BpjsBjb.BrowserTests.Support;
using BpjsBjb.IntegrationTests.Support;

namespace BpjsBjb.BrowserTests.Journeys;

/// <summary>A guarantee from its certificate to its file, and what stays with the bank once somebody else lets it go.</summary>
public sealed class GuaranteeTests(Site site) : IClassFixture<Site>
{
    [Fact]
    public async Task A_layer_is_recorded_paid_documented_and_let_go_by_somebody_else()
    {
        var cleared = await site.Desk.ClearedAsync();
        await using var officer = await site.OpenAsync(SmallBank.Officer);
        await using var supervisor = await site.OpenAsync(SmallBank.Supervisor);
        await officer.GoAsync($"/Loans/Details/{cleared.Id}");
        await officer.PressAsync("main a[href*='/Loans/Guarantees/']");
        await officer.Page.SelectOptionAsync("#Funding_Source", "SENDIRI");
        await officer.PressAsync("form[action*='Fund'] button[type=submit]");
        Assert.Contains("Dana sendiri bank", await officer.TextAsync(), StringComparison.Ordinal);

        await officer.Page.SelectOptionAsync("#Input_GuarantorCode", "JAMKRIDA-JABAR");
        await officer.FillAsync(
            ("Share", "70,5"), ("CertificateNumber", "uji/2026/1"), ("Premium", "1.000.000"), ("ValidFrom", "01-11-2026"), ("ValidTo", "01-11-2027"));
        await officer.PressAsync("form[action*='Add'] button[type=submit]");
        Assert.Contains("Skema ini menjamin kurang", await officer.TextAsync(), StringComparison.Ordinal);
        await officer.FillAsync(("Share", "70"));
        await officer.PressAsync("form[action*='Add'] button[type=submit]");
        Assert.StartsWith("/Loans/Guarantee/", officer.Path, StringComparison.Ordinal);
        var address = officer.Path;

        await officer.Page.FillAsync("#Premium_PaidOn", "02-11-2026");
        await officer.Page.FillAsync("#Premium_Reference", "IJP-UJI");
        await officer.PressAsync("form[action*='Premium'] button[type=submit]");
        await officer.PressAsync("main a[href*='/Loans/GuaranteePaper/']");
        await officer.Page.SelectOptionAsync("#Kind", "CertificateCopy");
        await officer.Page.SetInputFilesAsync("#Paper", new Microsoft.Playwright.FilePayload
        {
            Name = "surat.pdf",
            MimeType = "application/pdf",
            Buffer = Encoding.ASCII.GetBytes("%PDF-1.7 rekaan"),
        });
        await officer.PressAsync("main form button[type=submit]");
        Assert.Equal(address, officer.Path);
        Assert.Equal(1, await officer.Page.Locator("main a[href*='/Loans/GuaranteeDocument/']").CountAsync());

        await supervisor.GoAsync(address);
        await supervisor.Page.SelectOptionAsync("#End_Why", "Released");
        await supervisor.Page.FillAsync("#End_EndedOn", "10-11-2026");
        await supervisor.PressAsync("form[action*='End'] button[type=submit]");
        Assert.Contains("Dilepas bank", await supervisor.TextAsync(), StringComparison.Ordinal);

        foreach (var visit in new[] { officer, supervisor }) visit.AssertNoComplaint();
    }
}
