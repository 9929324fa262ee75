using System.Net;
using BpjsBjb.IntegrationTests.Http;
using BpjsBjb.IntegrationTests.Support;
using BpjsBjb.Services.Mails;
using MimeKit;

namespace BpjsBjb.IntegrationTests.Mails;

/// <summary>One digest a person a day, the urgent at once, in the reader's language, and nobody's data in any of them.</summary>
public sealed class MailTests(PostgresServer server) : IAsyncLifetime
{
    private readonly MailPortal _portal = new(server);

    private Desk Desk => _portal.Desk;

    private IReadOnlyList<MimeMessage> Mails => _portal.MailServer.Mails;

    public ValueTask InitializeAsync() => _portal.InitializeAsync();

    public ValueTask DisposeAsync() => _portal.DisposeAsync();

    [Fact]
    public async Task The_days_notices_come_once_as_kinds_and_counts_with_nothing_of_anybody()
    {
        var form = A.Form();
        var id = await Desk.SubmittedAsync(form);
        Assert.Empty((await Desk.Reviews.ReturnAsync(id, await Desk.VersionAsync(id), A.Return(), SmallBank.Reviewer.Actor, Desk.Cancel)).Refusals);
        await _portal.TellAsync(SmallBank.Officer, "BillExpiring", "bills/1");
        await _portal.TellAsync(SmallBank.Officer, "BillExpiring", "bills/2");
        var reference = (await Desk.CaseAsync(id)).Reference;
        _portal.MoveTo(1, 7);

        Assert.Equal(1, await RunAsync());
        Assert.Equal(0, await RunAsync());

        var mail = Assert.Single(Mails);
        Assert.Equal(SmallBank.Officer.Email, Assert.Single(mail.To.Mailboxes).Address);
        Assert.Equal("portal@portal.test", Assert.Single(mail.From.Mailboxes).Address);
        Assert.Equal("auto-generated", mail.Headers["Auto-Submitted"]);
        foreach (var words in new[] { mail.TextBody, mail.HtmlBody })
        {
            Assert.Contains("Kasus dikembalikan: 1", words, StringComparison.Ordinal);
            Assert.Contains("Tagihan segera kedaluwarsa: 2", words, StringComparison.Ordinal);
            Assert.Contains($"{MailPortal.Address}/Notices", words, StringComparison.Ordinal);
        }

        AssertNothingOfAnybody(mail, form.Debtor.Nik!, form.Debtor.FullName!, "Budi", form.Debtor.Phone!, reference, id.ToString(), SmallBank.Officer.Id.ToString());
    }

