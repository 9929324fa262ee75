using System.Net;
using BpjsBjb.IntegrationTests.Http;
using BpjsBjb.IntegrationTests.Support;
using BpjsBjb.Services.Employers;

namespace BpjsBjb.IntegrationTests.Employers;

/// <summary>The pages of business debtors, filled in by the people who use them.</summary>
public sealed class EmployerPagesTests(Portal portal) : IClassFixture<Portal>
{
    private Desk Desk => portal.Desk;

    [Fact]
    public async Task A_business_goes_from_registration_to_payout_through_everybodys_hands()
    {
        var officer = await portal.SignInAsync(SmallBank.Officer);
        var registered = await officer.SubmitAsync("/Employers/Register", Fields(EmployerFixtures.Cv("CV Halaman Rekaan")));
        Assert.Equal(HttpStatusCode.Redirect, registered.StatusCode);
        var details = registered.Headers.Location!.OriginalString;
        var id = Guid.Parse(details.Split('/')[^1]);

        var worker = EmployerFixtures.Worker(name: "Budi Halaman");
        Assert.Equal(HttpStatusCode.Redirect, (await officer.SubmitAsync($"/Employers/Worker/{id}", Fields(worker))).StatusCode);
        var reviewer = await portal.SignInAsync(SmallBank.Reviewer);
        Assert.Equal(HttpStatusCode.Redirect, (await reviewer.SubmitAsync($"/Employers/Npp/{id}", [("Npp", "JJ424242")])).StatusCode);
        // Micro, group I: 0.24 % and 0.30 % of Rp3,000,000.
        var paid = await reviewer.SubmitAsync($"/Employers/Payment/{id}", [("Input.Amount", "16.200"), ("Input.Reference", "PU-HALAMAN")]);
        Assert.Equal(HttpStatusCode.Redirect, paid.StatusCode);
        var page = await officer.ReadAsync(details);
        Assert.Contains("Rp16.200", page.Body!.TextContent, StringComparison.Ordinal);
        Assert.Contains("Terlindungi", page.Body.TextContent, StringComparison.Ordinal);

        var applied = await officer.SubmitAsync($"/Employers/Apply/{id}", Fields(EmployerFixtures.Loan()));
        var loan = Guid.Parse(applied.Headers.Location!.OriginalString.Split('/')[^1]);
        var supervisor = await portal.SignInAsync(SmallBank.Supervisor);
        Assert.Equal(HttpStatusCode.Redirect, (await supervisor.SubmitAsync($"/Employers/Payout/{loan}", [])).StatusCode);
        Assert.Equal(HttpStatusCode.Redirect, (await supervisor.SubmitAsync($"/Employers/Payout/{loan}", [("Input.Reference", "CAIR-HALAMAN")])).StatusCode);
        Assert.Equal(0, (await Desk.EmployerLoanOfAsync(loan)).Remaining.Amount);
    }

