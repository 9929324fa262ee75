using BpjsBjb.BrowserTests.Support;
using BpjsBjb.Domain.Enrollments;
using BpjsBjb.Domain.Loans;
using BpjsBjb.IntegrationTests.Support;

namespace BpjsBjb.BrowserTests.Journeys;

public sealed class WholeJobTests(Site site) : IClassFixture<Site>
{
    [Fact]
    public async Task From_three_inputs_to_a_proof_that_holds()
    {
        await using var officer = await site.OpenAsync(SmallBank.Officer);
        await using var reviewer = await site.OpenAsync(SmallBank.Reviewer);
        await using var supervisor = await site.OpenAsync(SmallBank.Supervisor);

        var form = A.Form();
        var id = await officer.RegisterAsync(form);
        await officer.FillSectionsAsync(form);
        await officer.SendAsync();
        Assert.Equal(EnrollmentStatus.Submitted, (await site.Desk.CaseAsync(id)).Status);

        await reviewer.AcceptAsync(id);
        Assert.Equal(EnrollmentStatus.Accepted, (await site.Desk.CaseAsync(id)).Status);

        var bill = await site.Desk.BillOfAsync(id);
        await reviewer.GoAsync($"/Bills/Payment/{bill.Id}");
        await reviewer.FillAsync(("Amount", bill.Total.ToString()), ("PaidOn", "10-11-2026"), ("Channel", "BankBjb"), ("Reference", "UJI-BAYAR"));
        await reviewer.PressAsync("form:has([name='Input.Amount']) button[type=submit]");
        Assert.NotNull((await site.Desk.CaseAsync(id)).CoveredThrough);

        var loan = await site.Desk.LoanOfAsync(id);
        await supervisor.GoAsync($"/Loans/Details/{loan.Id}");
        await supervisor.PressAsync("main a[href*='/Loans/Clearance/']");
        await supervisor.PressAsync("main form button.btn-1[type=submit]");
        await supervisor.GoAsync($"/Loans/Disbursement/{loan.Id}");
        await supervisor.FillAsync(("Amount", "150.000.000"), ("ValueDate", "10-11-2026"), ("Reference", "UJI-CAIR"));
        await supervisor.PressAsync("form:has([name='Input.Amount']) button[type=submit]");
        Assert.Equal(LoanStatus.Disbursed, (await site.Desk.LoanOfAsync(id)).Status);

        await officer.GoAsync($"/Loans/Details/{loan.Id}");
        await officer.PressAsync("form[action*='/Proofs/Issue'] button[type=submit]");
        Assert.StartsWith("/Proofs/Details/", officer.Path, StringComparison.Ordinal);
        var code = System.Text.RegularExpressions.Regex.Match(
            await officer.TextAsync(), "[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{4}").Value;
        await using var anybody = await site.OpenAsync();
        await anybody.GoAsync($"/v/{code}");
        Assert.Equal("Bukti masih berlaku", await anybody.TextAsync("h1"));

        foreach (var visit in new[] { officer, reviewer, supervisor, anybody }) visit.AssertNoComplaint();
    }

    [Fact]
    public async Task A_returned_case_is_corrected_sent_again_and_accepted()
    {
        var id = await site.Desk.SubmittedAsync();
        await using var reviewer = await site.OpenAsync(SmallBank.Reviewer);
        await reviewer.GoAsync($"/Reviews/Case/{id}");
        await reviewer.Page.CheckAsync("[name=decision][value=Return]", new() { Force = true });
        var field = reviewer.Page.Locator(".pair", new() { Has = reviewer.Page.Locator("input[value='Debtor.MotherName']") });
        await reviewer.Page.EvaluateAsync("() => document.querySelectorAll('.p-return details').forEach(details => details.open = true)");
        await field.Locator("input[type=checkbox]").CheckAsync();
        await field.Locator("select").SelectOptionAsync("DiffersFromIdentityCard");
        await reviewer.Page.FillAsync("[name='Return.Message']", "Samakan dengan e-KTP");
        await reviewer.PressAsync("form.p-return button[type=submit]");
        Assert.Equal(EnrollmentStatus.Returned, (await site.Desk.CaseAsync(id)).Status);

        await using var officer = await site.OpenAsync(SmallBank.Officer);
        await officer.GoAsync($"/Enrollments/Form/Tasks/{id}");
        Assert.Contains("Samakan dengan e-KTP", await officer.TextAsync(), StringComparison.Ordinal);
        await officer.PressAsync("main a[href*='/Form/Debtor/'][href*='MotherName']");
        await officer.FillAsync(("MotherName", "Ibu Benar"));
        await officer.PressAsync("#section button[value=tasks]");
        await officer.GoAsync($"/Enrollments/Form/Check/{id}");
        await officer.SendAsync();

        await reviewer.AcceptAsync(id);
        var accepted = await site.Desk.CaseAsync(id);
        Assert.Equal((EnrollmentStatus.Accepted, "Ibu Benar"), (accepted.Status, accepted.Form.Debtor.MotherName));
        officer.AssertNoComplaint();
        reviewer.AssertNoComplaint();
    }
}
