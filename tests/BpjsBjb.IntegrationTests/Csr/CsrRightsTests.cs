using BpjsBjb.Domain.Common;
using BpjsBjb.Domain.Privacy;
using BpjsBjb.IntegrationTests.Support;
using BpjsBjb.Services.Audit;
using BpjsBjb.Services.Csr;
using BpjsBjb.Services.Privacy;

namespace BpjsBjb.IntegrationTests.Csr;

/// <summary>Who stands on a donor's list can ask what is kept, have it taken off, and is forgotten after a term.</summary>
public sealed class CsrRightsTests(PostgresServer server) : IAsyncLifetime
{
    private static readonly ReadPlace Place = new("/Csr/Request", "192.0.2.7");

    private readonly Desk _desk = new(server);

    public ValueTask InitializeAsync() => _desk.InitializeAsync();

    public ValueTask DisposeAsync() => _desk.DisposeAsync();

    [Fact]
    public async Task Whom_no_fund_paid_for_is_forgotten_six_months_after_the_fund()
    {
        var fund = await _desk.FundedAsync(); // to the end of May 2027
        await _desk.NamedAsync(fund, 1);
        foreach (var kind in new[] { "NameList", "Agreement" })
        {
            Assert.Empty((await _desk.Get<CsrFundService>().AddDocumentAsync(fund, kind, GuaranteeSteps.Pdf, SmallBank.Reviewer.Actor, Desk.Cancel)).Refusals);
        }

        await NightOfAsync(new DateOnly(2027, 11, 30));
        Assert.Equal(0L, await ErasedAsync());
        await NightOfAsync(new DateOnly(2027, 12, 1));

        Assert.Equal("– – – NELAYAN 3204 6 t", await ListedAsync());
        var papers = (await _desk.FundAsync(fund)).Documents.OrderByDescending(paper => paper.IsGone).ToList(); // the scanned list goes with its names, the agreement stays
        Assert.Equal([("NameList", true), ("Agreement", false)], papers.Select(paper => ($"{paper.Kind}", paper.IsGone)));
        Assert.Null(await _desk.Get<CsrFundService>().OpenAsync(papers[0].Id, Place, SmallBank.Reviewer.Actor, Desk.Cancel));
        Assert.Equal(1, await _desk.Database.ReadAsync<int>("select erased from retention_runs order by day desc limit 1"));
    }

    [Fact]
    public async Task Whom_a_fund_paid_for_is_forgotten_five_years_after_the_last_month_and_the_ledger_stays()
    {
        var fund = await _desk.FundedAsync();
        await _desk.NamedAsync(fund, 1);
        var allocation = await _desk.CoveredAsync(fund, "100.000");
        var before = (await _desk.FundAsync(fund)).Ledger;

        await NightOfAsync(new DateOnly(2032, 5, 31));
        Assert.Equal(0L, await ErasedAsync());
        await NightOfAsync(new DateOnly(2032, 6, 1));

        Assert.Equal("– – – NELAYAN 3204 7 f", await ListedAsync()); // the keyed hash stays with its months
        Assert.Equal(6L, await _desk.Database.ReadAsync<long>("select count(*) from csr_months m join csr_candidates c on c.id = m.candidate_id and c.nik_hash = m.nik_hash"));
        Assert.Equal(before, (await _desk.FundAsync(fund)).Ledger);
        var person = Assert.Single((await _desk.Get<CsrSearch>().PeopleAsync(allocation, new CsrPeopleFilter(), SmallBank.Reviewer.Actor, Desk.Cancel)).Items);
        Assert.Equal(("–", "–", 6), (person.Nik, person.FullName, person.Months));
    }

    [Fact]
    public async Task Months_still_to_be_paid_hold_a_name_whatever_the_day()
    {
        var fund = await _desk.FundedAsync();
        await _desk.NamedAsync(fund, 1);
        await _desk.AllocatedAsync(fund, "100.000");

        await NightOfAsync(new DateOnly(2032, 6, 1));

        Assert.Equal(0L, await ErasedAsync());
        Assert.Equal(1, await _desk.Database.ReadAsync<int>("select held from retention_runs"));
        var report = await _desk.Get<RetentionSearch>().ReadAsync(SmallBank.Admin.Actor, Desk.Cancel);
        var paid = report.Items.Single(item => item.Rule.Purpose == RetentionPurpose.CsrPaid);
        Assert.Equal((1L, 1L, 0L, false), (paid.Due, paid.Held, paid.Erased, paid.Rule.IsConfirmed));
    }

