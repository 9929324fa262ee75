using BpjsBjb.BrowserTests.Support;
using BpjsBjb.Domain.Enrollments;
using BpjsBjb.IntegrationTests.Support;

namespace BpjsBjb.BrowserTests.Journeys;

public sealed class RegisterTests(Site site) : IClassFixture<Site>
{
    [Fact]
    public async Task A_debtor_is_registered_with_the_keyboard_alone()
    {
        await using var officer = await site.OpenAsync(SmallBank.Officer);
        var keyboard = officer.Page.Keyboard;
        await officer.GoAsync("/Enrollments/Register");

        Assert.Equal("Input_Nik", await FocusAsync(officer));
        await keyboard.TypeAsync(A.Nik(A.Number()));
        await TabToAsync(officer, "Input_FullName");
        await keyboard.TypeAsync("Budi Rekaan");
        await TabToAsync(officer, "Input_BpjsOfficeId");
        await keyboard.TypeAsync("BPJS Uji Bandung");
        await officer.LeaveAsync(async () =>
        {
            await keyboard.PressAsync("Tab");
            await keyboard.PressAsync("Enter");
        });

        Assert.StartsWith("/Enrollments/Form/Tasks/", officer.Path, StringComparison.Ordinal);
        officer.AssertNoComplaint();
    }

    [Fact]
    public async Task The_way_past_the_menu_is_the_first_thing_the_keyboard_meets()
    {
        await using var officer = await site.OpenAsync(SmallBank.Officer);
        await officer.GoAsync("/Rules");
        await officer.Page.Keyboard.PressAsync("Tab");
        await officer.Page.Keyboard.PressAsync("Enter");

        Assert.Equal("main", await FocusAsync(officer));
    }

    [Fact]
    public async Task The_language_is_switched_where_one_stands_and_stays()
    {
        await using var officer = await site.OpenAsync(SmallBank.Officer);
        await officer.GoAsync("/Enrollments/Register");
        Assert.Equal("id", await officer.Page.GetAttributeAsync("html", "lang"));

        await officer.PressAsync("form[action$='/Language'] button");

        Assert.Equal(("/Enrollments/Register", "en"), (officer.Path, await officer.Page.GetAttributeAsync("html", "lang")));
        await officer.GoAsync("/Rules");
        Assert.Equal("en", await officer.Page.GetAttributeAsync("html", "lang"));
    }

    [Fact]
    public async Task A_mistake_takes_the_reader_to_its_field()
    {
        await using var officer = await site.OpenAsync(SmallBank.Officer);
        await officer.GoAsync("/Enrollments/Register");
        await officer.FillAsync(("Nik", "3171"), ("FullName", "Budi"));
        await officer.PressAsync("main form button[type=submit]");

        await officer.Page.ClickAsync("[role=alert] a[href='#Input_Nik']");

        Assert.Equal("Input_Nik", await FocusAsync(officer));
        officer.AssertNoComplaint();
    }

    [Fact]
    public async Task Two_browsers_on_one_draft_lose_nothing()
    {
        var id = await site.Desk.DraftedAsync(A.Form());
        var income = $"/Enrollments/Form/Income/{id}";
        await using var one = await site.OpenAsync(SmallBank.Officer);
        await using var other = await site.OpenAsync(SmallBank.Colleague);
        await one.GoAsync(income);
        await other.GoAsync(income);

        await one.FillAsync(("MonthlyIncome", "4000000"));
        await one.PressAsync("#section button[value=tasks]");
        // Without its script the page has no autosave in the way of the press.
        await other.Page.EvaluateAsync("() => document.querySelector('#section').removeAttribute('data-autosave')");
        await other.FillAsync(("MonthlyIncome", "5000000"));
        await other.PressAsync("#section button[value=tasks]");

        Assert.Equal("5.000.000", await other.Page.InputValueAsync("#Input_MonthlyIncome"));
        Assert.True(await other.Page.IsVisibleAsync("[data-conflict]"));
        Assert.Equal("4.000.000", (await site.Desk.CaseAsync(id)).Form.Income.MonthlyIncome);
    }

    [Fact]
    public async Task What_is_typed_is_saved_by_itself()
    {
        var id = await site.Desk.DraftedAsync(A.Form());
        await using var officer = await site.OpenAsync(SmallBank.Officer);
        await officer.GoAsync($"/Enrollments/Form/Income/{id}");

        await officer.Page.RunAndWaitForResponseAsync(
            () => officer.Page.FillAsync("#Input_MonthlyIncome", "6000000"),
            answer => answer.Url.Contains("handler=Autosave", StringComparison.OrdinalIgnoreCase) && answer.Ok);

        Assert.Equal("6.000.000", (await site.Desk.CaseAsync(id)).Form.Income.MonthlyIncome);
        officer.AssertNoComplaint();
    }

    [Fact]
    public async Task A_double_click_on_send_sends_once()
    {
        var id = await site.Desk.DraftedAsync(A.Form());
        await using var officer = await site.OpenAsync(SmallBank.Officer);
        await officer.GoAsync($"/Enrollments/Form/Check/{id}");

        await officer.Page.DblClickAsync("main form button.btn-1[type=submit]");
        await officer.Page.WaitForURLAsync("**/Enrollments/Details/**");

        var sent = await site.Desk.CaseAsync(id);
        Assert.Equal(EnrollmentStatus.Submitted, sent.Status);
        Assert.Single(sent.Timeline, item => item.Kind == EnrollmentEventKind.Submitted);
    }

    [Fact]
    public async Task Going_back_after_sending_opens_no_second_case()
    {
        var id = await site.Desk.DraftedAsync(A.Form());
        await using var officer = await site.OpenAsync(SmallBank.Officer);
        await officer.GoAsync($"/Enrollments/Form/Check/{id}");
        await officer.PressAsync("main form button.btn-1[type=submit]");

        await officer.Page.GoBackAsync();

        Assert.StartsWith("/Enrollments/Details/", officer.Path, StringComparison.Ordinal);
    }

    private static Task<string> FocusAsync(Visit visit) => visit.Page.EvaluateAsync<string>("() => document.activeElement.id");

    private static async Task TabToAsync(Visit visit, string id)
    {
        for (var presses = 0; presses < 5; presses++)
        {
            await visit.Page.Keyboard.PressAsync("Tab");
            if (await FocusAsync(visit) == id) return;
        }

        Assert.Fail($"The keyboard does not reach {id}; it is at {await FocusAsync(visit)}.");
    }
}
