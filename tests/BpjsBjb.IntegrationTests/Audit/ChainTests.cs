using BpjsBjb.IntegrationTests.Support;
using BpjsBjb.Services.Audit;
using BpjsBjb.Services.Data;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;

namespace BpjsBjb.IntegrationTests.Audit;

/// <summary>What somebody with every right at the database does to the audit is found, and the row is named.</summary>
public sealed class ChainTests(PostgresServer server) : IAsyncLifetime
{
    private readonly Desk _desk = new(server);
    private readonly string _file = Path.Combine(Path.GetTempPath(), $"{Path.GetRandomFileName()}.seals");

    public ValueTask InitializeAsync() => _desk.InitializeAsync();

    public async ValueTask DisposeAsync()
    {
        await _desk.DisposeAsync();
        File.Delete(_file);
    }

    [Fact]
    public async Task A_chain_nobody_touched_holds()
    {
        await ThreeSealsAsync();

        var report = await VerifyAsync();

        Assert.Equal((ChainFault.None, 0L), (report.Fault, (await Chain.StateAsync(Desk.Cancel)).UnsealedRows));
        Assert.Equal(await _desk.Database.ReadAsync<long>("select count(*) from audit_entries"), report.Rows);
        Assert.Equal(3, File.ReadAllLines(_file).Length);
    }

    [Fact]
    public async Task A_changed_row_is_named()
    {
        await ThreeSealsAsync();
        var id = await MiddleRowAsync();

        await TamperAsync($"update audit_entries set actor = '{SmallBank.OtherOfficer.Id}' where id = {id}");

        Assert.Equal((ChainFault.RowChanged, 2L, id), Fault(await VerifyAsync()));
    }

    [Fact]
    public async Task A_deleted_row_is_named()
    {
        await ThreeSealsAsync();
        var id = await MiddleRowAsync();

        await TamperAsync($"delete from audit_entries where id = {id}");

        Assert.Equal((ChainFault.RowMissing, 2L, id), Fault(await VerifyAsync()));
    }

    [Fact]
    public async Task A_row_slipped_into_the_middle_is_named()
    {
        await ThreeSealsAsync();
        var id = await MiddleRowAsync();

        await TamperAsync(
            $"""
             insert into audit_entries (id, txid, at, actor, login, table_name, row_key, operation) overriding system value
             select 900001, txid, at, actor, login, table_name, row_key, operation from audit_entries where id = {id}
             """);

        Assert.Equal((ChainFault.RowAdded, 2L, 900001L), Fault(await VerifyAsync()));
    }

    [Fact]
    public async Task A_changed_look_is_named()
    {
        await ThreeSealsAsync();
        await LookAsync();
        await SealAsync();

        await TamperAsync("update personal_data_reads set purpose = 'Other'", "personal_data_reads");

        var report = await VerifyAsync();
        Assert.Equal((ChainFault.RowChanged, 4L, true), (report.Fault, report.Seal, report.IsRead));
    }

    [Fact]
    public async Task A_chain_rewritten_whole_differs_from_the_file()
    {
        await ThreeSealsAsync();
        var id = await MiddleRowAsync();
        await TamperAsync($"update audit_entries set actor = '{SmallBank.OtherOfficer.Id}' where id = {id}");
        await TamperAsync("truncate audit_seals", "audit_seals");
        await _desk.Database.AsOwnerAsync("select seal_audit()");

        Assert.Equal((ChainFault.DiffersFromFile, 1L), ((await VerifyAsync()).Fault, (await VerifyAsync()).Seal!.Value));
    }

    [Fact]
    public async Task A_chain_cut_short_is_missed()
    {
        await ThreeSealsAsync();

        await TamperAsync("delete from audit_seals where number = 3", "audit_seals");

        Assert.Equal((ChainFault.SealMissing, 3L), ((await VerifyAsync()).Fault, (await VerifyAsync()).Seal!.Value));
    }

    [Fact]
    public async Task A_seal_taken_out_or_changed_is_named()
    {
        await ThreeSealsAsync();
        await TamperAsync("update audit_seals set at = at - interval '1 day' where number = 2", "audit_seals");
        Assert.Equal((ChainFault.SealChanged, 2L), ((await VerifyAsync()).Fault, (await VerifyAsync()).Seal!.Value));

        await TamperAsync("delete from audit_seals where number = 2", "audit_seals");
        Assert.Equal((ChainFault.SealMissing, 2L), ((await VerifyAsync()).Fault, (await VerifyAsync()).Seal!.Value));
    }