    [Fact]
    public async Task Two_nights_at_once_take_each_name_off_once()
    {
        var fund = await _desk.FundedAsync();
        await _desk.NamedAsync(fund, 20);
        await _desk.MoveToAsync(new DateOnly(2027, 12, 1));

        var done = await Task.WhenAll(Enumerable.Range(0, 2).Select(_ => Task.Run(() => _desk.Get<RetentionKeeper>().RunAsync(Desk.Cancel))));

        Assert.Equal((20, 20L), (done.Sum(), await ErasedAsync()));
    }

    [Fact]
    public async Task A_request_for_access_is_answered_with_all_that_is_kept_in_every_fund()
    {
        var (own, other) = (await _desk.FundedAsync(), await _desk.FundedAsync());
        var number = (await _desk.NamedAsync(own, 1))[0];
        await _desk.CoveredAsync(own, "100.000", months: 2);
        await _desk.NamedAsync(other, CsrSteps.Row(number, "OJEK"));

        var id = await RecordedAsync(number, "Access");
        Assert.Null(await _desk.Get<CsrRequestSearch>().ExportAsync(id, Place, SmallBank.BpjsSupervisor.Actor, Desk.Cancel));
        Assert.Equal(["data-request.own-record"], (await DecideAsync(id, "true", SmallBank.Reviewer)).Codes());
        Assert.Empty((await DecideAsync(id, "true", SmallBank.BpjsSupervisor)).Refusals);
        var file = (await _desk.Get<CsrRequestSearch>().ExportAsync(id, Place, SmallBank.BpjsSupervisor.Actor, Desk.Cancel))!;

        Assert.Equal(
            [(await NumberAsync(own), "Nelayan", 2), (await NumberAsync(other), "Pengemudi ojek", 0)],
            file.Listings.Select(one => (one.FundNumber, one.Occupation, one.Paid.Count)));
        Assert.All(file.Listings, one => Assert.Equal(
            (A.Nik(number), "Orang Rekaan", "3204", $"SK-{number}", "Desa Rekaan"), (one.Nik, one.FullName, one.RegionCode, one.EvidenceNumber, one.Nominator)));
        Assert.All(file.Listings, one => Assert.StartsWith("Donatur Rekaan", one.Donor, StringComparison.Ordinal));
        Assert.Equal(1L, await _desk.Database.ReadAsync<long>(
            "select count(*) from personal_data_reads where kind = 'Export' and purpose = 'DebtorAsked' and row_count = 2 and reader = $1", SmallBank.BpjsSupervisor.Id));
        var found = (await _desk.Get<CsrRequestSearch>().DetailsAsync(id, SmallBank.Auditor.Actor, Desk.Cancel))!;
        Assert.Equal((DataRequestStatus.Done, A.Now.AddHours(72)), (found.Item.Status, found.Item.DueAt));
        Assert.Null(await _desk.Get<CsrRequestSearch>().DetailsAsync(id, SmallBank.OtherRegional.Actor, Desk.Cancel));
    }

    [Fact]
    public async Task What_is_missing_is_said_at_its_field_and_a_number_on_no_list_is_nobody()
    {
        var number = (await _desk.NamedAsync(await _desk.FundedAsync(), 1))[0];

        Assert.Equal(
            ["nik.missing@Nik", "data-request.kind-missing@Kind", "data-request.channel-missing@Channel", "data-request.received-missing@ReceivedOn", "data-request.check-missing@How"],
            (await _desk.Get<CsrRequestService>().RecordAsync(new RecordCsrRequest { Kind = "Correction" }, SmallBank.Reviewer.Actor, Desk.Cancel)).CodesAtFields());
        Assert.Equal(["csr-request.nobody-listed@Nik"], (await RecordAsync(A.Number(), "Access")).CodesAtFields());
        Assert.Equal(["csr-request.nobody-listed@Nik"], (await RecordAsync(number, "Access", SmallBank.OtherReviewer)).CodesAtFields());
        await RecordedAsync(number, "Access");
        Assert.Equal(["data-request.already-open@Kind"], (await RecordAsync(number, "Access")).CodesAtFields());
    }

