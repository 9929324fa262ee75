using System.Globalization;
using BpjsBjb.Domain.Common;
using BpjsBjb.IntegrationTests.Support;
using BpjsBjb.Services.Offices;
using BpjsBjb.Services.Reference;
using BpjsBjb.Services.Sheets;

namespace BpjsBjb.IntegrationTests.Offices;

/// <summary>The trees of both institutions as a workbook: compared first, then all of it through the functions of the tree, or nothing.</summary>
public sealed class OfficeSheetTests(PostgresServer server) : IAsyncLifetime
{
    private static readonly ReferenceKind Kind = Sheets.Kind(ReferenceName.Offices);

    private readonly Desk _desk = new(server);

    public ValueTask InitializeAsync() => _desk.InitializeAsync();

    public ValueTask DisposeAsync() => _desk.DisposeAsync();

    [Fact]
    public async Task A_subtree_comes_in_any_order_and_the_same_file_has_nothing_to_do_afterwards()
    {
        string?[][] rows =
        [
            Row("SubBranch", "00071", "KCP Uji Baleendah", above: "0007"), Row("Branch", "0007", "KC Uji Garut", above: "W01"),
            Row("Region", "W01", "Wilayah Uji Priangan", above: await HeadAsync()),
        ];
        var import = await PlannedAsync(rows);
        Assert.Empty(FaultsOf(import));

        Assert.Equal(new ReferenceDone(3, 0), (await _desk.ConfirmedAsync(import)).Value);

        var offices = (await _desk.Get<ReferenceSource>().ReadAsync(Desk.Cancel)).OpenOffices.Where(office => office.Code is not null).ToDictionary(office => office.Code!);
        Assert.Equal(["0007", "00071", "W01"], offices.Keys.Order(StringComparer.Ordinal)); // leading zeros count
        Assert.Equal((offices["W01"].Id, offices["0007"].Id), (offices["0007"].ParentId, offices["00071"].ParentId));
        Assert.Equal(0, await _desk.MisplacedAsync());
        var again = await PlannedAsync(rows);
        Assert.Equal((3, false), (again.CountOf(RowStanding.Unchanged), again.MayConfirm));
    }

    [Fact]
    public async Task What_goes_out_comes_back_with_its_zeros_and_nothing_to_do()
    {
        await _desk.AddOfficeAsync(OfficeSteps.Branch("KC Uji Garut", code: "0007"));
        var stored = await _desk.Get<ReferenceSearch>().AllAsync(Kind, SmallBank.Admin.Actor, Desk.Cancel);
        Assert.Contains(stored, row => row.Values["code"] == "0007");

        var import = await PlannedAsync([.. stored.Select(row => Kind.Typed.Select(column => row.Values[column.Key]).ToArray())]);

        Assert.Equal((stored.Count, false), (import.CountOf(RowStanding.Unchanged), import.MayConfirm));
        Assert.Equal("0007", Assert.Single(import.Rows, row => row.Row["name"] == "KC Uji Garut").Row["code"]);
    }

    [Fact]
    public async Task Offices_change_name_code_place_and_end_and_codes_may_change_hands()
    {
        var first = (await _desk.AddOfficeAsync(OfficeSteps.Branch("KC Uji Satu", code: "0001"))).Value;
        var second = (await _desk.AddOfficeAsync(OfficeSteps.Branch("KC Uji Dua", code: "0002"))).Value;
        var closing = (await _desk.AddOfficeAsync(OfficeSteps.Branch("KC Uji Tiga", code: "0003"))).Value;
        var today = Written(A.Today);

        var import = await PlannedAsync(
            [
                await ChangedAsync(first, ("code", "0002"), ("parent_code", "Wilayah Uji Timur")), await ChangedAsync(second, ("code", "0001"), ("name", "KC Uji Baru")),
                await ChangedAsync(closing, ("valid_to", today)),
                Row("Branch", "0003", "KC Uji Penerus", above: "Wilayah Uji Barat", from: A.Today.AddDays(1)),
            ]);
        Assert.Empty(FaultsOf(import));
        Assert.Equal(new ReferenceDone(1, 3), (await _desk.ConfirmedAsync(import)).Value);

        Assert.Equal(("0002", SmallBank.East), await PlaceAsync(first));
        Assert.Equal(("0001", SmallBank.West), await PlaceAsync(second));
        Assert.Equal("KC Uji Baru", (await _desk.OfficeAsync(second)).Name);
        Assert.Equal(A.Today, (await _desk.OfficeAsync(closing)).ValidTo);
        Assert.Equal(0, await _desk.MisplacedAsync());
        var history = await _desk.Get<ReferenceSearch>().HistoryAsync(Kind, null, 1, SmallBank.Admin.Actor, Desk.Cancel);
        Assert.Contains(history.Items, change => change.Key == "KC Uji Satu"
            && change.Fields.Any(field => field is { Column: "parent_id", Before: "Wilayah Uji Barat", After: "Wilayah Uji Timur" }));
        Assert.DoesNotContain(history.Items.SelectMany(change => change.Fields), field => field.Column == "position");

        async Task<(string?, Guid?)> PlaceAsync(Guid id) => (await _desk.OfficeAsync(id)) is var office ? (office.Code, office.ParentId) : default;
    }