    [Fact]
    public async Task Many_sealers_at_once_seal_once()
    {
        await _desk.DraftedAsync(A.Form());

        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => SealAsync()));
        await SealAsync();

        Assert.Equal(1L, await _desk.Database.ReadAsync<long>("select count(*) from audit_seals"));
        Assert.Single(File.ReadAllLines(_file));
    }

    [Fact]
    public async Task A_commit_that_comes_late_is_not_skipped()
    {
        await SealAsync();
        await using var early = await OwnerAsync();
        await using var late = await OwnerAsync();
        await RunAsync(early, "begin; select pg_current_xact_id()");
        await RunAsync(late, "begin; update users set phone_number = '1' where email = 'officer@soreang.test'");
        await RunAsync(early, "update users set phone_number = '2' where email = 'colleague@soreang.test'; commit");

        await SealAsync(); // the later id is sealed before the earlier one is there
        Assert.Equal(0L, (await Chain.StateAsync(Desk.Cancel)).UnsealedRows);
        await RunAsync(late, "commit");
        Assert.Equal(1L, (await Chain.StateAsync(Desk.Cancel)).UnsealedRows);
        await SealAsync();

        Assert.Equal(0L, (await Chain.StateAsync(Desk.Cancel)).UnsealedRows);
        Assert.True((await VerifyAsync()).IsIntact);
    }

    [Fact]
    public async Task A_file_a_dead_writer_left_in_the_middle_of_a_line_is_made_up_for()
    {
        await ThreeSealsAsync();
        await File.WriteAllTextAsync(_file, (await File.ReadAllTextAsync(_file, Desk.Cancel))[..^20], Desk.Cancel);

        await SealAsync();

        Assert.True((await VerifyAsync()).IsIntact);
        Assert.Equal(3, new AuditSealFile(_file).Read().Count());
    }

    private AuditSealFile SealFile => new(_file);

    private AuditChain Chain => new(_desk.Get<BpjsBjbDbContext>(), SealFile, TimeProvider.System);

    private static (ChainFault Fault, long Seal, long Row) Fault(ChainReport report) => (report.Fault, report.Seal!.Value, report.Row!.Value);

    private Task<ChainReport> VerifyAsync() => Chain.VerifyAsync(Desk.Cancel);

    /// <summary>Seals all that is committed: first every older transaction on the server must be over, also those of other databases.</summary>
    private async Task SealAsync()
    {
        while (!await _desk.Database.ReadAsync<bool>(
            """
            select pg_snapshot_xmin(pg_current_snapshot()) > coalesce((select max(txid::text::numeric)::text::xid8 from
                (select txid from audit_entries union all select txid from personal_data_reads) written), '0'::xid8)
            """))
        {
            await Task.Yield();
        }

        await new AuditSealer(_desk.Get<WorkerDatabase>(), SealFile, NullLogger.Instance).RunAsync(Desk.Cancel);
    }

    private async Task ThreeSealsAsync()
    {
        await SealAsync();
        await _desk.DraftedAsync(A.Form());
        await SealAsync();
        await _desk.DraftedAsync(A.Form());
        await SealAsync();
    }

    private Task<long> MiddleRowAsync() => _desk.Database.ReadAsync<long>(
        """
        select id from audit_entries e join audit_seals s on s.number = 2 and e.txid >= s.from_txid and e.txid < s.below_txid
         order by e.id offset 3 limit 1
        """);

    /// <summary>As whoever may switch the guards off.</summary>
    private async Task TamperAsync(string sql, string table = "audit_entries") => await _desk.Database.AsOwnerAsync(
        $"alter table {table} disable trigger user; {sql}; alter table {table} enable trigger user");

    private async Task LookAsync() => await _desk.Database.AsOwnerAsync(
        $"""
         begin;
         select set_config('app.user', '{SmallBank.Officer.Id}', true);
         insert into personal_data_reads (reader, kind, purpose, page, fields)
         values ('{SmallBank.Officer.Id}', 'Look', 'Work', '/Enrollments/Details', array['Debtor.Nik']);
         commit
         """);

    private async Task<NpgsqlConnection> OwnerAsync()
    {
        var connection = new NpgsqlConnection(_desk.Database.OwnerConnectionString);
        await connection.OpenAsync(Desk.Cancel);
        return connection;
    }

    private static async Task RunAsync(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync(Desk.Cancel);
    }
}
