using BpjsBjb.Domain.Enrollments;
using BpjsBjb.IntegrationTests.Support;
using BpjsBjb.Services.Enrollments;

namespace BpjsBjb.IntegrationTests.Enrollments;

public sealed class SubmitTests(Desk desk) : IClassFixture<Desk>
{
    [Fact]
    public async Task An_empty_form_is_refused_for_everything_it_lacks_at_once()
    {
        var form = A.Form();
        var id = (await desk.Enrollments.StartAsync(A.Start(form), SmallBank.Officer.Actor, Desk.Cancel)).Value;

        var sent = await desk.SendAsync(id);

        Assert.Equal(
            [
                "business.description-missing@Business.Description", "business.employs-workers-missing@Business.EmploysWorkers",
                "business.regency-missing@Business.RegencyCode", "business.sector-missing@Business.Sector",
                "business.type-missing@Business.BusinessTypeId", "consent.missing@Consent.Given", "date.missing@Debtor.BirthDate",
                "debtor.address-missing@Debtor.Address", "debtor.birth-place-missing@Debtor.BirthPlace",
                "debtor.district-missing@Debtor.DistrictCode", "debtor.sex-missing@Debtor.Sex", "full-name.missing@Debtor.MotherName",
                "full-name.missing@Heirs.Heirs[0].Name", "heir.relation-missing@Heirs.Heirs[0].Relation", "income.months-missing@Income.Months",
                "loan.application-number-missing@Loan.ApplicationNumber", "loan.product-missing@Loan.ProductCode",
                "loan.purpose-missing@Loan.Purpose", "loan.term-missing@Loan.TermMonths", "phone.missing@Debtor.Phone",
                "rupiah.missing@Business.Capital", "rupiah.missing@Income.MonthlyIncome", "rupiah.missing@Loan.LoanAmount",
            ],
            sent.CodesAtFields().Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_form_full_of_mistakes_is_refused_for_all_of_them_at_once()
    {
        var form = A.Form();
        var mistakes = form with
        {
            Loan = new LoanForm
            {
                ProductCode = "KUR-KECIL",
                LoanAmount = "90.000.000",
                TermMonths = "61",
                Purpose = new string('x', 201),
                ApplicationNumber = "1",
            },
            Debtor = form.Debtor with
            {
                FullName = "B4di",
                BirthDate = "31-02-1985",
                Sex = "Other",
                MotherName = "",
                Phone = "021555",
                Email = "a@b",
                DistrictCode = "999999",
                StatedKpj = "12",
            },
            Business = form.Business with
            {
                BusinessTypeId = "G9-999",
                Sector = "Sea",
                RegencyCode = "9999",
                Capital = "1,5",
                AnnualSales = "banyak",
                EmploysWorkers = "true",
                WorkerCount = "0",
            },
            Income = new IncomeForm { MonthlyIncome = "3jt", Months = "7" },
            Heirs = new HeirsForm { Heirs = [new() { Name = "Siti", Relation = "Bank", Phone = "1" }, new() { Phone = "0812" }, new()] },
            Consent = new ConsentForm { Given = "false", TakesPart = "false" },
        };
        var id = await desk.DraftedAsync(mistakes with { Debtor = mistakes.Debtor with { FullName = "Budi" } });
        await desk.Enrollments.KeepAsync(id, await desk.VersionAsync(id), mistakes.Debtor, SmallBank.Officer.Actor, Desk.Cancel);

        var sent = await desk.SendAsync(id);

        Assert.Equal(
            [
                "business.regency-unknown@Business.RegencyCode", "business.sector-missing@Business.Sector",
                "business.type-unknown@Business.BusinessTypeId", "consent.missing@Consent.Given", "date.not-a-date@Debtor.BirthDate",
                "debtor.district-unknown@Debtor.DistrictCode", "debtor.email-not-an-address@Debtor.Email", "debtor.sex-missing@Debtor.Sex",
                "full-name.missing@Debtor.MotherName", "full-name.missing@Heirs.Heirs[1].Name", "full-name.not-a-name@Debtor.FullName",
                "heir.relation-missing@Heirs.Heirs[0].Relation", "heir.relation-missing@Heirs.Heirs[1].Relation",
                "income.months-not-offered@Income.Months", "kpj.not-eight-to-thirteen-digits@Debtor.StatedKpj",
                "loan.amount-outside-product@Loan.LoanAmount", "loan.term-too-long@Loan.TermMonths",
                "number.out-of-range@Business.WorkerCount", "participation.decline-not-allowed@Consent.TakesPart",
                "participation.decline-reason-missing@Consent.DeclineReason", "phone.not-a-mobile-number@Debtor.Phone",
                "phone.not-a-mobile-number@Heirs.Heirs[0].Phone", "phone.not-a-mobile-number@Heirs.Heirs[1].Phone",
                "rupiah.not-whole-rupiah@Business.AnnualSales", "rupiah.not-whole-rupiah@Business.Capital",
                "rupiah.not-whole-rupiah@Income.MonthlyIncome", "text.too-long@Loan.Purpose",
            ],
            sent.CodesAtFields().Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("32040101012000", "kk.not-sixteen-digits@Debtor.Kk", false)]
    [InlineData("3204013301200001", "kk.impossible-issue-date@Debtor.Kk", false)]
    [InlineData("3299010101200001", "kk.unknown-region@Debtor.Kk", true)]
    public async Task A_family_card_may_be_left_out_blocks_where_it_cannot_be_and_warns_where_its_place_is_unknown(string kk, string finding, bool isWarning)
    {
        var form = A.Form();
        var id = await desk.DraftedAsync(form with { Debtor = form.Debtor with { Kk = kk } });

        var sent = await desk.SendAsync(id);

        Assert.Equal([finding], sent.CodesAtFields());
        Assert.Equal(isWarning, sent.Refusals[0].IsWarning);
        Assert.Empty((await desk.SendAsync(await desk.DraftedAsync(A.Form()))).Refusals);
    }

    [Theory]
    [InlineData("320400", "nik.unknown-district@Debtor.Nik")]
    [InlineData("320499", "nik.unknown-district@Debtor.Nik")]
    [InlineData("329901", "nik.unknown-region@Debtor.Nik")]
    public async Task A_nik_of_an_unknown_place_warns_and_passes_with_a_reason(string district, string warning)
    {
        var form = A.Form();
        var nik = district + form.Debtor.Nik![6..];
        var id = await desk.DraftedAsync(form with { Debtor = form.Debtor with { Nik = nik } });

        var unexplained = await desk.SendAsync(id);
        Assert.Equal([warning], unexplained.CodesAtFields());
        Assert.All(unexplained.Refusals, refusal => Assert.True(refusal.IsWarning));

        var blank = await desk.SendAsync(id, reasons: new Dictionary<string, string> { [warning] = "  " });
        Assert.Equal([warning], blank.CodesAtFields());

        var explained = await desk.SendAsync(id, reasons: new Dictionary<string, string> { [warning] = "e-KTP sudah dicocokkan" });
        Assert.Empty(explained.Refusals);
        Assert.Equal("e-KTP sudah dicocokkan", (await desk.CaseAsync(id)).Form.PassedWarnings[warning]);
    }

    [Fact]
    public async Task A_nik_of_a_province_that_does_not_exist_is_no_nik()
    {
        var form = A.Form();
        var id = await desk.DraftedAsync(form with { Debtor = form.Debtor with { Nik = "990101" + form.Debtor.Nik![6..] } });

        var sent = await desk.SendAsync(id, reasons: new Dictionary<string, string> { ["nik.unknown-province@Debtor.Nik"] = "e-KTP" });

        var refusal = Assert.Single(sent.Refusals);
        Assert.Equal(("nik.unknown-province", false), (refusal.Code, refusal.IsWarning));
    }

    [Fact]
    public async Task Each_warning_needs_a_reason_of_its_own()
    {
        var form = A.Form();
        var id = await desk.DraftedAsync(form with
        {
            Debtor = form.Debtor with { BirthDate = "11-03-1985", Sex = "Female" },
            Business = form.Business with { EmploysWorkers = "true", WorkerCount = "2" },
        });
        const string birth = "debtor.birth-date-differs-from-nik@Debtor.BirthDate";
        const string sex = "debtor.sex-differs-from-nik@Debtor.Sex";
        const string workers = "business.workers-must-be-registered@Business.WorkerCount";

        var one = await desk.SendAsync(id, reasons: new Dictionary<string, string> { [birth] = "akta" });
        Assert.Equal([sex, workers], one.CodesAtFields());

        var all = await desk.SendAsync(
            id, reasons: new Dictionary<string, string> { [birth] = "akta", [sex] = "akta", [workers] = "diberitahukan" });
        Assert.Empty(all.Refusals);
    }

    [Theory]
    [InlineData("10-11-1961", "applicant.age-limit-reached")] // 65 on the day
    [InlineData("11-11-2009", "applicant.too-young")] // 17 tomorrow
    [InlineData("11-11-2026", "debtor.birth-date-in-future")]
    public async Task An_applicant_outside_the_ages_is_refused(string birthDate, string code)
    {
        var form = A.Form();
        var id = await desk.DraftedAsync(form with { Debtor = form.Debtor with { BirthDate = birthDate } });

        Assert.Contains($"{code}@Debtor.BirthDate", (await desk.SendAsync(id)).CodesAtFields());
    }

    [Theory]
    [InlineData("11-11-1961")] // 65 tomorrow
    [InlineData("10-11-2009")] // 17 on the day
    public async Task An_applicant_at_the_edge_of_the_ages_passes(string birthDate)
    {
        var form = A.Form();
        var id = await desk.DraftedAsync(form with { Debtor = form.Debtor with { BirthDate = birthDate } });

        Assert.DoesNotContain((await desk.SendAsync(id)).Refusals, refusal => !refusal.IsWarning);
    }

    [Fact]
    public async Task Sending_twice_is_sending_once()
    {
        var id = await desk.DraftedAsync(A.Form());
        var version = await desk.VersionAsync(id);

        var clicks = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() => desk.Enrollments.SubmitAsync(
            id, version, new Dictionary<string, string>(), SmallBank.Officer.Actor, Desk.Cancel))));

        Assert.All(clicks, click => Assert.Equal(id, click.Value));
        Assert.Equal(1L, await desk.Database.ReadAsync<long>(
            "select count(*) from loans l join enrollments e on e.loan_id = l.id where e.id = $1", id));
        Assert.Equal(1L, await desk.Database.ReadAsync<long>(
            "select count(*) from enrollment_history where enrollment_id = $1 and kind = 'Submitted'", id));
    }