    [Fact]
    public async Task An_office_and_those_below_it_close_by_one_file_and_two_branches_may_trade_places()
    {
        var branch = (await _desk.AddOfficeAsync(OfficeSteps.Branch("KC Uji Satu"))).Value;
        var below = (await _desk.AddOfficeAsync(OfficeSteps.Branch("KCP Uji Satu", below: branch) with { Kind = "SubBranch" })).Value;
        var other = (await _desk.AddOfficeAsync(OfficeSteps.Branch("KCP Uji Dua", below: branch) with { Kind = "SubBranch" })).Value;
        var today = Written(A.Today);

        var import = await PlannedAsync(
            [
                await ChangedAsync(branch, ("valid_to", today)), await ChangedAsync(below, ("valid_to", today)),
                await ChangedAsync(other, ("parent_code", "KC Uji Soreang")),
            ]);
        Assert.Empty(FaultsOf(import));
        Assert.Equal(new ReferenceDone(0, 3), (await _desk.ConfirmedAsync(import)).Value);

        Assert.Equal((A.Today, A.Today), ((await _desk.OfficeAsync(branch)).ValidTo, (await _desk.OfficeAsync(below)).ValidTo));
        Assert.Equal(SmallBank.Soreang, (await _desk.OfficeAsync(other)).ParentId);
        Assert.Equal(0, await _desk.MisplacedAsync());
    }

    [Fact]
    public async Task One_wrong_row_names_its_cell_and_nothing_of_the_file_is_stored()
    {
        await _desk.SubmittedAsync();
        var taken = (await _desk.AddOfficeAsync(OfficeSteps.Branch("KC Uji Satu", code: "0001"))).Value;
        var gone = (await _desk.AddOfficeAsync(OfficeSteps.Branch("KC Uji Dua") with { ValidFrom = A.Date(A.Today.AddDays(-9)) })).Value;
        await _desk.CloseOfficeAsync(gone, A.Today);
        var offices = await CountAsync();

        var import = await PlannedAsync(
            [
                Row("Branch", "0009", "KC Uji Benar", above: "Wilayah Uji Barat"), Row("Branch", "0001", "KC Uji Kode", above: "Wilayah Uji Barat", from: A.Today.AddDays(1)),
                Row("Branch", null, "KC Uji Induk", above: "0404"), Row("Region", null, "Wilayah Uji Bawah", above: "KC Uji Serang"),
                await ChangedAsync(SmallBank.Soreang, ("valid_to", Written(A.Today))),
                await ChangedAsync(SmallBank.East, ("valid_to", Written(A.Today))),
                await ChangedAsync(SmallBank.Cimahi, ("kind", "SubBranch"), ("valid_from", "2020-01-01")),
                await ChangedAsync(gone, ("name", "KC Uji Lain")), await ChangedAsync(SmallBank.Serang, ("regency_code", "9999")),
                [.. Row("Branch", null, "KC Uji Tanda", above: "Wilayah Uji Barat")[..^1], Guid.CreateVersion7(A.Now).ToString()],
            ]);

        Assert.Equal(
            [
                "4 code office.code-taken", "5 parent_code office.parent-unknown", "6 parent_code office.kind-not-below", "7 valid_to office.has-open-work",
                "8 valid_to office.has-open-offices", "9 kind office.place-is-fixed", "9 valid_from office.start-is-fixed", "10 valid_to office.has-ended",
                "11 regency_code office.regency-unknown", "12 id office.mark-unknown",
            ],
            FaultsOf(import));
        Assert.Equal("reference.import-has-faults", (await _desk.ConfirmedAsync(import)).Refusals[0].Code);
        Assert.Equal(offices, await CountAsync());
        Assert.Equal("0001", (await _desk.OfficeAsync(taken)).Code);
    }

