using System.Net;
using AngleSharp.Html.Dom;
using BpjsBjb.Domain.Enrollments;
using BpjsBjb.IntegrationTests.Http;
using BpjsBjb.IntegrationTests.Support;

namespace BpjsBjb.IntegrationTests.Pages;

/// <summary>The real forms, as an officer, a supervisor and a reviewer fill them in.</summary>
public sealed class FormPagesTests(Portal portal) : IClassFixture<Portal>
{
    private static readonly HttpStatusCode Unprocessable = HttpStatusCode.UnprocessableEntity;

    [Fact]
    public async Task Registering_shows_every_mistake_at_its_field_and_keeps_what_was_typed()
    {
        var officer = await portal.SignInAsync(SmallBank.Officer);

        var answer = await officer.SubmitAsync(
            "/Enrollments/Register", [("Input.Nik", "3171 <b>"), ("Input.FullName", "R2D2"), ("Input.BpjsOfficeId", "")]);

        Assert.Equal(Unprocessable, answer.StatusCode);
        var html = await answer.HtmlAsync();
        Assert.Contains("16 angka", html.MessageAt("Input_Nik"), StringComparison.Ordinal);
        Assert.NotNull(html.MessageAt("Input_FullName"));
        Assert.NotNull(html.MessageAt("Input_BpjsOfficeId"));
        Assert.Equal("3171 <b>", html.QuerySelector("#Input_Nik")!.GetAttribute("value"));
        Assert.Equal("R2D2", html.QuerySelector("#Input_FullName")!.GetAttribute("value"));
        Assert.Equal("true", html.QuerySelector("#Input_Nik")!.GetAttribute("aria-invalid"));
        Assert.NotEmpty(html.QuerySelectorAll("[role=alert] a[href='#Input_Nik']"));
        Assert.StartsWith("Kesalahan", html.Title, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_same_nik_cannot_be_open_twice()
    {
        var officer = await portal.SignInAsync(SmallBank.Officer);
        var form = A.Form();
        (string, string)[] start =
        [
            ("Input.Nik", form.Debtor.Nik!), ("Input.FullName", form.Debtor.FullName!), ("Input.BpjsOfficeId", form.Debtor.BpjsOfficeId!),
        ];

        var first = await officer.SubmitAsync("/Enrollments/Register", start);
        var second = await officer.SubmitAsync("/Enrollments/Register", start);

        Assert.Equal(HttpStatusCode.Redirect, first.StatusCode);
        Assert.Equal(Unprocessable, second.StatusCode);
        Assert.NotNull((await second.HtmlAsync()).MessageAt("Input_Nik"));
    }

    [Fact]
    public async Task A_section_that_is_wrong_is_shown_again_with_every_reason_and_letter()
    {
        var officer = await portal.SignInAsync(SmallBank.Officer);
        var id = await portal.Desk.DraftedAsync(A.Form());

        var answer = await officer.SubmitAsync(
            $"/Enrollments/Form/Loan/{id}",
            [("Input.LoanAmount", "90,5"), ("Input.TermMonths", "x"), ("Input.Purpose", ""), ("then", "next")], "form#section");

        Assert.Equal(Unprocessable, answer.StatusCode);
        var html = await answer.HtmlAsync();
        Assert.Equal("90,5", html.QuerySelector("#Input_LoanAmount")!.GetAttribute("value"));
        Assert.NotNull(html.MessageAt("Input_LoanAmount"));
        Assert.NotNull(html.MessageAt("Input_TermMonths"));
        Assert.NotNull(html.MessageAt("Input_Purpose"));
        Assert.Equal("90,5", (await portal.Desk.CaseAsync(id)).Form.Loan.LoanAmount);
    }

    [Fact]
    public async Task A_stale_section_is_refused_and_keeps_what_was_typed()
    {
        var officer = await portal.SignInAsync(SmallBank.Officer);
        var form = A.Form();
        var id = await portal.Desk.DraftedAsync(form);
        var page = await officer.ReadAsync($"/Enrollments/Form/Income/{id}");
        var fields = ((IHtmlFormElement)page.QuerySelector("form#section")!).FieldsAsTheyStand();
        await portal.Desk.Enrollments.KeepAsync(
            id, await portal.Desk.VersionAsync(id), form.Income with { MonthlyIncome = "4.000.000" }, SmallBank.Colleague.Actor, Desk.Cancel);

        fields.RemoveAll(field => field.Key == "Input.MonthlyIncome");
        var answer = await officer.PostAsync($"/Enrollments/Form/Income/{id}", [.. fields, new("Input.MonthlyIncome", "5.000.000")]);

        Assert.Equal(Unprocessable, answer.StatusCode);
        var html = await answer.HtmlAsync();
        Assert.Equal("5.000.000", html.QuerySelector("#Input_MonthlyIncome")!.GetAttribute("value"));
        Assert.Contains("4.000.000", html.MessageAt("Input_MonthlyIncome"), StringComparison.Ordinal);
        Assert.Equal("4.000.000", (await portal.Desk.CaseAsync(id)).Form.Income.MonthlyIncome);
    }

    [Fact]
    public async Task The_check_page_sends_a_whole_case_and_refuses_a_warning_without_reason()
    {
        var officer = await portal.SignInAsync(SmallBank.Officer);
        var form = A.Form();
        var id = await portal.Desk.DraftedAsync(form with { Debtor = form.Debtor with { Sex = "Female" } });
        var check = $"/Enrollments/Form/Check/{id}";
        const string reason = "Reasons[debtor.sex-differs-from-nik@Debtor.Sex]";

        Assert.Equal(Unprocessable, (await officer.SubmitAsync(check, [])).StatusCode);
        Assert.Equal(HttpStatusCode.Redirect, (await officer.SubmitAsync(check, [(reason, "Sudah dicocokkan")])).StatusCode);
        Assert.Equal(EnrollmentStatus.Submitted, (await portal.Desk.CaseAsync(id)).Status);
    }

    [Fact]
    public async Task A_case_is_withdrawn_from_its_own_page()
    {
        var officer = await portal.SignInAsync(SmallBank.Officer);
        var id = await portal.Desk.DraftedAsync(A.Form());

        Assert.Equal(HttpStatusCode.Redirect, (await officer.SubmitAsync($"/Enrollments/Form/Withdrawal/{id}", [])).StatusCode);
        Assert.Equal(EnrollmentStatus.Withdrawn, (await portal.Desk.CaseAsync(id)).Status);
    }

    [Fact]
    public async Task A_payment_that_differs_is_refused_at_its_field_and_the_right_one_is_recorded()
    {
        var supervisor = await portal.SignInAsync(SmallBank.Supervisor);
        var id = await portal.Desk.AcceptedAsync();
        var bill = await portal.Desk.BillOfAsync(id);
        var page = $"/Bills/Payment/{bill.Id}";
        (string, string)[] receipt = [("Input.PaidOn", "10-11-2026"), ("Input.Channel", "BankBjb"), ("Input.Reference", "FORM-1")];

        var wrong = await supervisor.SubmitAsync(page, [.. receipt, ("Input.Amount", "1")], "form:has([name='Input.Amount'])");
        Assert.Equal(Unprocessable, wrong.StatusCode);
        Assert.NotNull((await wrong.HtmlAsync()).MessageAt("Input_Amount"));
        var right = await supervisor.SubmitAsync(page, [.. receipt, ("Input.Amount", bill.Total.ToString())], "form:has([name='Input.Amount'])");
        Assert.Equal(HttpStatusCode.Redirect, right.StatusCode);
        Assert.NotNull((await portal.Desk.CaseAsync(id)).CoveredThrough);
    }

    [Fact]
    public async Task A_loan_is_cleared_and_paid_out_from_its_pages()
    {
        var supervisor = await portal.SignInAsync(SmallBank.Supervisor);
        var loan = await portal.Desk.LoanOfAsync(await portal.Desk.PaidAsync());

        Assert.Equal(HttpStatusCode.Redirect, (await supervisor.SubmitAsync($"/Loans/Clearance/{loan.Id}", [])).StatusCode);
        var tooMuch = await supervisor.SubmitAsync(
            $"/Loans/Disbursement/{loan.Id}", [("Input.Amount", "150.000.001"), ("Input.ValueDate", "10-11-2026"), ("Input.Reference", "C-1")]);
        Assert.Equal(Unprocessable, tooMuch.StatusCode);
        Assert.NotNull((await tooMuch.HtmlAsync()).MessageAt("Input_Amount"));
        var right = await supervisor.SubmitAsync(
            $"/Loans/Disbursement/{loan.Id}", [("Input.Amount", "150.000.000"), ("Input.ValueDate", "10-11-2026"), ("Input.Reference", "C-1")]);
        Assert.Equal(HttpStatusCode.Redirect, right.StatusCode);
    }

    [Fact]
    public async Task A_loan_with_a_closed_gate_offers_no_clearance()
    {
        var supervisor = await portal.SignInAsync(SmallBank.Supervisor);
        var loan = await portal.Desk.LoanOfAsync(await portal.Desk.AcceptedAsync());

        Assert.Empty((await supervisor.ReadAsync($"/Loans/Clearance/{loan.Id}")).QuerySelectorAll("main button[type=submit]"));
    }

    [Theory]
    [InlineData("/SignIn")]
    [InlineData("/SignOut")]
    [InlineData("/Language")]
    [InlineData("/v")]
    [InlineData("/Search")]
    [InlineData("/Enrollments/Register")]
    public async Task A_post_without_its_token_is_refused(string path)
    {
        var officer = await portal.SignInAsync(SmallBank.Officer);

        Assert.Equal(HttpStatusCode.BadRequest, (await officer.PostAsync(path, [new("q", "x")])).StatusCode);
    }

    [Fact]
    public async Task A_wrong_role_cannot_post_what_it_cannot_open()
    {
        var reviewer = await portal.SignInAsync(SmallBank.Reviewer);

        Assert.Equal(HttpStatusCode.Forbidden, (await reviewer.PostAsync("/Enrollments/Register", [new("Input.Nik", "1")])).StatusCode);
    }

    [Fact]
    public async Task Five_wrong_passwords_lock_even_the_right_one_out_and_an_unknown_address_hears_the_same()
    {
        var stranger = portal.Stranger();
        var wrong = await TryAsync(SmallBank.Auditor.Email, "salah");
        var unknown = await TryAsync("nobody@nowhere.test", "salah");
        Assert.Equal(wrong, unknown);
        for (var i = 0; i < 4; i++) await TryAsync(SmallBank.Auditor.Email, "salah");

        Assert.Equal(wrong, await TryAsync(SmallBank.Auditor.Email, SmallBank.Password));

        async Task<string> TryAsync(string email, string password)
        {
            var answer = await stranger.SubmitAsync("/SignIn", [("Input.Email", email), ("Input.Password", password)]);
            Assert.Equal(Unprocessable, answer.StatusCode);
            return (await answer.HtmlAsync()).QuerySelector("[role=alert]")!.TextContent;
        }
    }

    [Fact]
    public async Task Signing_in_leads_back_inside_and_never_elsewhere()
    {
        foreach (var (returnUrl, expected) in new[] { ("/Rules", "/Rules"), ("https://elsewhere.test/", "/"), ("//elsewhere.test", "/") })
        {
            var answer = await portal.SignInAsync(
                portal.Stranger(), SmallBank.Officer, $"/SignIn?returnUrl={Uri.EscapeDataString(returnUrl)}");
            Assert.Equal(expected, answer.Headers.Location!.ToString());
        }
    }

    [Fact]
    public async Task Signing_out_ends_the_session()
    {
        var officer = await portal.SignInAsync(SmallBank.Officer);
        await officer.SubmitAsync("/", [], "form[action$='/SignOut']");

        Assert.Equal(HttpStatusCode.Redirect, (await officer.GetAsync("/Enrollments")).StatusCode);
    }

    [Fact]
    public async Task A_search_by_nik_is_a_post_and_no_log_holds_it()
    {
        var officer = await portal.SignInAsync(SmallBank.Officer);
        var form = A.Form();
        await portal.Desk.SubmittedAsync(form);

        var found = await officer.SubmitAsync("/", [("q", form.Debtor.Nik!)], "form[action$='/Search']");

        Assert.Contains("Budi Rekaan", (await found.HtmlAsync()).Body!.TextContent, StringComparison.Ordinal);
        Assert.DoesNotContain(portal.Logs.Lines, line => line.Contains(form.Debtor.Nik!, StringComparison.Ordinal));
    }
}