    [Fact]
    public async Task What_comes_after_the_hour_is_the_next_days_and_no_event_is_mailed_twice()
    {
        await _portal.TellAsync(SmallBank.Officer, "CaseReturned", "first");
        _portal.MoveTo(1, 6, 59);
        Assert.Equal(0, await RunAsync());
        _portal.MoveTo(1, 7);
        Assert.Equal(1, await RunAsync());

        await _portal.TellAsync(SmallBank.Officer, "CaseRejected", "second");
        _portal.MoveTo(1, 23, 59);
        Assert.Equal(0, await RunAsync());
        _portal.MoveTo(2, 8);
        Assert.Equal(1, await RunAsync());

        Assert.Contains("Kasus ditolak: 1", Mails[1].TextBody, StringComparison.Ordinal);
        Assert.DoesNotContain("dikembalikan", Mails[1].TextBody, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_was_read_in_the_portal_is_not_mailed()
    {
        await _portal.TellAsync(SmallBank.Officer, "CaseReturned", "read");
        await Desk.Database.AsOwnerAsync("update notices set read_at = now()");
        _portal.MoveTo(1, 7);

        Assert.Equal(0, await RunAsync());
        Assert.Empty(Mails);
    }

    [Fact]
    public async Task The_urgent_comes_at_once_and_once_and_the_rest_waits_for_the_hour()
    {
        await _portal.TellAsync(SmallBank.Reviewer, "ReviewEscalated", "urgent", isUrgent: true);
        await _portal.TellAsync(SmallBank.Reviewer, "RuleToConfirm", "plain");
        _portal.MoveTo(1, 3);

        Assert.Equal(1, await RunAsync());
        Assert.Equal(0, await RunAsync());
        Assert.Contains("Pemeriksaan dinaikkan: 1", Mails[0].TextBody, StringComparison.Ordinal);
        Assert.DoesNotContain("Aturan baru", Mails[0].TextBody, StringComparison.Ordinal);
        _portal.MoveTo(1, 7);
        Assert.Equal(1, await RunAsync());

        Assert.DoesNotContain("dinaikkan", Mails[1].TextBody, StringComparison.Ordinal);
    }

    [Fact]
    public async Task It_is_written_in_the_language_its_reader_last_chose()
    {
        var officer = await SignInAsync(SmallBank.Officer);
        await SpeakAsync(officer, "en");
        await _portal.TellAsync(SmallBank.Officer, "CaseReturned", "one");
        await _portal.TellAsync(SmallBank.Colleague, "CaseReturned", "one");
        _portal.MoveTo(1, 7);
        Assert.Equal(2, await RunAsync());

        Assert.Contains("Case returned: 1", MailTo(SmallBank.Officer).TextBody, StringComparison.Ordinal);
        Assert.Contains("lang=\"en\"", MailTo(SmallBank.Officer).HtmlBody, StringComparison.Ordinal);
        Assert.Contains("Kasus dikembalikan: 1", MailTo(SmallBank.Colleague).TextBody, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Eight_servers_at_once_send_each_person_one_mail()
    {
        TestUser[] readers = [SmallBank.Officer, SmallBank.Colleague, SmallBank.Supervisor, SmallBank.Reviewer, SmallBank.Regional];
        foreach (var reader in readers)
        {
            await _portal.TellAsync(reader, "CaseReturned", "one");
            await _portal.TellAsync(reader, "RuleToConfirm", "two");
        }

        _portal.MoveTo(1, 7);
        var sent = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => _portal.Keeper().RunAsync(Desk.Cancel)));

        Assert.Equal(readers.Length, sent.Sum());
        Assert.Equal(readers.Select(reader => reader.Email).Order(), Mails.Select(mail => mail.To.Mailboxes.Single().Address).Order());
        Assert.Equal(0, await Desk.Database.ReadAsync<long>("select count(*) from notices where mail_id is null"));
    }

    /// <summary>Killed between sending and marking: at least once, under the same number, with the same lines, and no line in a second mail.</summary>
    [Fact]
    public async Task A_mail_that_a_killed_server_had_claimed_is_sent_again_as_the_same_mail()
    {
        await _portal.TellAsync(SmallBank.Officer, "CaseReturned", "one");
        _portal.MoveTo(1, 7);
        await Assert.ThrowsAsync<OperationCanceledException>(() => _portal.Keeper(new KilledCarrier(_portal.Carrier)).RunAsync(Desk.Cancel));
        Assert.Single(Mails);
        await _portal.TellAsync(SmallBank.Officer, "CaseRejected", "two");

        _portal.MoveTo(1, 7, 4);
        Assert.Equal(0, await RunAsync());
        _portal.MoveTo(1, 7, 5);
        Assert.Equal(1, await RunAsync());
        Assert.Equal(0, await RunAsync());

        Assert.Equal(2, Mails.Count);
        Assert.Equal(Mails[0].MessageId, Mails[1].MessageId);
        Assert.Equal(Mails[0].TextBody, Mails[1].TextBody);
        Assert.Equal(1L, await Desk.Database.ReadAsync<long>("select count(*) from mails"));
    }

    [Fact]
    public async Task A_server_that_hangs_up_before_its_answer_gets_the_same_mail_again()
    {
        await _portal.TellAsync(SmallBank.Officer, "CaseReturned", "one");
        _portal.MoveTo(1, 7);
        _portal.MailServer.HangsUp = true;
        Assert.Equal(0, await RunAsync());
        _portal.MailServer.HangsUp = false;
        _portal.MoveTo(1, 7, 2);

        Assert.Equal(1, await RunAsync());
        Assert.Equal(Mails[0].MessageId, Mails[^1].MessageId);
        Assert.Equal(1L, await Desk.Database.ReadAsync<long>("select count(*) from mails"));
    }

    [Fact]
    public async Task A_failure_is_tried_again_later_and_later_and_told_without_the_servers_words()
    {
        await _portal.TellAsync(SmallBank.Officer, "CaseReturned", "one");
        _portal.MoveTo(1, 7);
        _portal.MailServer.Refusal = $"451 {SmallBank.Officer.Email} is busy";
        Assert.Equal(0, await RunAsync());
        Assert.Equal(["1 120 SMTP 451"], await StateAsync());
        Assert.Equal(0, await RunAsync());
        Assert.Equal(["1 120 SMTP 451"], await StateAsync());

        _portal.MoveTo(1, 7, 2);
        Assert.Equal(0, await RunAsync());
        Assert.Equal(["2 240 SMTP 451"], await StateAsync());
        var admin = await SignInAsync(SmallBank.Admin);
        var page = (await admin.ReadAsync("/Jobs")).QuerySelector("section[aria-labelledby=h-mail]")!.TextContent;
        Assert.Contains("SMTP 451", page, StringComparison.Ordinal);
        Assert.DoesNotContain("busy", page, StringComparison.Ordinal);

        _portal.MailServer.Refusal = null;
        _portal.MoveTo(1, 7, 6);
        Assert.Equal(1, await RunAsync());
        Assert.DoesNotContain(_portal.Logs.Lines, line => line.Contains(SmallBank.Officer.Email, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_mailbox_that_is_not_there_is_given_up_at_once_and_holds_nobody_up()
    {
        await _portal.TellAsync(SmallBank.Officer, "CaseReturned", "one");
        _portal.MoveTo(1, 7);
        _portal.MailServer.Refusal = "550 no such mailbox";
        Assert.Equal(0, await RunAsync());
        _portal.MailServer.Refusal = null;
        await _portal.TellAsync(SmallBank.Reviewer, "ReviewEscalated", "urgent", isUrgent: true);

        Assert.Equal(1, await RunAsync());
        Assert.Equal("SMTP 550", await Desk.Database.ReadAsync<string>("select error from mails where given_up_at is not null"));
    }

    [Fact]
    public async Task Whoever_switched_mail_off_gets_none_but_what_concerns_their_account()
    {
        var officer = await SignInAsync(SmallBank.Officer);
        Assert.Equal(HttpStatusCode.Redirect, (await officer.SubmitAsync("/Account/Mail", [("WantsMail", "false")])).StatusCode);
        Assert.Null((await officer.ReadAsync("/Account/Mail")).QuerySelector("#WantsMail")!.GetAttribute("checked"));
        await _portal.TellAsync(SmallBank.Officer, "CaseReturned", "plain");
        await _portal.TellAsync(SmallBank.Officer, "ReviewEscalated", "urgent", isUrgent: true);
        await _portal.TellAsync(SmallBank.Officer, "FactorsReset", "security", isUrgent: true);
        _portal.MoveTo(1, 7);

        Assert.Equal(1, await RunAsync());
        Assert.Contains("Faktor kedua Anda dilepas: 1", Assert.Single(Mails).TextBody, StringComparison.Ordinal);
        Assert.DoesNotContain("dinaikkan", Mails[0].TextBody, StringComparison.Ordinal);

        await Desk.Get<MailChoiceService>().SwitchAsync(isOff: false, SmallBank.Officer.Actor, Desk.Cancel);
        Assert.Equal(2, await RunAsync());
    }

    [Fact]
    public async Task Whoever_has_lost_the_right_meanwhile_is_sent_nothing()
    {
        await _portal.TellAsync(SmallBank.Officer, "CaseReturned", "one");
        _portal.MoveTo(1, 7);
        _portal.MailServer.Refusal = "451 later";
        await RunAsync();
        _portal.MailServer.Refusal = null;
        await Desk.Database.AsOwnerAsync("update access_grants set ended_at = now(), ended_by = $2, ended_why = 'LeftInstitution' where user_id = $1", SmallBank.Officer.Id, SmallBank.Admin.Id);
        _portal.MoveTo(1, 8);

        Assert.Equal(0, await RunAsync());
        Assert.Empty(Mails);
        Assert.Equal("NotWanted", await Desk.Database.ReadAsync<string>("select error from mails"));
    }

    [Fact]
    public async Task Choices_are_each_persons_own()
    {
        await Desk.Get<MailChoiceService>().SwitchAsync(isOff: true, SmallBank.Officer.Actor, Desk.Cancel);
        await Desk.Get<MailChoiceService>().KeepLanguageAsync("en", SmallBank.Officer.Actor, Desk.Cancel);

        Assert.Equal(new MailChoice(IsOff: true, "en"), await Desk.Get<MailChoiceService>().ReadAsync(SmallBank.Officer.Actor, Desk.Cancel));
        Assert.Equal(new MailChoice(IsOff: false, "id"), await Desk.Get<MailChoiceService>().ReadAsync(SmallBank.Auditor.Actor, Desk.Cancel));
        var forged = await Desk.Database.AsAppAsync(
            Services.Access.RowScope.Of(SmallBank.Colleague.Actor), "with done as (update mail_choices set is_off = false returning 1) select count(*) from done");
        Assert.Equal(0L, forged);
    }

    private static void AssertNothingOfAnybody(MimeMessage mail, params string[] secrets) =>
        Assert.All(secrets, secret => Assert.DoesNotContain(secret, SmallMailServer.WordsOf(mail), StringComparison.OrdinalIgnoreCase));

    private Task<int> RunAsync() => _portal.Keeper().RunAsync(Desk.Cancel);

    private MimeMessage MailTo(TestUser user) => Mails.Single(mail => mail.To.Mailboxes.Single().Address == user.Email);

    /// <summary>Attempts, seconds until the next, error.</summary>
    private Task<IReadOnlyList<string>> StateAsync() => Desk.Database.ListAsync<string>(
        "select attempts || ' ' || round(extract(epoch from next_at - $1)) || ' ' || error from mails", Desk.Clock.GetUtcNow());

    private async Task<Visitor> SignInAsync(TestUser user)
    {
        Visitor visitor = new(_portal.CreateClient(new() { BaseAddress = new Uri("https://localhost"), AllowAutoRedirect = false }));
        var half = await visitor.SubmitAsync("/SignIn", [("Input.Email", user.Email), ("Input.Password", SmallBank.Password)]);
        await visitor.SubmitAsync(half.Headers.Location!.OriginalString, [("Input.Code", await Desk.NextCodeAsync(user))]);
        return visitor;
    }

    private static async Task SpeakAsync(Visitor visitor, string language) => Assert.Equal(
        HttpStatusCode.Redirect, (await visitor.SubmitAsync("/Rules", [("language", language)], "form[action$='/Language']")).StatusCode);

    /// <summary>Sends, and is killed before it can say so.</summary>
    private sealed class KilledCarrier(IMailCarrier carrier) : IMailCarrier
    {
        public bool IsOn => true;

        public async Task CarryAsync(OutgoingMail mail, CancellationToken cancel)
        {
            await carrier.CarryAsync(mail, cancel);
            throw new OperationCanceledException();
        }
    }
}