    [Fact]
    public async Task An_application_number_is_used_once()
    {
        var first = A.Form();
        await desk.SubmittedAsync(first);
        var second = A.Form();
        var id = await desk.DraftedAsync(second with { Loan = second.Loan with { ApplicationNumber = first.Loan.ApplicationNumber } });

        Assert.Equal(["loan.application-number-used@Loan.ApplicationNumber"], (await desk.SendAsync(id)).CodesAtFields());
        Assert.Equal(EnrollmentStatus.Draft, (await desk.CaseAsync(id)).Status);
    }

    [Fact]
    public async Task An_offer_is_declined_with_a_reason_and_needs_no_reviewer()
    {
        var id = await desk.SubmittedAsync(A.DeclinedForm());

        var declined = await desk.CaseAsync(id);
        Assert.Equal((EnrollmentStatus.Accepted, AcceptanceOutcome.Declined), (declined.Status, declined.Outcome));
        var loan = await desk.LoanOfAsync(id);
        Assert.True(loan.GateIsOpen);
        Assert.Empty((await desk.Loans.ClearAsync(loan.Id, loan.Version, SmallBank.Supervisor.Actor, Desk.Cancel)).Refusals);
    }

    [Fact]
    public async Task A_duty_is_not_declined()
    {
        var form = A.Form();
        var id = await desk.DraftedAsync(form with
        {
            Consent = form.Consent with { TakesPart = "false", DeclineReason = "Unwilling" },
        });

        Assert.Equal(["participation.decline-not-allowed@Consent.TakesPart"], (await desk.SendAsync(id)).CodesAtFields());
    }

    [Theory]
    [InlineData("KUR-MIKRO", "100.000.000", true)]
    [InlineData("KUR-KECIL", "100.000.001", false)]
    [InlineData("KUR-KHUSUS", "100.000.000", true)]
    [InlineData("KUR-KHUSUS", "100.000.001", false)]
    [InlineData("MESRA", "5.000.000", false)]
    public async Task What_may_be_declined_depends_on_product_and_amount(string product, string amount, bool isOffered)
    {
        var form = A.DeclinedForm();
        var group = product == "MESRA" ? (await desk.GroupAsync()).ToString() : null;
        var id = await desk.DraftedAsync(form with { Loan = form.Loan with { ProductCode = product, LoanAmount = amount, TermMonths = "12", GroupId = group } });

        Assert.Equal(isOffered ? [] : ["participation.decline-not-allowed"], (await desk.SendAsync(id)).Codes());
    }
}
