using BpjsBjb.IntegrationTests.Support;
using BpjsBjb.Services.Offices;
using BpjsBjb.Services.Proofs;
using BpjsBjb.Services.Reference;

namespace BpjsBjb.IntegrationTests.Reference;

/// <summary>Reference data change row by row or as a whole workbook, by administrators alone, and every change is told.</summary>
public sealed class ReferenceTests(PostgresServer server) : IAsyncLifetime
{
    private static readonly ReferenceKind Regions = Sheets.Kind(ReferenceName.Regions);
    private static readonly ReferenceKind Types = Sheets.Kind(ReferenceName.BusinessTypes);
    private static readonly ReferenceKind Products = Sheets.Kind(ReferenceName.LoanProducts);
    private static readonly ReferenceKind Guarantors = Sheets.Kind(ReferenceName.Guarantors);
    private static readonly ReferenceKind Targets = Sheets.Kind(ReferenceName.Targets);

    private readonly Desk _desk = new(server);

    private ReferenceSearch Search => _desk.Get<ReferenceSearch>();

    public ValueTask InitializeAsync() => _desk.InitializeAsync();

    public ValueTask DisposeAsync() => _desk.DisposeAsync();

    [Fact]
    public async Task What_is_shipped_can_be_taken_out_and_put_back_without_a_change()
    {
        foreach (var kind in ReferenceKinds.All)
        {
            var rows = await Search.AllAsync(kind, SmallBank.Admin.Actor, Desk.Cancel);
            if (rows.Count == 0) continue; // no targets before a plan

            var import = await PlannedAsync(kind, [.. rows.Select(row => kind.Typed.Select(column => row.Values[column.Key]).ToArray())]);

            Assert.Equal((rows.Count, false), (import.CountOf(RowStanding.Unchanged), import.MayConfirm));
            Assert.Equal("reference.nothing-changed", (await _desk.ConfirmedAsync(import)).Refusals[0].Code);
        }
    }

    [Fact]
    public async Task A_workbook_is_compared_then_stored_whole_and_once()
    {
        await _desk.SavedAsync(Products, "KOPERASI", ["KOPERASI", "Kredit Koperasi Rekaan", "60", "8", "false"]);
        var file = Sheets.Of(
            Products, ["KUR-MIKRO", "KUR Mikro", "48", "2", "tidak"], ["KREDIT-REKAAN", "Kredit Rekaan", "12", "20", null],
            ["KOPERASI", "Kredit Koperasi Rekaan", "60", "8", "false"]);

        var wrongWord = await PlannedAsync(Products, file);
        Assert.Equal(1, wrongWord.CountOf(RowStanding.Wrong)); // "tidak" is no word of these tests

        var import = await PlannedAsync(
            Products, ["KUR-MIKRO", "KUR Mikro", "48", "2", "false"], ["KREDIT-REKAAN", "Kredit Rekaan", "12", "20", null],
            ["KOPERASI", "Kredit Koperasi Rekaan", "60", "8", "false"]);
        Assert.Equal((1, 1, 1), (import.CountOf(RowStanding.New), import.CountOf(RowStanding.Changed), import.CountOf(RowStanding.Unchanged)));
        Assert.Equal(["maximum_term_months"], import.Rows[0].ChangedColumns);
        Assert.Equal("60", (await _desk.StoredAsync(Products, "KUR-MIKRO")).Values["maximum_term_months"]);

        Assert.Equal(new ReferenceDone(1, 1), (await _desk.ConfirmedAsync(import)).Value);
        Assert.Equal("48", (await _desk.StoredAsync(Products, "KUR-MIKRO")).Values["maximum_term_months"]);
        Assert.Equal("Kredit Rekaan", (await _desk.StoredAsync(Products, "KREDIT-REKAAN")).Values["name"]);
        Assert.NotNull((await _desk.Get<ReferenceSource>().ReadAsync(Desk.Cancel)).Product("KREDIT-REKAAN")); // noticed at once

        var changes = await EntriesAsync();
        Assert.Contains((await _desk.ConfirmedAsync(import)).Refusals[0].Code, new[] { "reference.import-decided", "reference.changed-meanwhile" });
        Assert.Equal("reference.import-decided", (await _desk.ConfirmedAsync(await _desk.ImportAsync(import.Id))).Refusals[0].Code);
        Assert.Equal(changes, await EntriesAsync());
    }