    [Fact]
    public async Task Erasure_takes_off_what_no_duty_keeps_and_says_what_stays()
    {
        var (paid, waiting) = (await _desk.FundedAsync(), await _desk.FundedAsync());
        var number = (await _desk.NamedAsync(paid, 1))[0];
        await _desk.CoveredAsync(paid, "100.000");
        await _desk.NamedAsync(waiting, CsrSteps.Row(number));
        var id = await RecordedAsync(number, "Erasure");

        Assert.Empty((await DecideAsync(id, "true", SmallBank.BpjsSupervisor)).Refusals);
        await _desk.Get<RetentionKeeper>().RunAsync(Desk.Cancel);

        var found = (await _desk.Get<CsrRequestSearch>().DetailsAsync(id, SmallBank.Reviewer.Actor, Desk.Cancel))!;
        Assert.Equal((DataRequestStatus.Done, 1, 1), (found.Item.Status, found.Erased, found.Kept));
        Assert.Equal(["–", "Orang Rekaan"], await _desk.Database.ListAsync<string>("select full_name from csr_candidates order by erased_at nulls last"));
        // The one that stays is kept for a reason with a last day, and cannot be asked away.
        var again = await RecordedAsync(number, "Erasure");
        Assert.Equal(["csr-request.all-held@IsGranted"], (await DecideAsync(again, "true", SmallBank.BpjsSupervisor)).CodesAtFields());
        var listing = Assert.Single((await _desk.Get<CsrRequestSearch>().DetailsAsync(again, SmallBank.Reviewer.Actor, Desk.Cancel))!.Listings);
        Assert.Equal(
            [("hold.csr-cover-runs", new DateOnly(2027, 5, 31)), ("hold.csr-paid", new DateOnly(2032, 5, 31))],
            listing.Holds.Select(hold => (hold.Code, hold.Until!.Value)));
        Assert.Empty((await DecideAsync(again, "false", SmallBank.BpjsSupervisor, "LegalHold")).Refusals);
    }

    [Fact]
    public async Task Who_was_taken_off_is_given_no_month_and_may_be_listed_anew()
    {
        var fund = await _desk.FundedAsync();
        var number = (await _desk.NamedAsync(fund, 1))[0];
        Assert.Empty((await DecideAsync(await RecordedAsync(number, "Erasure"), "true", SmallBank.BpjsSupervisor)).Refusals);
        await _desk.Get<RetentionKeeper>().RunAsync(Desk.Cancel);

        Assert.Equal(["csr.nobody-to-cover"], (await _desk.ProposedAsync(fund, "100.000")).Codes());
        await _desk.NamedAsync(fund, CsrSteps.Row(number), CsrSteps.Row(A.Number())); // another file: the same one is the same list
        Assert.Empty((await _desk.ProposedAsync(fund, "200.000")).Refusals);
    }

    [Fact]
    public async Task The_database_lets_nobody_take_a_name_off_by_hand()
    {
        await _desk.NamedAsync(await _desk.FundedAsync(), 1);

        var refused = await Assert.ThrowsAsync<Npgsql.PostgresException>(
            () => _desk.Database.AsOwnerAsync("update csr_candidates set full_name = '–', erased_at = now()"));

        Assert.Equal("database.append-only", refused.MessageText);
        Assert.Equal("42501", (await _desk.Database.RefusalAsync("select csr_erase(array[]::uuid[], array[]::bytea[], 6, null, null)")).SqlState);
        Assert.Equal("42501", (await _desk.Database.RefusalAsync("update csr_requests set due_at = now()")).SqlState);
    }

    [Fact]
    public async Task A_debtors_own_requests_reach_the_lists_too()
    {
        var form = A.Form();
        var draft = await _desk.DraftedAsync(form);
        await _desk.NamedAsync(
            await _desk.FundedAsync(), [form.Debtor.Nik, "Budi Rekaan", "NELAYAN", "3204", "Kusuka", "K-9", "Desa"]);

        var access = await _desk.RecordedAsync(draft, DataRequestKind.Access);
        await GrantAsync(access);
        var file = (await _desk.Get<PersonFileSource>().ExportAsync(access, Place, SmallBank.Supervisor.Actor, Desk.Cancel))!;
        Assert.Equal(("Budi Rekaan", "K-9"), (Assert.Single(file.Donations).FullName, file.Donations[0].EvidenceNumber));

        var erasure = await _desk.RecordedAsync(draft, DataRequestKind.Erasure);
        await GrantAsync(erasure);
        await _desk.Get<RetentionKeeper>().RunAsync(Desk.Cancel);
        Assert.Equal(erasure, await _desk.Database.ReadAsync<Guid>("select data_request_id from csr_erasures"));
        Assert.Equal("–", await _desk.Database.ReadAsync<string>("select full_name from csr_candidates"));
    }

