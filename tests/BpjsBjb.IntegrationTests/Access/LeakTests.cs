using System.Globalization;
using System.Net;
using BpjsBjb.IntegrationTests.Http;
using BpjsBjb.IntegrationTests.Support;
using BpjsBjb.Services.Enrollments;
using Microsoft.AspNetCore.Mvc.Testing.Handlers;

namespace BpjsBjb.IntegrationTests.Access;

/// <summary>
/// One invented person through the whole job over HTTP, with every mistake on the way and a database that breaks: then looked for in every log line,
/// every address and a dump. What the services alone store and log is <see cref="CanaryTests"/>' question.
/// </summary>
public sealed class LeakTests(Portal portal) : IClassFixture<Portal>
{
    private const string Name = "Kenarinama Rekaan";

    /// <summary>A name stands in lists and is clear in the database (decision 0021); everything else is sealed there.</summary>
    private static readonly string[] Sealed =
        ["Kenariibu", "Kenarialamat", "7654321", "7.654.321", "81299988877", "kenarisurat@", "Kenariwaris", "Kenaripesan", "Kenaricatatan"];

    private readonly SeenAddresses _addresses = new();

    [Fact]
    public async Task A_persons_data_is_in_no_log_no_address_and_no_dump()
    {
        var form = A.Form();
        form = form with
        {
            Debtor = form.Debtor with
            {
                FullName = Name,
                MotherName = "Kenariibu",
                Address = "Jalan Kenarialamat 1",
                Phone = "081299988877",
                Email = "kenarisurat@contoh.test",
            },
            Income = form.Income with { MonthlyIncome = "7.654.321" },
            Heirs = new() { Heirs = [new() { Name = "Kenariwaris", Relation = "Spouse", Phone = "081299988877" }, new(), new()] },
        };
        var kpj = A.Kpj(A.Number());
        var officer = await VisitAsync(SmallBank.Officer);
        var id = await RegisterAsync(officer, form);
        await ReviewAsync(officer, form, id, kpj);
        await PayAsync(officer, id);
        await LookAsync(officer, form, id);
        await FailAsync(officer, form);

        string[] secrets = [form.Debtor.Nik!, kpj, .. Sealed];
        string[] all = [.. secrets, "Kenarinama"];
        Assert.Empty(Holding(portal.Logs.Lines, all));
        Assert.Empty(Holding(_addresses.Seen, all));
        var dump = await Dump.OfAsync(portal.Desk.Database.OwnerConnectionString);
        Assert.Empty(secrets.Where(secret => dump.Contains(secret, StringComparison.OrdinalIgnoreCase)));

        // All three were looked into: each holds what it may hold.
        Assert.Contains(portal.Logs.Lines, line => line.Contains("Enrollments/Form/Debtor/{id:guid}", StringComparison.Ordinal));
        Assert.Contains(portal.Logs.Lines, line => line.Contains("500", StringComparison.Ordinal) && line.Contains("DbUpdateException", StringComparison.Ordinal));
        Assert.Contains(_addresses.Seen, address => address.Contains($"{id}", StringComparison.Ordinal));
        Assert.Contains(Name, dump, StringComparison.Ordinal);
    }