    [Fact]
    public async Task One_wrong_row_and_nothing_of_the_file_is_stored()
    {
        var before = await EntriesAsync();
        var import = await PlannedAsync(
            Regions, ["320199", "Kecamatan Rekaan", null], ["991301", "Tanpa Induk", null], ["12345", "Lima Angka", null], ["320199", "Dua Kali", null],
            ["320198", null, null]);

        Assert.Equal((1, 4), (import.CountOf(RowStanding.New), import.CountOf(RowStanding.Wrong)));
        Assert.Equal(
            [(4, "code", "region.parent-missing"), (5, "code", "region.code-not-digits"), (6, null, "reference.row-twice"), (7, "name", "cell.missing")],
            import.Rows.SelectMany(row => row.Row.Faults.Select(fault => (row.Row.Number, fault.Column, fault.Refusal.Code))));
        Assert.Equal("reference.import-has-faults", (await _desk.ConfirmedAsync(import)).Refusals[0].Code);
        Assert.Equal("ck_reference_imports_whole", (await _desk.Database.RefusalAsync(
            Named($"update reference_imports set status = 'Applied', decided_by = '{SmallBank.Admin.Id}', decided_at = now() where id = '{import.Id}'"))).ConstraintName);
        Assert.Null(await Search.RowAsync(Regions, "320199", SmallBank.Admin.Actor, Desk.Cancel));
        Assert.Equal(before + 1, await EntriesAsync()); // the file itself, that it came
    }

    [Fact]
    public async Task A_region_and_what_lies_in_it_may_come_in_one_file()
    {
        var import = await PlannedAsync(Regions, ["970101", "Kecamatan Rekaan", null], ["97", "Provinsi Rekaan", null], ["9701", "Kabupaten Rekaan", null]);

        Assert.Equal(new ReferenceDone(3, 0), (await _desk.ConfirmedAsync(import)).Value);
        Assert.Equal("9701", (await _desk.StoredAsync(Regions, "970101")).Values["parent_code"]);
    }

    [Fact]
    public async Task A_file_that_is_none_leaves_nothing()
    {
        var planned = await _desk.PlannedAsync(Regions, "PK\x03\x04 bukan berkas"u8.ToArray());

        Assert.Equal("sheet.broken", planned.Refusals[0].Code);
        Assert.Equal(0, await _desk.Database.ReadAsync<long>("select count(*) from reference_imports"));
    }

    [Fact]
    public async Task A_file_of_another_kind_is_refused_by_its_columns() =>
        Assert.Contains("sheet.column-unknown", (await _desk.PlannedAsync(Regions, Sheets.Of(Products, ["A", "B", "1", "1", null]))).Refusals.Select(refusal => refusal.Code));

    [Fact]
    public async Task Of_two_administrators_the_second_is_told_that_the_row_changed()
    {
        var version = (await _desk.StoredAsync(Products, "KUR-KECIL")).Version;
        var import = await PlannedAsync(Products, ["KUR-KECIL", "KUR Kecil", "24", "3", null], ["KREDIT-REKAAN", "Kredit Rekaan", "12", "20", null]);

        Assert.False((await _desk.SavedAsync(Products, "KUR-KECIL", ["KUR-KECIL", "KUR Kecil", "36", "3", "false"], SmallBank.OtherAdmin)).IsRefused);
        var late = await _desk.SavedAsync(Products, "KUR-KECIL", ["KUR-KECIL", "KUR Kecil", "48", "3", "false"], version: version);

        Assert.Equal("reference.changed-meanwhile", late.Refusals[0].Code);
        Assert.Equal("reference.changed-meanwhile", (await _desk.ConfirmedAsync(import)).Refusals[0].Code);
        Assert.Equal("36", (await _desk.StoredAsync(Products, "KUR-KECIL")).Values["maximum_term_months"]);
        Assert.Null(await Search.RowAsync(Products, "KREDIT-REKAAN", SmallBank.Admin.Actor, Desk.Cancel));
    }

    [Fact]
    public async Task Eight_confirmations_at_once_store_the_file_once()
    {
        var import = await PlannedAsync(Targets, ["3204", "2026-12-01", "Participants", "900"], ["3204", "2026-12-01", "Contributions", "1000000"]);

        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(i => _desk.ConfirmedAsync(import, i % 2 == 0 ? SmallBank.Admin : SmallBank.OtherAdmin)));

