using BpjsBjb.IntegrationTests.Support;
using BpjsBjb.Services.Data;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace BpjsBjb.IntegrationTests.Audit;

/// <summary>Every change a person can make leaves an entry nobody can take back.</summary>
public sealed class ChangeTests(Desk desk) : IClassFixture<Desk>
{
    /// <summary>Tables without an audit of their own, each with its reason.</summary>
    private static readonly Dictionary<string, string> Unaudited = new()
    {
        ["bill_lines"] = "only ever added to, together with the bill that is audited, and adds up to it",
        ["money_entries"] = "only ever added to, and adds up to its receipt, which is audited",
        ["payment_reversals"] = "only ever added to; each writes reversed_at of its bill, which is audited, and the history of the case",
        ["carried_discounts"] = "only ever added to, together with the money that moves, from approved rows of rule_proposals",
        ["covered_months"] = "added to by the triggers of payments and of a linked card, taken from by that of payment_reversals, which keeps what it takes",
        ["user_sessions"] = "the portal's own record of who is signed in, from start to end; it changes with every minute of use",
        ["user_authenticators"] = "nothing but a sealed secret and the last step used; setting up and removing one is logged",
        ["user_passkeys"] = "nothing but public keys; adding and removing one is logged",
        ["user_recovery_codes"] = "nothing but hashes of codes; making and using one is logged",
        ["key_checks"] = "a known text under each master key, made by the portal itself; no person and no debtor",
        ["key_ring"] = "keys of cookies, made by the portal itself; no person and no debtor",
        ["region_tiles"] = "a sheet of the release; the portal cannot write it",
        ["baselines"] = "a sheet of the release; the portal cannot write it",
        ["contribution_brackets"] = "a sheet of the release, and approved rows of rule_proposals, which are audited",
        ["flat_contributions"] = "a sheet of the release, and approved rows of rule_proposals, which are audited",
        ["contribution_discounts"] = "a sheet of the release, and approved rows of rule_proposals, which are audited",
        ["claim_items"] = "a sheet of the release; the portal cannot write it",
        ["retention_rules"] = "a sheet of the release; the portal cannot write it",
        ["privacy_notices"] = "a sheet of the release; the portal cannot write it",
        ["program_duties"] = "a sheet of the release, and approved rows of rule_proposals, which are audited",
        ["prepayment_terms"] = "a sheet of the release, and approved rows of rule_proposals, which are audited",
        ["participation_duties"] = "a sheet of the release, and approved rows of rule_proposals, which are audited",
        ["evidence_duties"] = "a sheet of the release, and approved rows of rule_proposals, which are audited",
        ["product_guarantees"] = "a sheet of the release, and approved rows of rule_proposals, which are audited",
        ["limits"] = "a sheet of the release, and approved rows of rule_proposals, which are audited",
        ["enterprise_classes"] = "a sheet of the release, and approved rows of rule_proposals, which are audited",
        ["wage_rates"] = "a sheet of the release, and approved rows of rule_proposals, which are audited",
        ["jp_wage_ceilings"] = "a sheet of the release, and approved rows of rule_proposals, which are audited",
        ["wage_program_duties"] = "a sheet of the release, and approved rows of rule_proposals, which are audited",
        ["jkp_shares"] = "a sheet of the release, and approved rows of rule_proposals, which are audited",
        ["business_type_answers"] = "a sheet of the release; the portal cannot write it",
        ["worker_months"] = "only ever added to, by the trigger of employer_payments, which are audited",
        ["superseded_rules"] = "only ever added to, by the triggers of the rules, with what they said before and until when",
        ["benefits"] = "a sheet of the release, and approved rows of rule_proposals, which are audited",
    };