    [Fact]
    public async Task Every_mistake_stands_at_its_field_and_what_was_typed_stays()
    {
        var officer = await portal.SignInAsync(SmallBank.Officer);

        var answer = await officer.SubmitAsync("/Employers/Register", [("Input.Npwp", "12"), ("Input.Name", ""), ("Input.Capital", "x")]);

        Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.StatusCode);
        var html = await answer.HtmlAsync();
        Assert.Contains("2 angka", html.MessageAt("Input_Npwp"), StringComparison.Ordinal);
        Assert.NotNull(html.MessageAt("Input_Name"));
        Assert.NotNull(html.MessageAt("Input_Capital"));
        Assert.Equal("12", html.QuerySelector("#Input_Npwp")!.GetAttribute("value"));
    }

    [Theory]
    [InlineData("/Employers/Register", "form[method=post]")]
    [InlineData("/Enrollments/Form/Business/", "form#section")]
    public async Task Everyday_words_raise_their_question_without_a_script(string path, string form)
    {
        var officer = await portal.SignInAsync(SmallBank.Officer);
        if (path.EndsWith('/')) path += await Desk.DraftedAsync(A.Form());

        var answer = await officer.SubmitAsync(path, [("Words", "bengkel")], form, "Find");

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        var html = await answer.HtmlAsync();
        Assert.Contains("Apa yang dikerjakan bengkel itu?", html.Body!.TextContent, StringComparison.Ordinal);
        Assert.Equal(
            ["G3-095", "G4-003", "G3-079"], html.QuerySelectorAll("input[type=radio][name='Input.BusinessTypeId']").Select(radio => radio.GetAttribute("value")));
        Assert.Contains("JKK 1,27%", html.Body.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Words_that_lead_nowhere_are_answered_with_what_to_do()
    {
        var officer = await portal.SignInAsync(SmallBank.Officer);

        var html = await (await officer.SubmitAsync("/Employers/Register", [("Words", "zzzz")], "form[method=post]", "Find")).HtmlAsync();

        Assert.Contains("Pakai kata lain", html.Body!.TextContent, StringComparison.Ordinal);
        Assert.NotNull(html.QuerySelector("select#Input_BusinessTypeId"));
    }

    [Fact]
    public async Task An_uncovered_member_is_named_and_their_registration_begins_with_what_is_known()
    {
        var number = A.Number();
        var loan = await Desk.CooperativeLoanAsync(member: "Siti Halaman", number: number);
        var officer = await portal.SignInAsync(SmallBank.Officer);

        var page = await officer.ReadAsync($"/Employers/Loan/{loan.Id}");
        Assert.Contains("0 dari 1 anggota wajib terlindungi", page.Body!.TextContent, StringComparison.Ordinal);
        var link = page.QuerySelector("main a[href*='?member=']")!.GetAttribute("href")!;
        Assert.DoesNotContain(A.Nik(number), link, StringComparison.Ordinal);
        var form = await officer.ReadAsync(link);

        Assert.Equal("Siti Halaman", form.QuerySelector("#Input_FullName")!.GetAttribute("value"));
        Assert.Equal(A.Nik(number), form.QuerySelector("#Input_Nik")!.GetAttribute("value")!.Replace(" ", "", StringComparison.Ordinal));
        var stranger = await portal.SignInAsync(SmallBank.OtherOfficer);
        Assert.Equal("", (await stranger.ReadAsync(link)).QuerySelector("#Input_FullName")!.GetAttribute("value"));
    }

    [Fact]
    public async Task Wages_are_shown_to_whoever_works_with_them_and_the_look_is_recorded()
    {
        var employer = await Desk.RegisteredEmployerAsync();
        await Desk.WithWorkerAsync(employer, EmployerFixtures.Worker(wage: "7.654.321"));

        var officer = await (await portal.SignInAsync(SmallBank.Colleague)).ReadAsync($"/Employers/Details/{employer}");
        var auditor = await (await portal.SignInAsync(SmallBank.Auditor)).ReadAsync($"/Employers/Details/{employer}");

        Assert.Contains("Rp7.654.321", officer.Body!.TextContent, StringComparison.Ordinal);
        Assert.DoesNotContain("Rp7.654.321", auditor.Body!.TextContent, StringComparison.Ordinal);
        Assert.Equal(1L, await Desk.Database.ReadAsync<long>(
            "select count(*) from personal_data_reads where reader = $1 and page = '/Employers/Details' and fields = array['Wage']::varchar[]", SmallBank.Colleague.Id));
        Assert.Equal(0L, await Desk.Database.ReadAsync<long>(
            "select count(*) from personal_data_reads where reader = $1 and page = '/Employers/Details'", SmallBank.Auditor.Id));
    }

    [Fact]
    public async Task A_refused_clearance_says_what_to_do_and_stores_nothing()
    {
        var loan = await Desk.CooperativeLoanAsync();
        var supervisor = await portal.SignInAsync(SmallBank.Supervisor);

        var answer = await supervisor.SubmitAsync($"/Employers/Payout/{loan.Id}", []);

        Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.StatusCode);
        Assert.Equal("Applied", $"{(await Desk.EmployerLoanOfAsync(loan.Id)).Status}");
    }

    [Fact]
    public async Task The_loan_form_offers_the_groups_of_the_branch_alone()
    {
        var (own, other) = (await Desk.GroupAsync(name: "Mesra Kita"), await Desk.GroupAsync(SmallBank.OtherOfficer, SmallBank.OtherReviewer, "Mesra Mereka"));
        var officer = await portal.SignInAsync(SmallBank.Officer);

        var form = await officer.ReadAsync($"/Enrollments/Form/Loan/{await Desk.DraftedAsync(A.Form())}");

        var offered = form.QuerySelectorAll("#Input_GroupId option").Select(option => option.GetAttribute("value")).ToList();
        Assert.Contains(own.ToString(), offered);
        Assert.DoesNotContain(other.ToString(), offered);
    }

    private static (string, string)[] Fields(StateEmployer typed) =>
    [
        ("Input.LegalForm", typed.LegalForm!), ("Input.Name", typed.Name!), ("Input.Npwp", typed.Npwp!), ("Input.BusinessTypeId", typed.BusinessTypeId!),
        ("Input.Capital", typed.Capital!), ("Input.AnnualSales", typed.AnnualSales!), ("Input.RegencyCode", typed.RegencyCode!),
        ("Input.BpjsOfficeId", typed.BpjsOfficeId!),
    ];

    private static (string, string)[] Fields(StateWorker typed) =>
    [
        ("Input.Nik", typed.Nik!), ("Input.FullName", typed.FullName!), ("Input.BirthDate", typed.BirthDate!), ("Input.Role", typed.Role!),
        ("Input.MonthlyWage", typed.MonthlyWage!), ("Input.From", typed.From!),
    ];

    private static (string, string)[] Fields(ApplyForLoan typed) =>
    [
        ("Input.ProductCode", typed.ProductCode!), ("Input.LoanAmount", typed.LoanAmount!), ("Input.TermMonths", typed.TermMonths!),
        ("Input.ApplicationNumber", typed.ApplicationNumber!), ("Input.Purpose", typed.Purpose!),
    ];
}