        Assert.Single(answers, answer => !answer.IsRefused);
        Assert.Equal(2, await _desk.Database.ReadAsync<long>("select count(*) from targets where month = date '2026-12-01' and regency_code = '3204'"));
    }

    [Fact]
    public async Task A_target_gets_a_further_version_and_keeps_the_earlier_ones()
    {
        await _desk.ConfirmedAsync(await PlannedAsync(Targets, ["3204", "2026-12-01", "Participants", "900"]));
        await _desk.SavedAsync(Targets, "3204.2026-12-01.Participants", ["3204", "12-2026", "Participants", "1.100"]);

        Assert.Equal(
            ["1 900", "2 1100"],
            await _desk.Database.ListAsync<string>("select version || ' ' || amount from targets where regency_code = '3204' and month = date '2026-12-01' order by version"));
        Assert.Equal(1_100, await _desk.Database.ReadAsync<long>("select amount from targets_in_force where regency_code = '3204' and month = date '2026-12-01'"));
        var history = await Search.HistoryAsync(Targets, "3204.2026-12-01.Participants", 1, SmallBank.Admin.Actor, Desk.Cancel);
        Assert.Equal(["1100", "900"], history.Items.Select(change => change.Fields.Single(field => field.Column == "amount").After));
    }

    [Fact]
    public async Task A_changed_risk_group_leaves_what_was_stated_before()
    {
        var loan = await _desk.ClearedAsync();
        var proof = (await _desk.Get<ProofService>().IssueAsync(loan.Id, SmallBank.Officer.Actor, Desk.Cancel)).Value;
        var type = await _desk.Database.ReadAsync<string>("select b.business_type_id from businesses b join loans l on l.business_id = b.id where l.id = $1", loan.Id);
        var before = await GroupAsync();
        var stored = (await _desk.StoredAsync(Types, type)).Values;
        var other = before == 5 ? "1" : "5";

        Assert.False((await _desk.SavedAsync(Types, type, [type, stored["name"], other, stored["aliases"], "false"])).IsRefused);

        Assert.Equal(before, await GroupAsync());
        Assert.Equal(other, (await _desk.StoredAsync(Types, type)).Values["risk_group"]);
        Assert.Equal(before, await _desk.Database.ReadAsync<int>("select min(risk_group) from businesses where business_type_id = $1", type));

        async Task<int> GroupAsync() => (await _desk.Get<ProofSearch>().ReadAsync(proof, SmallBank.Officer.Actor, Desk.Cancel))!.BusinessRiskGroup;
    }

    [Fact]
    public async Task The_history_tells_who_changed_what_from_what_to_what()
    {
        await _desk.SavedAsync(Types, "G1-001", ["G1-001", "Penjahitan/konveksi", "1", "tukang jahit;kanci", "true"], SmallBank.OtherAdmin);

        var change = Assert.Single((await Search.HistoryAsync(Types, "G1-001", 1, SmallBank.Admin.Actor, Desk.Cancel)).Items, one => !one.IsNew);
        Assert.NotNull(change.ByName);
        Assert.Equal(["aliases", "is_retired"], change.Fields.Select(field => field.Column));
        Assert.Equal(("false", "true"), (change.Fields[1].Before!.ToLowerInvariant(), change.Fields[1].After!.ToLowerInvariant()));
        var counted = Assert.Single(await Search.CountsAsync(SmallBank.Admin.Actor, Desk.Cancel), count => count.Kind == Types);
        Assert.Equal((191, change.ByName), (counted.Rows, counted.ChangedBy));
    }

    [Theory]
    [InlineData(ReferenceName.Guarantors, "LPDB-KUMKM", "cover_percent", "70", "guarantor.funding-covers-nothing")]
    [InlineData(ReferenceName.Guarantors, "LPDB-KUMKM-MOU", "valid_to", "1-1-2015", "guarantor.ends-before-start")]
    [InlineData(ReferenceName.Guarantors, "JAMKRIDA-JABAR", "premium_percent", "101", "cell.out-of-range")]
    [InlineData(ReferenceName.BusinessTypes, "G1-001", "risk_group", "6", "cell.out-of-range")]
    [InlineData(ReferenceName.LoanProducts, "KUR-MIKRO", "name", "", "cell.missing")]
    [InlineData(ReferenceName.LoanProducts, "KUR-MIKRO", "code", "KUR-LAIN", "reference.key-is-fixed")]
    [InlineData(ReferenceName.LoanProducts, "KUR-MIKRO", "order", "2", "reference.nothing-changed")]
    public async Task A_row_that_cannot_be_is_refused_at_its_field(ReferenceName name, string key, string column, string typed, string code)
    {
        var kind = Sheets.Kind(name);
        var values = (await _desk.StoredAsync(kind, key)).Values;

        var saved = await _desk.SavedAsync(kind, key, [.. kind.Typed.Select(one => one.Key == column ? typed : values[one.Key])]);

        Assert.Equal(code, Assert.Single(saved.Refusals).Code);
        Assert.Equal(values, (await _desk.StoredAsync(kind, key)).Values);
    }

    [Fact]
    public async Task A_code_that_is_taken_is_refused() => Assert.Equal(
        "reference.key-taken", (await _desk.SavedAsync(Products, null, ["KUR-MIKRO", "Lain", "12", "9", null])).Refusals[0].Code);

    [Fact]
    public async Task Nobody_but_an_administrator_changes_reference_data_whatever_calls()
    {
        foreach (var user in new[] { SmallBank.Officer, SmallBank.Supervisor, SmallBank.Reviewer, SmallBank.Regional, SmallBank.Auditor })
        {
            var saved = await _desk.SavedAsync(Guarantors, "LPDB-KUMKM", ["LPDB-KUMKM", "Lain", "PublicAgency", "Funding", null, null, "x", null, null, "true", null], user);
            var planned = await _desk.PlannedAsync(Products, Sheets.Of(Products, ["KREDIT-REKAAN", "Kredit Rekaan", "12", "20", null]), user);

            Assert.All([saved.Refusals[0].Code, planned.Refusals[0].Code], code => Assert.Equal("reference.not-an-administrator", code));
        }
    }

    [Theory]
    [InlineData("update loan_products set code = 'LAIN' where code = 'KUR-MIKRO'", "reference.key-is-fixed")]
    [InlineData("update business_types set id = 'X' where id = 'G1-001'", "reference.key-is-fixed")]
    [InlineData("update business_types set risk_group = 6 where id = 'G1-001'", "ck_business_types_risk_group")]
    [InlineData("insert into regions (code, name, parent_code, is_retired) values ('320199', 'x', '3202', false)", "ck_regions_parent")]
    [InlineData("insert into regions (code, name, parent_code, is_retired) values ('980199', 'x', '9801', false)", "fk_regions_parent")]
    [InlineData("insert into targets (regency_code, month, measure, amount, version) values ('0001', date '2026-01-01', 'Participants', 1, 1)", "fk_targets_region")]
    [InlineData("insert into targets (regency_code, month, measure, amount, version) values ('3204', date '2026-01-02', 'Participants', 1, 1)", "ck_targets_month")]
    [InlineData("update guarantors set cover_percent = 70 where code = 'LPDB-KUMKM'", "ck_guarantors_funding")]
    [InlineData("update targets set amount = 0", "42501")]
    [InlineData("delete from targets", "42501")]
    [InlineData("delete from regions", "42501")]
    [InlineData("delete from guarantors", "42501")]
    [InlineData("update reference_imports set rows = '[]'", "42501")]
    [InlineData("delete from reference_imports", "42501")]
    public async Task The_database_refuses_what_the_pages_refuse(string sql, string reason)
    {
        var refusal = await _desk.Database.RefusalAsync(Named(sql));

        Assert.Contains(reason, new[] { refusal.ConstraintName, refusal.MessageText, refusal.SqlState });
    }

    [Fact]
    public async Task Nobody_stores_a_file_that_somebody_else_sent_in_their_name() => Assert.Equal("reference.not-by-hand", (await _desk.Database.RefusalAsync(Named(
        $"""
         insert into reference_imports (id, kind, file_name, file_hash, rows, new_count, changed_count, unchanged_count, wrong_count, uploaded_by, uploaded_at)
         values (gen_random_uuid(), 'Regions', 'x', ''::bytea, '[]', 0, 0, 0, 0, '{SmallBank.OtherAdmin.Id}', now())
         """))).MessageText);

    /// <summary>A statement in an administrator's name that goes around the services.</summary>
    private static string Named(string sql) => $"select set_config('app.user', '{SmallBank.Admin.Id}', false); {sql}; set constraints all immediate";

    private async Task<ImportDetails> PlannedAsync(ReferenceKind kind, params IEnumerable<string?[]> rows) => await PlannedAsync(kind, Sheets.Of(kind, rows));

    private async Task<ImportDetails> PlannedAsync(ReferenceKind kind, byte[] file) => await _desk.ImportAsync((await _desk.PlannedAsync(kind, file)).Value);

    private Task<long> EntriesAsync() => _desk.Database.ReadAsync<long>("select count(*) from audit_entries");
}