    [Fact]
    public async Task Every_table_of_the_model_is_audited_or_says_why_not()
    {
        await using var db = new BpjsBjbDbContext(DatabaseSetup.Options(desk.Database.AppConnectionString));
        var tables = db.Model.GetEntityTypes().Select(type => type.GetTableName()).OfType<string>().ToHashSet();
        var audited = await desk.Database.ListAsync<string>(
            "select c.relname::text from pg_trigger t join pg_class c on c.oid = t.tgrelid where t.tgname = c.relname || '_audit' and t.tgenabled in ('O', 'A')");

        Assert.Empty(tables.Except(audited).Except(Unaudited.Keys));
        Assert.Empty(Unaudited.Keys.Except(tables));
        Assert.Empty(Unaudited.Keys.Intersect(audited));
    }

    [Fact]
    public async Task Sealed_bytes_are_told_apart_by_their_columns_name() => Assert.Empty(await desk.Database.ListAsync<string>(
        """
        select c.relname || '.' || a.attname from pg_attribute a join pg_class c on c.oid = a.attrelid
          join pg_trigger t on t.tgrelid = c.oid and t.tgname = c.relname || '_audit'
         where a.atttypid = 'bytea'::regtype and not a.attisdropped and a.attname !~ '_(sealed|hash)$'
        """));

    [Fact]
    public async Task A_change_tells_who_when_what_from_and_what_to()
    {
        var id = await desk.SubmittedAsync();

        var entry = Assert.Single(await desk.Database.ListAsync<string>(
            """
            select concat_ws(' ', actor, operation, before ->> 'status', after ->> 'status') from audit_entries
             where table_name = 'enrollments' and row_key = $1 and after ->> 'status' = 'Submitted'
            """,
            id.ToString()));

        Assert.Equal($"{SmallBank.Officer.Id} UPDATE Draft Submitted", entry);
    }

    [Fact]
    public async Task A_payment_is_found_with_its_case_and_its_participation()
    {
        var id = await desk.PaidAsync();

        Assert.Equal(1L, await desk.Database.ReadAsync<long>(
            """
            select count(*) from audit_entries a join enrollments e on e.id = a.enrollment_id and e.participation_id = a.participation_id
             where a.table_name = 'payments' and e.id = $1
            """,
            id));
    }

    [Fact]
    public async Task A_table_that_leaves_no_column_out_is_recorded_like_the_others()
    {
        var loan = await desk.ClearedAsync();

        Assert.Equal("Applied Cleared", await desk.Database.ReadAsync<string>(
            "select concat_ws(' ', before ->> 'status', after ->> 'status') from audit_entries where table_name = 'loans' and operation = 'UPDATE' and row_key = $1",
            loan.Id.ToString()));
        Assert.Empty(await desk.Database.ListAsync<string>(
            """
            select distinct table_name || ' ' || operation from audit_entries
             where operation <> 'TRUNCATE' and coalesce(case operation when 'DELETE' then before else after end, '{}') = '{}'
            """));
        Assert.Empty(await desk.Database.ListAsync<string>(
            """
            select c.relname::text from pg_trigger t join pg_class c on c.oid = t.tgrelid join pg_proc f on f.oid = t.tgfoid
             where t.tgname = c.relname || '_audit' and (f.proname <> 'audit_change' or f.prosrc ~ 'all \(tg_argv')
            """));
    }

    /// <summary>A trigger that does not fire on inserts (bit 4), updates (16) and deletes (8) has a second one for what comes by the thousand.</summary>
    [Fact]
    public async Task Every_audited_table_records_inserts_updates_and_deletes() => Assert.Empty(await desk.Database.ListAsync<string>(
        """
        select t.tgrelid::regclass::text from pg_trigger t join pg_class c on c.oid = t.tgrelid
         where t.tgname = c.relname || '_audit'
           and (t.tgtype & 25) <> 25
            or t.tgname = c.relname || '_audit' and (t.tgtype & 4) = 0
           and not exists (select from pg_trigger b join pg_proc f on f.oid = b.tgfoid
                            where b.tgrelid = c.oid and b.tgname = c.relname || '_audit_insert' and b.tgenabled in ('O', 'A')
                              and (b.tgtype & 5) = 4 and f.proname = 'audit_inserts')
        """));