    [Fact]
    public async Task What_changed_since_the_comparison_stores_nothing()
    {
        var office = (await _desk.AddOfficeAsync(OfficeSteps.Branch("KC Uji Satu", code: "0001"))).Value;
        var import = await PlannedAsync([await ChangedAsync(office, ("name", "KC Uji Baru")), Row("Branch", "0002", "KC Uji Dua", above: "Wilayah Uji Barat")]);
        await _desk.MoveOfficeAsync(office, SmallBank.East);

        Assert.Equal("reference.changed-meanwhile", (await _desk.ConfirmedAsync(import)).Refusals[0].Code);
        Assert.Equal("KC Uji Satu", (await _desk.OfficeAsync(office)).Name);
    }

    [Fact]
    public async Task Work_that_began_since_the_comparison_keeps_an_office_open_and_the_whole_file_out()
    {
        var import = await PlannedAsync(
            [await ChangedAsync(SmallBank.Soreang, ("valid_to", Written(A.Today))), Row("Branch", "0002", "KC Uji Dua", above: "Wilayah Uji Barat")]);
        Assert.Empty(FaultsOf(import));
        await _desk.SubmittedAsync();
        var offices = await CountAsync();

        Assert.Equal("reference.changed-meanwhile", (await _desk.ConfirmedAsync(import)).Refusals[0].Code);
        Assert.Equal(offices, await CountAsync());
    }

    [Theory]
    [InlineData(Role.RegionalAdmin)]
    [InlineData(Role.LoanOfficer)]
    public async Task Only_an_administrator_keeps_offices_by_workbook(Role role)
    {
        var file = Sheets.Of(Kind, [Row("Branch", "0002", "KC Uji Dua", above: "Wilayah Uji Barat")]);

        Assert.Equal("reference.not-an-administrator", (await _desk.PlannedAsync(Kind, file, SmallBank.In(role))).Refusals[0].Code);
        var import = await _desk.ImportAsync((await _desk.PlannedAsync(Kind, file)).Value);
        Assert.Equal("office.not-an-administrator", (await _desk.ConfirmedAsync(import, SmallBank.In(role))).Refusals[0].Code);
    }

    [Fact]
    public async Task A_number_where_a_code_must_be_is_refused_at_its_cell()
    {
        using var file = new MemoryStream();
        SheetColumn[] asNumbers = [.. Kind.Columns.Select(column => column.Key == "code" ? column with { Kind = CellKind.Whole } : column)];
        var row = Kind.Typed.Zip(Row("Branch", "7", "KC Uji Garut", above: "Wilayah Uji Barat")).ToDictionary(pair => pair.First.Key, pair => pair.Second);
        SheetWriter.Write(file, "Kantor", asNumbers, Sheets.Words, [new SheetRow(0, row, [])]);

        var import = await _desk.ImportAsync((await _desk.PlannedAsync(Kind, file.ToArray())).Value);

        Assert.Equal(["3 code cell.number-for-text"], FaultsOf(import));
        Assert.Equal("sheet.broken", (await _desk.PlannedAsync(Kind, "PK\x03\x04 bukan berkas"u8.ToArray())).Refusals[0].Code);
    }

    private static string?[] Row(string kind, string? code, string name, string above, DateOnly? from = null) =>
        ["Bjb", kind, code, name, "3204", above, Written(from ?? A.Today), null, "false", null];

    private static string Written(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static IEnumerable<string> FaultsOf(ImportDetails import) =>
        import.Rows.SelectMany(row => row.Row.Faults.Select(fault => $"{row.Row.Number} {fault.Column} {fault.Refusal.Code}"));

    /// <summary>The row as it went out, with some cells typed over.</summary>
    private async Task<string?[]> ChangedAsync(Guid id, params (string Column, string? Value)[] changes)
    {
        var stored = (await _desk.StoredAsync(Kind, id.ToString())).Values;
        return [.. Kind.Typed.Select(column => changes.FirstOrDefault(change => change.Column == column.Key) is { Column: not null } change ? change.Value : stored[column.Key])];
    }

    private async Task<ImportDetails> PlannedAsync(string?[][] rows) => await _desk.ImportAsync((await _desk.PlannedAsync(Kind, Sheets.Of(Kind, rows))).Value);

    private Task<long> CountAsync() => _desk.Database.ReadAsync<long>("select count(*) from offices");

    private Task<string> HeadAsync() => _desk.Database.ReadAsync<string>("select name from offices where institution = 'Bjb' and kind = 'HeadOffice'");
}
