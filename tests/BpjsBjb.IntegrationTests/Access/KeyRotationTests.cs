using System.Security.Cryptography;
using BpjsBjb.Domain.Participations;
using BpjsBjb.Domain.Privacy;
using BpjsBjb.IntegrationTests.Support;
using BpjsBjb.Services.Access;
using BpjsBjb.Services.Audit;
using BpjsBjb.Services.Claims;
using BpjsBjb.Services.Csr;
using BpjsBjb.Services.Data;
using BpjsBjb.Services.Enrollments;
using BpjsBjb.Services.Gate;
using BpjsBjb.Services.Guarantees;
using BpjsBjb.Services.Privacy;
using Npgsql;

namespace BpjsBjb.IntegrationTests.Access;

/// <summary>Keys turn while the portal works. Each test has its own database and its own key file.</summary>
public sealed class KeyRotationTests(PostgresServer server) : IAsyncLifetime
{
    private const string Mother = "Kenariibu";

    private string _folder = "";
    private Desk _desk = null!;

    private string KeyFile => Path.Combine(_folder, "master.key");

    public async ValueTask InitializeAsync()
    {
        _folder = Directory.CreateTempSubdirectory("bpjsbjb-keys-").FullName;
        File.Copy(server.KeyFile, KeyFile); // what the template holds already is sealed with it
        _desk = new Desk(server) { Keys = MasterKeys.Read(KeyFile) };
        await _desk.InitializeAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await _desk.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(4)]
    [InlineData(9)]
    public async Task A_rotation_stopped_after_some_batches_goes_on_where_it_stopped(int batches)
    {
        var before = await FilledAsync();
        MasterKeys.AddVersion(KeyFile);
        using var stop = new CancellationTokenSource();
        var done = 0;
        if (batches == 0) await stop.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Rotation().RotateAsync(
            2,
            _ =>
            {
                if (++done == batches) stop.Cancel();
            },
            stop.Token));
        var left = await OldAsync();
        Assert.True(left > 0);
        Assert.Equal(before, await EverythingAsync());