    [Fact]
    public async Task Many_rows_of_one_statement_leave_an_entry_each_that_says_what_a_single_row_says()
    {
        var id = await desk.SubmittedAsync();

        await desk.Database.AsOwnerAsync(
            """
            insert into enrollment_history (id, enrollment_id, kind, by, at, detail)
            select md5($1::text || n)::uuid, $1, 'RenewalBilled', $2, now(), case n when 2 then 'Rincian' end from generate_series(1, 3) n
            """,
            id,
            SmallBank.Officer.Id);

        Assert.Equal(
            ["1 at,by,enrollment_id,id,kind", "2 at,by,detail,enrollment_id,id,kind", "3 at,by,enrollment_id,id,kind"],
            await desk.Database.ListAsync<string>(
                """
                select n || ' ' || (select string_agg(key, ',' order by key) from jsonb_object_keys(a.after) key)
                  from generate_series(1, 3) n join audit_entries a on a.row_key = md5($1::text || n)::uuid::text
                 where a.table_name = 'enrollment_history' and a.operation = 'INSERT' and a.enrollment_id = $1 and a.before is null
                 order by n
                """,
                id));
    }

    [Fact]
    public async Task No_sealed_byte_no_password_and_no_stamp_reaches_the_audit()
    {
        await desk.PaidAsync();

        Assert.Equal(0L, await desk.Database.ReadAsync<long>(
            """
            select count(*) from audit_entries
             where before::text ~ '\\x' or after::text ~ '\\x' or after::text ~ 'AQAAAA'
                or after ?| array['security_stamp', 'concurrency_stamp', 'access_failed_count'] or before ?| array['security_stamp']
            """));
        Assert.True(await desk.Database.ReadAsync<bool>("select bool_or(after ->> 'nik_sealed' = 'changed') from audit_entries"));
    }

    [Fact]
    public async Task Nothing_is_changed_by_nobody()
    {
        await desk.DraftedAsync(A.Form());
        await using var connection = new NpgsqlConnection(desk.Database.AppConnectionString);
        await connection.OpenAsync(Desk.Cancel);
        await using var command = new NpgsqlCommand(
            "select set_config('app.user', '', false); update users set phone_number = '1'",
            connection);

        var refusal = await Assert.ThrowsAsync<PostgresException>(() => command.ExecuteNonQueryAsync(Desk.Cancel));

        Assert.Equal(("28000", "database.nobody-is-acting"), (refusal.SqlState, refusal.MessageText));
    }

    [Theory]
    [InlineData("insert into audit_entries (txid, at, login, table_name, row_key, operation) values ('1', now(), 'x', 'loans', 'x', 'UPDATE')")]
    [InlineData("update audit_entries set actor = null")]
    [InlineData("delete from audit_entries")]
    [InlineData("truncate audit_entries")]
    [InlineData("update personal_data_reads set purpose = 'x'")]
    [InlineData("delete from personal_data_reads")]
    [InlineData("insert into audit_seals (number) values (1)")]
    [InlineData("update audit_seals set hash = ''")]
    [InlineData("delete from audit_seals")]
    [InlineData("select audit_table('bill_lines')")]
    [InlineData("alter table audit_entries disable trigger all")]
    public async Task The_portals_role_may_not(string sql) =>
        Assert.Equal("42501", (await desk.Database.RefusalAsync(sql)).SqlState);

    [Theory]
    [InlineData("update audit_entries set actor = null")]
    [InlineData("delete from audit_entries")]
    [InlineData("truncate audit_entries")]
    [InlineData("truncate personal_data_reads")]
    [InlineData("truncate audit_seals")]
    public async Task Not_even_the_owner_changes_what_was_recorded(string sql)
    {
        await desk.DraftedAsync(A.Form());

        var refusal = await Assert.ThrowsAsync<PostgresException>(() => desk.Database.AsOwnerAsync(sql));

        Assert.Equal("database.append-only", refusal.MessageText);
    }
}
