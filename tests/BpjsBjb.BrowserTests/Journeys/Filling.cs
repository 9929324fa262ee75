using BpjsBjb.BrowserTests.Support;
using BpjsBjb.IntegrationTests.Support;
using BpjsBjb.Services.Enrollments;

namespace BpjsBjb.BrowserTests.Journeys;

/// <summary>An officer's hands on the form.</summary>
internal static class Filling
{
    private const string Continue = "#section button[value=next]:not(.vh)";

    /// <summary>Three inputs, and the case is on its task list.</summary>
    public static async Task<Guid> RegisterAsync(this Visit officer, EnrollmentForm form)
    {
        await officer.GoAsync("/Enrollments/Register");
        await officer.FillAsync(
            ("Nik", form.Debtor.Nik), ("FullName", form.Debtor.FullName), ("BpjsOfficeId", form.Debtor.BpjsOfficeId));
        await officer.PressAsync("main form button[type=submit]");
        Assert.StartsWith("/Enrollments/Form/Tasks/", officer.Path, StringComparison.Ordinal);
        return officer.Id;
    }

    /// <summary>Six sections, one after the other, to the check page.</summary>
    public static async Task FillSectionsAsync(this Visit officer, EnrollmentForm form)
    {
        await officer.PressAsync("main .formbar a.btn-1");
        await officer.FillAsync(
            ("ProductCode", form.Loan.ProductCode), ("LoanAmount", form.Loan.LoanAmount), ("TermMonths", form.Loan.TermMonths),
            ("ApplicationNumber", form.Loan.ApplicationNumber), ("Purpose", form.Loan.Purpose));
        await officer.PressAsync(Continue);
        await officer.FillAsync(
            ("BirthPlace", form.Debtor.BirthPlace), ("BirthDate", form.Debtor.BirthDate), ("Sex", form.Debtor.Sex),
            ("MotherName", form.Debtor.MotherName), ("Phone", form.Debtor.Phone), ("Address", form.Debtor.Address),
            ("DistrictCode", form.Debtor.DistrictCode), ("StatedMembership", form.Debtor.StatedMembership));
        await officer.PressAsync(Continue);
        await officer.FillAsync(
            ("BusinessTypeId", form.Business.BusinessTypeId), ("Description", form.Business.Description), ("Sector", form.Business.Sector),
            ("RegencyCode", form.Business.RegencyCode), ("Capital", form.Business.Capital), ("AnnualSales", form.Business.AnnualSales),
            ("EmploysWorkers", form.Business.EmploysWorkers));
        await officer.PressAsync(Continue);
        await officer.FillAsync(("MonthlyIncome", form.Income.MonthlyIncome), ("Months", form.Income.Months));
        await officer.PressAsync(Continue);
        await officer.FillAsync(("Heirs[0].Name", form.Heirs.Heirs[0].Name), ("Heirs[0].Relation", form.Heirs.Heirs[0].Relation));
        await officer.PressAsync(Continue);
        await officer.FillAsync(("Given", "true"));
        await officer.PressAsync(Continue);
        Assert.StartsWith("/Enrollments/Form/Check/", officer.Path, StringComparison.Ordinal);
    }

    public static async Task SendAsync(this Visit officer)
    {
        await officer.PressAsync("main form button.btn-1[type=submit]");
        Assert.StartsWith("/Enrollments/Details/", officer.Path, StringComparison.Ordinal);
    }

    public static async Task AcceptAsync(this Visit reviewer, Guid id)
    {
        await reviewer.GoAsync($"/Reviews/Case/{id}");
        await reviewer.Page.CheckAsync("[name=decision][value=Accept]", new() { Force = true });
        await reviewer.Page.FillAsync("[name='Accept.Kpj']", A.Kpj(A.Number()));
        await reviewer.PressAsync("form.p-accept button[type=submit]");
    }
}
