using BpjsBjb.IntegrationTests.Support;
using BpjsBjb.Services.Audit;

namespace BpjsBjb.IntegrationTests.Audit;

/// <summary>Whoever sees personal data in full is written down first, and can be asked about afterwards.</summary>
public sealed class ReadTests(Desk desk) : IClassFixture<Desk>
{
    private static readonly ReadPlace Place = new("/Enrollments/Reveal", "192.0.2.7");

    [Fact]
    public async Task What_is_revealed_is_written_down_with_field_purpose_and_place()
    {
        var form = A.Form();
        var id = await desk.SubmittedAsync(form);

        var shown = await RevealAsync(id, "Debtor.MotherName", nameof(ReadPurpose.ContactDebtor), SmallBank.Officer, "dering kedua");

        Assert.Equal(form.Debtor.MotherName, shown!.Value.Value);
        Assert.Equal(
            $"{SmallBank.Officer.Id} Reveal ContactDebtor Debtor.MotherName 192.0.2.7 t",
            await desk.Database.ReadAsync<string>(
                "select concat_ws(' ', reader, kind, purpose, fields[1], host(address), note_sealed is not null) from personal_data_reads where enrollment_id = $1", id));
    }

    [Fact]
    public async Task Nothing_is_shown_where_nothing_could_be_written()
    {
        var id = await desk.SubmittedAsync();
        await desk.Database.AsOwnerAsync("alter table personal_data_reads add constraint ck_closed check (purpose <> 'Complaint') not valid");

        await Assert.ThrowsAnyAsync<Exception>(() => RevealAsync(id, "Debtor.Nik", nameof(ReadPurpose.Complaint), SmallBank.Officer));
    }

    [Fact]
    public async Task Without_a_purpose_or_a_known_field_nothing_is_shown()
    {
        var id = await desk.SubmittedAsync();

        Assert.Equal(["reveal.field-missing@Field", "reveal.purpose-missing@Purpose"], (await RevealAsync(id, "Form", "Work", SmallBank.Officer))!.CodesAtFields());
        Assert.Equal(0L, await desk.Database.ReadAsync<long>("select count(*) from personal_data_reads where enrollment_id = $1", id));
    }

    [Fact]
    public async Task A_case_of_another_office_reveals_nothing()
    {
        var id = await desk.SubmittedAsync();

        Assert.Null(await RevealAsync(id, "Debtor.Nik", nameof(ReadPurpose.Complaint), SmallBank.OtherOfficer));
    }

    [Fact]
    public async Task Nobody_writes_a_look_in_somebody_elses_name()
    {
        var refusal = await desk.Database.RefusalAsync(
            "insert into personal_data_reads (reader, kind, purpose, page, fields) values ($1, 'Look', 'Work', '/Enrollments/Details', '{Debtor.Nik}')",
            SmallBank.Officer.Id);

        Assert.Equal(("28000", "database.nobody-is-acting"), (refusal.SqlState, refusal.MessageText));
    }

    [Fact]
    public async Task The_same_look_counts_once_in_five_minutes()
    {
        var id = await desk.SubmittedAsync();
        foreach (var reader in new[] { SmallBank.Officer, SmallBank.Officer, SmallBank.Reviewer })
        {
            await desk.Get<PersonalDataReads>().LookAsync(id, ["Debtor.Nik"], new("/Reviews/Case", null), reader.Actor, Desk.Cancel);
        }

        Assert.Equal(2L, await desk.Database.ReadAsync<long>("select count(*) from personal_data_reads where enrollment_id = $1", id));
    }

    [Fact]
    public async Task Who_saw_or_changed_a_person_is_answered_by_nik()
    {
        var form = A.Form();
        var id = await desk.PaidAsync(form);
        await RevealAsync(id, "Debtor.Phone", nameof(ReadPurpose.DebtorAsked), SmallBank.Supervisor);

        var trail = (await desk.Get<AuditSearch>().PersonAsync(form.Debtor.Nik, Place, SmallBank.Auditor.Actor, Desk.Cancel)).Value;

        Assert.Equal(SmallBank.Supervisor.Email, Assert.Single(trail.Looks, look => look.Kind == "Reveal").ByEmail);
        Assert.Contains(trail.Changes, change => change.Table == "payments" && change.Operation == "INSERT");
        Assert.Contains(trail.Changes, change => change.Table == "enrollments"
            && change.Fields.Any(field => field is { Column: "status", Before: "Submitted", After: "Accepted" }));
        Assert.Equal(1L, await desk.Database.ReadAsync<long>(
            "select count(*) from personal_data_reads where kind = 'Search' and reader = $1 and enrollment_id = $2", SmallBank.Auditor.Id, id));
    }

    [Fact]
    public async Task Whom_a_reader_saw_is_a_list_and_its_download_is_written_down()
    {
        var (one, two) = (await desk.SubmittedAsync(), await desk.SubmittedAsync());
        await RevealAsync(one, "Debtor.Nik", nameof(ReadPurpose.DebtorAsked), SmallBank.Colleague);
        await RevealAsync(one, "Debtor.Phone", nameof(ReadPurpose.DebtorAsked), SmallBank.Colleague);
        await RevealAsync(two, "Debtor.Nik", nameof(ReadPurpose.DebtorAsked), SmallBank.Colleague);

        var filter = new ReadersFilter { Email = SmallBank.Colleague.Email };
        var people = (await desk.Get<AuditSearch>().AffectedAsync(filter, asExport: true, Place, SmallBank.Auditor.Actor, Desk.Cancel)).Value;

        Assert.Equal(2, people.Count);
        Assert.Equal((2, "Debtor.Nik Debtor.Phone"), (people[1].Looks, string.Join(' ', people[1].Fields)));
        Assert.Equal(2, await desk.Database.ReadAsync<int>("select row_count from personal_data_reads where kind = 'Export'"));
    }

    [Fact]
    public async Task A_case_tells_its_readers_what_changed_and_nobody_else()
    {
        var id = await desk.AcceptedAsync();

        Assert.Contains(
            await desk.Get<AuditSearch>().OfCaseAsync(id, SmallBank.Officer.Actor, Desk.Cancel),
            change => change.ByName is not null && change.Fields.Any(field => field is { Column: "status", After: "Accepted" }));
        Assert.Empty(await desk.Get<AuditSearch>().OfCaseAsync(id, SmallBank.OtherOfficer.Actor, Desk.Cancel));
    }

    [Theory]
    [InlineData("=1+1", "\"'=1+1\"")]
    [InlineData("+62812", "\"'+62812\"")]
    [InlineData("-2", "\"'-2\"")]
    [InlineData("@sum", "\"'@sum\"")]
    [InlineData("Budi \"B\"", "\"Budi \"\"B\"\"\"")]
    public void No_cell_of_a_download_is_a_formula(string text, string cell) =>
        Assert.Equal($"{cell}\r\n", BpjsBjb.Web.Pages.Audit.CsvText.Line(text));

    private Task<BpjsBjb.Domain.Common.Result<Revealed>?> RevealAsync(Guid id, string field, string purpose, TestUser reader, string? note = null) =>
        desk.Get<PersonalDataReads>().RevealAsync(
            id, new RevealField { Field = field, Purpose = purpose, Note = note }, Place, reader.Actor, Desk.Cancel);
}