    private async Task<Guid> RegisterAsync(Visitor officer, EnrollmentForm form)
    {
        const string register = "/Enrollments/Register";
        (string, string)[] start = [("Input.Nik", form.Debtor.Nik!), ("Input.FullName", Name), ("Input.BpjsOfficeId", form.Debtor.BpjsOfficeId!)];
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await officer.SubmitAsync(register, [.. start[..2], ("Input.BpjsOfficeId", "")])).StatusCode);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await officer.SubmitAsync(register, [.. start[..2], ("Input.FullName", $"{Name} 7")])).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await officer.SubmitAsync(register, start, "form[method=post]", "Similar")).StatusCode);
        var begun = await officer.SubmitAsync(register, start);
        var id = Guid.Parse(begun.Headers.Location!.OriginalString.Split('/')[^1]);
        foreach (var (section, answers) in form.Sections) await KeepAsync(officer, id, section, answers);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await officer.SubmitAsync(register, start)).StatusCode);
        Assert.Equal(HttpStatusCode.Redirect, (await officer.SubmitAsync($"/Enrollments/Form/Check/{id}", [])).StatusCode);
        Assert.Equal("Submitted", $"{(await portal.Desk.CaseAsync(id)).Status}");
        return id;
    }

    private static async Task KeepAsync(Visitor officer, Guid id, string section, IFormSection answers)
    {
        var path = $"/Enrollments/Form/{section}/{id}";
        var fields = FieldsOf(answers);
        foreach (var handler in new[] { "Quote", "Calculate", "Autosave" }) await officer.SubmitAsync(path, fields, "form#section", handler);
        Assert.Equal(HttpStatusCode.Redirect, (await officer.SubmitAsync(path, [.. fields, ("then", "next")], "form#section")).StatusCode);
        // Somebody saved meanwhile; and a version that never was.
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await officer.SubmitAsync(path, [.. fields, ("Version", "1")], "form#section")).StatusCode);
    }

    private async Task ReviewAsync(Visitor officer, EnrollmentForm form, Guid id, string kpj)
    {
        var reviewer = await VisitAsync(SmallBank.Reviewer);
        var path = $"/Reviews/Case/{id}";
        var place = (await reviewer.ReadAsync(path)).QuerySelector("input[name^='Return.Fields'][value='Debtor.MotherName']")!.GetAttribute("name")![..^".Field".Length];
        var returned = await reviewer.SubmitAsync(
            path, [($"{place}.IsChosen", "true"), ($"{place}.Reason", "DiffersFromIdentityCard"), ("Return.Message", "Kenaripesan")], "form.p-return");
        Assert.Equal(HttpStatusCode.Redirect, returned.StatusCode);
        await KeepAsync(officer, id, "Debtor", form.Debtor);
        await officer.SubmitAsync($"/Enrollments/Form/Check/{id}", []);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await reviewer.SubmitAsync(path, [("Accept.Kpj", $"{kpj}x"), ("Accept.Outcome", "NewMembership")], "form.p-accept")).StatusCode);
        Assert.Equal(HttpStatusCode.Redirect, (await reviewer.SubmitAsync(path, [("Accept.Kpj", kpj), ("Accept.Outcome", "NewMembership")], "form.p-accept")).StatusCode);
        Assert.Equal("Accepted", $"{(await portal.Desk.CaseAsync(id)).Status}");
    }

    private async Task PayAsync(Visitor officer, Guid id)
    {
        var supervisor = await VisitAsync(SmallBank.Supervisor);
        var bill = await portal.Desk.BillOfAsync(id);
        (string, string)[] payment = [("Input.Amount", $"{bill.Total}"), ("Input.PaidOn", A.Date(A.Today)), ("Input.Channel", "BankBjb"), ("Input.Reference", "BAYAR-K1")];
        Assert.Equal(HttpStatusCode.Redirect, (await supervisor.SubmitAsync($"/Bills/Payment/{bill.Id}", payment)).StatusCode);
        var loan = await portal.Desk.LoanOfAsync(id);
        Assert.Equal(HttpStatusCode.Redirect, (await supervisor.SubmitAsync($"/Loans/Clearance/{loan.Id}", [])).StatusCode);
        Assert.Equal(HttpStatusCode.Redirect, (await supervisor.SubmitAsync($"/Loans/Disbursement/{loan.Id}", [("Input.Reference", "CAIR-K1")])).StatusCode);
        var proof = await officer.SubmitAsync($"/Loans/Details/{loan.Id}", [], "form[action*='/Proofs/Issue']");
        var sheet = proof.Headers.Location!.OriginalString;
        await officer.ReadAsync(sheet);
        Assert.Equal(HttpStatusCode.OK, (await officer.GetAsync(sheet.Replace("Details", "Pdf", StringComparison.Ordinal))).StatusCode);
    }

    private async Task LookAsync(Visitor officer, EnrollmentForm form, Guid id)
    {
        foreach (var field in Services.Audit.PersonalDataReads.Fields.Keys)
        {
            var revealed = await officer.SubmitAsync($"/Enrollments/Reveal/{id}", [("Input.Field", field), ("Input.Purpose", "Complaint"), ("Input.Note", "Kenaricatatan")]);
            Assert.Equal(HttpStatusCode.OK, revealed.StatusCode);
        }

        foreach (var user in new[] { SmallBank.Officer, SmallBank.Supervisor, SmallBank.Reviewer, SmallBank.Regional, SmallBank.Auditor })
        {
            var visitor = await VisitAsync(user);
            foreach (var text in new[] { form.Debtor.Nik!, "Kenarinama", "kenarinama rekaan" }) await visitor.SubmitAsync("/Search", [("q", text)], "form[action$='/Search']");
            foreach (var path in new[] { "/Enrollments", $"/Enrollments/Details/{id}", "/Loans?tab=All", "/Bills?tab=All", "/Reviews", "/Dashboards", "/Dashboards/Rows" }) await visitor.GetAsync(path);
        }

        var auditor = await VisitAsync(SmallBank.Auditor);
        Assert.Equal(HttpStatusCode.OK, (await auditor.SubmitAsync("/Audit/Person", [("Nik", form.Debtor.Nik!)])).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await auditor.SubmitAsync("/Audit/Readers", [("Input.Email", SmallBank.Officer.Email)])).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await auditor.SubmitAsync("/Audit/Readers", [("Input.Email", SmallBank.Officer.Email)], "form[method=post]", "Csv")).StatusCode);
    }

    /// <summary>Requests that end before, in and behind the page: 400, 404, 413, 415, 422 and 500, each with the person in its body.</summary>
    private async Task FailAsync(Visitor officer, EnrollmentForm form)
    {
        var draft = await portal.Desk.DraftedAsync(A.Form());
        var foreign = await portal.Desk.DraftedAsync(A.Form() with { Debtor = A.Form().Debtor with { BpjsOfficeId = $"{SmallBank.BpjsSerang}" } }, SmallBank.OtherOfficer);
        var own = $"/Enrollments/Form/Debtor/{draft}";
        var fields = FieldsOf(form.Debtor with { Nik = A.Form().Debtor.Nik });
        var sent = fields.Select(field => KeyValuePair.Create(field.Name, field.Value)).ToList();
        Assert.Equal(HttpStatusCode.BadRequest, (await officer.PostAsync(own, sent)).StatusCode);
        sent.Add(new("__RequestVerificationToken", (await officer.ReadAsync(own)).QuerySelector("input[name=__RequestVerificationToken]")!.GetAttribute("value")!));
        Assert.Equal(HttpStatusCode.NotFound, (await officer.PostAsync($"/Enrollments/Form/Debtor/{foreign}", sent)).StatusCode);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await officer.PostAsync(own, [.. sent, new("Input.Kenarinama", Name)])).StatusCode);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await officer.PostAsync(own, [.. sent, new("Input.MotherName", "Kenariibu")])).StatusCode);
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, (await officer.PostAsync(own, [.. sent, new("Kenarinama", new string('k', 270_000))])).StatusCode);
        using var json = new StringContent($$"""{"name":"{{Name}}","email":"kenarisurat@contoh.test"}""", System.Text.Encoding.UTF8, "application/json");
        Assert.Equal(HttpStatusCode.UnsupportedMediaType, (await officer.Http.PostAsync(new Uri(own, UriKind.Relative), json, Desk.Cancel)).StatusCode);

        await portal.Desk.Database.AsOwnerAsync("alter table enrollments add constraint broken check (full_name not like 'Kenarinama%') not valid");
        var broken = await officer.SubmitAsync(own, [.. fields, ("then", "next")], "form#section");
        Assert.Equal(HttpStatusCode.InternalServerError, broken.StatusCode);
        Assert.DoesNotContain("Kenari", await broken.Content.ReadAsStringAsync(Desk.Cancel), StringComparison.OrdinalIgnoreCase);
        await portal.Desk.Database.AsOwnerAsync("alter table enrollments drop constraint broken");
    }

    private async Task<Visitor> VisitAsync(TestUser user)
    {
        var http = portal.CreateDefaultClient(new Uri("https://localhost"), new CookieContainerHandler(), new SeenAddresses.Recorder(_addresses));
        var visitor = new Visitor(http);
        Assert.Equal(HttpStatusCode.Redirect, (await portal.SignInAsync(visitor, user, "/SignIn")).StatusCode);
        return visitor;
    }

    /// <summary>A section's answers as its form sends them.</summary>
    private static (string Name, string Value)[] FieldsOf(object section, string prefix = "Input") =>
    [
        .. from property in section.GetType().GetProperties()
           where property.CanWrite && property.PropertyType == typeof(string) && property.GetValue(section) is string
           select ($"{prefix}.{property.Name}", (string)property.GetValue(section)!),
        .. section is HeirsForm heirs
            ? heirs.Heirs.SelectMany((heir, i) => FieldsOf(heir, $"{prefix}.Heirs[{i.ToString(CultureInfo.InvariantCulture)}]"))
            : [],
    ];

    private static IEnumerable<string> Holding(IEnumerable<string> texts, string[] words) =>
        texts.Where(text => words.Any(word => Uri.UnescapeDataString(text).Contains(word, StringComparison.OrdinalIgnoreCase)));
}