    [Fact]
    public async Task A_list_nobody_decided_is_put_aside_with_its_file_and_can_be_sent_again()
    {
        var fund = await _desk.FundedAsync();
        var file = await _desk.WorkbookAsync(CsrSteps.Row(A.Number()), ["1", "x", "NELAYAN", "3204", "Kusuka", "1", "Desa"]);
        var list = await _desk.ListedAsync(fund, file);

        await _desk.MoveToAsync(A.Today.AddDays(30));
        await _desk.Get<CsrKeeper>().RunAsync(Desk.Cancel);
        Assert.NotNull(await _desk.Get<CsrListService>().LookAsync(list.Value, SmallBank.Reviewer.Actor, Desk.Cancel));
        await _desk.MoveToAsync(A.Today.AddDays(31));
        await _desk.Get<CsrKeeper>().RunAsync(Desk.Cancel);

        Assert.Equal("Discarded t t", await _desk.Database.ReadAsync<string>(
            "select concat_ws(' ', l.status, l.content_sealed is null and l.decided_by is null, k.rows_sealed is null) from csr_lists l join csr_looks k on k.list_id = l.id where l.id = $1", list.Value));
        Assert.NotEqual(list.Value, (await _desk.ListedAsync(fund, file)).Value);
    }

    private async Task NightOfAsync(DateOnly day)
    {
        await _desk.MoveToAsync(day);
        await _desk.Get<RetentionKeeper>().RunAsync(Desk.Cancel);
    }

    private async Task GrantAsync(Guid request)
    {
        var service = _desk.Get<DataRequestService>();
        Assert.Empty((await service.VerifyAsync(request, await VersionAsync(), new VerifyRequest { How = "IdentityCardSeen" }, SmallBank.Officer.Actor, Desk.Cancel))!.Refusals);
        Assert.Empty((await _desk.Get<DataRequestService>().DecideAsync(
            request, await VersionAsync(), new DecideRequest { IsGranted = "true" }, SmallBank.Supervisor.Actor, Desk.Cancel))!.Refusals);

        async Task<uint> VersionAsync() => (await _desk.Get<DataRequestSearch>().DetailsAsync(request, SmallBank.Supervisor.Actor, Desk.Cancel))!.Version;
    }

    private Task<Result<Guid>> RecordAsync(int number, string kind, TestUser? by = null) => _desk.Get<CsrRequestService>().RecordAsync(
        new RecordCsrRequest { Nik = A.Nik(number), Kind = kind, Channel = "Branch", ReceivedOn = A.Date(_desk.Clock.Today()), How = "IdentityCardSeen" },
        (by ?? SmallBank.Reviewer).Actor, Desk.Cancel);

    private async Task<Guid> RecordedAsync(int number, string kind)
    {
        var recorded = await RecordAsync(number, kind);
        Assert.Empty(recorded.Refusals);
        return recorded.Value;
    }

    private async Task<Result<Guid>> DecideAsync(Guid id, string isGranted, TestUser by, string? reason = null) => (await _desk.Get<CsrRequestService>().DecideAsync(
        id, new DecideCsrRequest { IsGranted = isGranted, Reason = reason }, by.Actor, Desk.Cancel))!;

    private Task<string> NumberAsync(Guid fund) => _desk.Database.ReadAsync<string>("select number from csr_funds where id = $1", fund);

    private Task<long> ErasedAsync() => _desk.Database.ReadAsync<long>("select count(*) from csr_erasures");

    /// <summary>What is left of the one listing; at the end whether its hash is nobody's.</summary>
    private Task<string> ListedAsync() => _desk.Database.ReadAsync<string>(
        """
        select concat_ws(' ', c.full_name, c.evidence_number, c.nominator, c.occupation_code, c.region_code, e.rule_id, c.nik_hash = erased_hash(c.id))
          from csr_candidates c left join csr_erasures e on e.candidate_id = c.id
        """);
}
