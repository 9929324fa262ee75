using BpjsBjb.Domain.Privacy;
using BpjsBjb.IntegrationTests.Support;
using BpjsBjb.Services.Audit;
using BpjsBjb.Services.Privacy;

namespace BpjsBjb.IntegrationTests.Privacy;

/// <summary>After a leak: the clock, who is affected from the record of looks and changes, and who was told.</summary>
public sealed class BreachTests(Desk desk) : IClassFixture<Desk>
{
    private static readonly ReadPlace Place = new("/Privacy/Breach", "192.0.2.9");

    [Fact]
    public async Task Notices_are_due_72_hours_after_the_discovery()
    {
        var found = (await DetailsAsync(await desk.BreachAsync()))!;

        var discovered = new DateTimeOffset(2026, 11, 10, 2, 30, 0, TimeSpan.Zero); // 09:30 in Jakarta
        Assert.Equal((discovered, discovered.AddHours(72), "UU 27/2022", true), (found.DiscoveredAt, found.DueAt, found.Clock.Regulation, found.Clock.IsConfirmed));
        Assert.Matches(@"^I-2026-\d{6}$", found.Number);
    }

    [Fact]
    public async Task Who_was_seen_or_changed_by_the_account_is_affected_and_nobody_else()
    {
        var seen = await desk.SubmittedAsync();
        var untouched = await desk.SubmittedAsync();
        await desk.Get<PersonalDataReads>().RevealAsync(
            seen, new RevealField { Field = "Debtor.Phone", Purpose = nameof(ReadPurpose.Complaint) }, Place, SmallBank.Colleague.Actor, Desk.Cancel);
        var changed = await desk.SubmittedAsync(by: SmallBank.Colleague);
        var id = await desk.BreachAsync(SmallBank.Colleague);

        var people = (await AffectedAsync(id, asExport: false))!.People;
        var references = new[] { await ReferenceAsync(seen), await ReferenceAsync(changed) };

        Assert.Equal(references.Order(), people.Select(person => person.Reference).Order());
        Assert.DoesNotContain(people, person => person.Reference == references[0] && !person.Fields.Contains("Debtor.Phone"));
        Assert.Contains("Changed", people.Single(person => person.Reference == references[1]).Fields);
        Assert.DoesNotContain(await ReferenceAsync(untouched), people.Select(person => person.Reference));
        Assert.Equal(2, (await DetailsAsync(id))!.Cases);
    }

    [Fact]
    public async Task The_administrator_has_the_number_and_no_name()
    {
        await desk.SubmittedAsync(by: SmallBank.OtherOfficer);
        var id = await desk.BreachAsync(SmallBank.OtherOfficer);

        Assert.Equal(1, (await desk.Get<BreachService>().DetailsAsync(id, SmallBank.Admin.Actor, Desk.Cancel))!.Cases);
        Assert.Empty((await desk.Get<BreachService>().AffectedAsync(id, false, Place, SmallBank.Admin.Actor, Desk.Cancel))!.People);
    }

    [Fact]
    public async Task The_download_is_written_down_with_its_number_of_rows()
    {
        var id = await desk.BreachAsync(SmallBank.Reviewer, "198.51.100.1");

        await AffectedAsync(id, asExport: true);

        Assert.Equal("Investigation 0", await desk.Database.ReadAsync<string>(
            "select concat_ws(' ', purpose, row_count) from personal_data_reads where kind = 'Export' and page = '/Privacy/Breach' and reader = $1", SmallBank.Auditor.Id));
    }

    [Fact]
    public async Task An_incident_is_closed_only_when_both_were_told_and_what_was_told_stays()
    {
        var id = await desk.BreachAsync();
        var breaches = desk.Get<BreachService>;

        Assert.Equal(["breach.not-all-told"], (await breaches().CloseAsync(id, await VersionAsync(id), SmallBank.Admin.Actor, Desk.Cancel))!.Codes());
        Assert.Empty((await breaches().TellAuthorityAsync(id, await VersionAsync(id), SmallBank.Admin.Actor, Desk.Cancel))!.Refusals);
        Assert.Equal(["breach.already-told"], (await breaches().TellAuthorityAsync(id, await VersionAsync(id), SmallBank.Admin.Actor, Desk.Cancel))!.Codes());
        Assert.Empty((await breaches().TellPeopleAsync(id, await VersionAsync(id), SmallBank.OtherAdmin.Actor, Desk.Cancel))!.Refusals);
        Assert.Equal(BreachStatus.Notified, (await DetailsAsync(id))!.Status);
        Assert.Empty((await breaches().CloseAsync(id, await VersionAsync(id), SmallBank.Admin.Actor, Desk.Cancel))!.Refusals);

        Assert.Equal("database.append-only", (await desk.Database.RefusalAsync("update breach_incidents set people_told_at = now() where id = $1", id)).MessageText);
        Assert.Equal("42501", (await desk.Database.RefusalAsync("update breach_incidents set due_at = now() where id = $1", id)).SqlState);
        Assert.Equal("42501", (await desk.Database.RefusalAsync("delete from breach_incidents where id = $1", id)).SqlState);
    }

    [Fact]
    public async Task What_is_missing_is_said_at_each_field()
    {
        var refused = await desk.Get<BreachService>().OpenAsync(
            new OpenBreach { DiscoveredOn = A.Date(A.Today.AddDays(1)), Through = A.Date(A.Today), Email = "nobody@bank.test", Address = "x" },
            SmallBank.Admin.Actor,
            Desk.Cancel);

        Assert.Equal(
            ["breach.discovered-in-future@DiscoveredOn", "breach.window-missing@From", "audit.address-unreadable@Address", "breach.what-missing@What", "audit.reader-unknown@Email"],
            refused.CodesAtFields());
    }

    private Task<BreachDetails?> DetailsAsync(Guid id) => desk.Get<BreachService>().DetailsAsync(id, SmallBank.Auditor.Actor, Desk.Cancel);

    private async Task<uint> VersionAsync(Guid id) => (await DetailsAsync(id))!.Version;

    private Task<BreachPeople?> AffectedAsync(Guid id, bool asExport) =>
        desk.Get<BreachService>().AffectedAsync(id, asExport, Place, SmallBank.Auditor.Actor, Desk.Cancel);

    private Task<string> ReferenceAsync(Guid id) => desk.Database.ReadAsync<string>("select reference from enrollments where id = $1", id);
}