        Assert.Equal(left, await Rotation().RotateAsync(2, null, Desk.Cancel));
        Assert.Equal(0, await OldAsync());
        Assert.Equal(before, await EverythingAsync());
        Assert.Equal(0, await Rotation().RotateAsync(2, null, Desk.Cancel));
    }

    [Fact]
    public async Task What_officers_write_meanwhile_is_kept()
    {
        var forms = Enumerable.Range(0, 6).Select(_ => A.Form()).ToList();
        List<Guid> ids = [];
        foreach (var form in forms) ids.Add(await _desk.DraftedAsync(form));
        MasterKeys.AddVersion(KeyFile);
        var last = new string[ids.Count];
        var rotating = true;

        async Task WriteAsync()
        {
            for (var round = 0; rotating || round < 5; round++)
            {
                for (var i = 0; i < ids.Count; i++)
                {
                    var typed = forms[i].Debtor with { MotherName = $"Ibu Putaran {round}" };
                    var kept = await _desk.Enrollments.KeepAsync(ids[i], await _desk.VersionAsync(ids[i]), typed, SmallBank.Officer.Actor, Desk.Cancel);
                    if (!kept.IsRefused) last[i] = typed.MotherName!;
                }
            }
        }

        async Task RotateAsync()
        {
            try
            {
                await Rotation().RotateAsync(1, null, Desk.Cancel);
            }
            finally
            {
                rotating = false;
            }
        }

        await Task.WhenAll(WriteAsync(), RotateAsync());

        Assert.Equal(0, await OldAsync());
        for (var i = 0; i < ids.Count; i++) Assert.Equal(last[i], await MotherNameAsync(ids[i]));
    }

    [Fact]
    public async Task The_old_key_can_be_dropped_once_nothing_carries_it()
    {
        var before = await FilledAsync();
        MasterKeys.AddVersion(KeyFile);
        await Assert.ThrowsAsync<InvalidOperationException>(() => Rotation().DropAsync(1, Desk.Cancel));
        await Assert.ThrowsAsync<InvalidOperationException>(() => Rotation().DropAsync(2, Desk.Cancel));

        await Rotation().RotateAsync(KeyRotation.UsualBatch, null, Desk.Cancel);
        await Rotation().DropAsync(1, Desk.Cancel);

        Assert.Equal([2], MasterKeys.Read(KeyFile).Versions);
        Assert.Equal(before, await EverythingAsync());
        await _desk.SubmittedAsync();
        await StartAsync(KeyFile);
    }

    [Fact]
    public async Task A_portal_that_runs_seals_with_the_added_key_without_a_restart()
    {
        MasterKeys.AddVersion(KeyFile);

        await _desk.DraftedAsync(A.Form());

        Assert.Equal([2], await _desk.Database.ListAsync<int>("select get_byte(form_sealed, 0) from enrollments"));
    }

    [Fact]
    public async Task A_start_with_other_keys_is_refused()
    {
        await StartAsync(KeyFile);
        var other = Path.Combine(_folder, "other.key");
        MasterKeys.CreateFile(other);

        var refusal = await Assert.ThrowsAsync<CryptographicException>(() => StartAsync(other));
        Assert.Contains("look-up key", refusal.Message, StringComparison.Ordinal);

        // The same look-up key beside another sealing key, and a file that lost a version.
        var lookup = File.ReadLines(KeyFile).First();
        await File.WriteAllLinesAsync(other, [lookup, File.ReadLines(other).Last()], Desk.Cancel);
        Assert.Contains("version 1", (await Assert.ThrowsAsync<CryptographicException>(() => StartAsync(other))).Message, StringComparison.Ordinal);
        await File.WriteAllLinesAsync(other, [lookup, File.ReadLines(other).Last().Replace("1 ", "2 ", StringComparison.Ordinal)], Desk.Cancel);
        Assert.Contains("missing", (await Assert.ThrowsAsync<CryptographicException>(() => StartAsync(other))).Message, StringComparison.Ordinal);
        await StartAsync(KeyFile);
    }

    [Fact]
    public async Task Keys_of_a_database_older_than_the_checks_are_compared_with_its_cookie_keys()
    {
        _desk.Get<KeyRing>().Add("<key>invented</key>");
        var other = Path.Combine(_folder, "other.key");
        MasterKeys.CreateFile(other);

        await Assert.ThrowsAsync<CryptographicException>(() => StartAsync(other));
        await StartAsync(KeyFile);
    }

    [Fact]
    public async Task Nothing_but_a_sealed_value_of_the_same_length_and_a_newer_key_may_be_replaced()
    {
        await FilledAsync();
        const string Message = "from enrollment_history where message_sealed is not null";
        var owner = _desk.Database;

        Assert.Equal("42501", (await owner.RefusalAsync("select reseal_values('people', 'nik_sealed', '{}', '{}', '{}')")).SqlState);
        Assert.Equal("BJ002", (await owner.RefusalAsync(
            "update enrollments set form_sealed = set_byte(form_sealed, 0, 2) where status = 'Accepted'")).SqlState);
        await RefusedAsync("update enrollment_history set kind = 'Accepted'");
        await RefusedAsync("update enrollment_history set message_sealed = null");
        await RefusedAsync("update enrollment_history set message_sealed = message_sealed");
        await RefusedAsync("update enrollment_history set message_sealed = set_byte(message_sealed, 0, 2), detail = 'x' where message_sealed is not null");
        await RefusedAsync($"select reseal_values('enrollment_history', 'message_sealed', array[id::text], array[message_sealed], array[message_sealed || '\\x00']) {Message}");
        await RefusedAsync($"select reseal_values('enrollment_history', 'message_sealed', array[id::text], array[message_sealed], array[message_sealed]) {Message}");
        await RefusedAsync("select reseal_values('people', 'nik_hash', array[id::text], array[nik_hash], array[nik_hash]) from people");
    }

    /// <summary>Every kind of sealed value at least once, and each as it reads.</summary>
    private async Task<IReadOnlyList<string>> FilledAsync()
    {
        for (var i = 0; i < 3; i++)
        {
            var form = A.Form();
            form = form with
            {
                Debtor = form.Debtor with { MotherName = Mother },
                Heirs = new() { Heirs = [new() { Name = "Kenariwaris", Relation = "Spouse", Phone = "081299988877" }, new(), new()] },
            };
            await _desk.RegisterAtBpjsAsync(form, Segment.Pu, "PT Rekaan");
            var id = await _desk.SubmittedAsync(form);
            await _desk.Reviews.ReturnAsync(id, await _desk.VersionAsync(id), A.Return(), SmallBank.Reviewer.Actor, Desk.Cancel);
            Assert.Empty((await _desk.SendAsync(id)).Refusals);
            var accept = A.Acceptance(outcome: "AdditionalToWageEarner");
            Assert.Empty((await _desk.Reviews.AcceptAsync(id, await _desk.VersionAsync(id), accept, SmallBank.Reviewer.Actor, Desk.Cancel)).Refusals);
        }

        var seen = await _desk.Database.ReadAsync<Guid>("select id from enrollments order by id limit 1");
        var asked = new RevealField { Field = "Debtor.Nik", Purpose = "CompareDocument", Note = "Kartu dibandingkan" };
        Assert.False((await _desk.Get<PersonalDataReads>().RevealAsync(seen, asked, new ReadPlace("/Test", null), SmallBank.Officer.Actor, Desk.Cancel))!.IsRefused);
        var request = await _desk.RecordedAsync(seen, DataRequestKind.Correction);
        var version = (await _desk.Get<DataRequestSearch>().DetailsAsync(request, SmallBank.Supervisor.Actor, Desk.Cancel))!.Version;
        var answer = new DecideRequest { IsGranted = "false", Reason = nameof(RequestRefusal.IdentityDoubtful), Answer = "Bukan orangnya" };
        Assert.Empty((await _desk.Get<DataRequestService>().DecideAsync(request, version, answer, SmallBank.Supervisor.Actor, Desk.Cancel))!.Refusals);
        await _desk.BreachAsync();
        var employer = await _desk.PaidEmployerAsync();
        await _desk.EmployerLoanAsync(employer);
        await _desk.WorkerClaimedAsync(employer);
        var place = EmployerFixtures.Cv();
        await _desk.RegisteredEmployerAsync(place with { Nitku = $"0{place.Npwp}000001" });
        var list = await _desk.CooperativeLoanAsync();
        await _desk.PaperAsync(await _desk.GuaranteedAsync(list.Id));
        var fund = await _desk.FundedAsync();
        await _desk.NamedAsync(fund, 1);
        Assert.Empty((await _desk.ListedAsync(fund, await _desk.WorkbookAsync(CsrSteps.Row(A.Number())))).Refusals);
        Assert.Empty((await _desk.Get<CsrFundService>().AddDocumentAsync(fund, "Agreement", GuaranteeSteps.Pdf, SmallBank.Reviewer.Actor, Desk.Cancel)).Refusals);
        var paper = new AddAgreementPaper { Kind = "Agreement", DatedOn = "02-09-2016" };
        Assert.Empty((await _desk.Get<AgreementPapers>().AddAsync(paper, GuaranteeSteps.Pdf, SmallBank.Regional.Actor, Desk.Cancel)).Refusals);
        var claim = await _desk.ClaimedAsync((await _desk.ClearedAsync()).Id);
        var heir = new AddHeir { Name = "Kenariwaris", Relation = "Spouse", Phone = "081299988877" };
        Assert.Empty((await _desk.Get<ClaimService>().AddHeirAsync(claim, heir, SmallBank.Officer.Actor, Desk.Cancel))!.Refusals);
        await _desk.ClaimPaperAsync(claim);
        Assert.Equal(1, await _desk.Get<SigningKeys>().RunAsync(Desk.Cancel));
        await _desk.RegisterAtBpjsAsync(A.Form(), Segment.Bpu); // a row no case leads to
        _desk.Get<KeyRing>().Add("<key>invented</key>");
        await _desk.Get<SessionService>().OpenAsync(new NewSession(SmallBank.Officer.Id, false, "203.0.113.0/24", "Firefox", [1, 2, 3]), Desk.Cancel);
        var all = await EverythingAsync();
        Assert.All(SealedColumns.All, column => Assert.Contains(all, line => line.StartsWith($"{column.Name}:", StringComparison.Ordinal)));
        return all;
    }

    /// <summary>Every sealed value opened, with the key file as it stands now.</summary>
    private async Task<IReadOnlyList<string>> EverythingAsync()
    {
        var vault = new PersonalDataVault(MasterKeys.Read(KeyFile));
        List<string> all = [];
        await using var connection = new NpgsqlConnection(_desk.Database.OwnerConnectionString);
        await connection.OpenAsync(Desk.Cancel);
        foreach (var column in SealedColumns.All)
        {
            await using var command = new NpgsqlCommand(
                $"select {column.Key}, {column.BoundTo}, {column.Column} from {column.Table} where {column.Column} is not null order by 1", connection);
            await using var reader = await command.ExecuteReaderAsync(Desk.Cancel);
            while (await reader.ReadAsync(Desk.Cancel))
            {
                var text = vault.Open(column.Name, reader.GetGuid(1), await reader.GetFieldValueAsync<byte[]>(2, Desk.Cancel));
                all.Add($"{column.Name}:{reader.GetValue(0)}:{text}");
            }
        }

        return all;
    }

    private async Task<string?> MotherNameAsync(Guid id)
    {
        var value = await _desk.Database.ReadAsync<byte[]>("select form_sealed from enrollments where id = $1", id);
        var json = new PersonalDataVault(MasterKeys.Read(KeyFile)).Open(SealedColumns.EnrollmentForm, id, value);
        return System.Text.Json.JsonSerializer.Deserialize<EnrollmentForm>(json)!.Debtor.MotherName;
    }

    private async Task<long> OldAsync() => (await Rotation().StatusAsync(Desk.Cancel)).Where(count => count.Version == 1).Sum(count => count.Count);

    private KeyRotation Rotation() => new(_desk.Database.OwnerConnectionString, KeyFile, TimeProvider.System);

    /// <summary>As a server starts: no migration, no demonstration.</summary>
    private Task<PortalDatabase> StartAsync(string keyFile) => PortalDatabase.OpenAsync(
        new PortalDatabaseOptions { Portal = _desk.Database.AppConnectionString, Worker = _desk.Database.WorkerConnectionString, KeyFile = keyFile, KeeperCommand = [] },
        TimeProvider.System,
        Desk.Cancel);

    private async Task RefusedAsync(string sql) =>
        Assert.Equal("BJ001", (await Assert.ThrowsAsync<PostgresException>(() => _desk.Database.AsOwnerAsync(sql))).SqlState);
}
