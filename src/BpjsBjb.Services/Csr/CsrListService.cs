using System.Security.Cryptography;
using BpjsBjb.Domain.Common;
using BpjsBjb.Domain.Csr;
using BpjsBjb.Services.Access;
using BpjsBjb.Services.Data;
using BpjsBjb.Services.Rules;
using BpjsBjb.Services.Sheets;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace BpjsBjb.Services.Csr;

/// <summary>Takes lists of names: looked at first, then every row that passed is kept, and the rest goes back to be mended.</summary>
public sealed class CsrListService
{
    public static readonly Refusal ListDecided = new("csr.list-decided");
    public static readonly Refusal ListChanged = new("csr.list-changed");
    public static readonly Refusal ListEmpty = new("csr.list-empty");
    public static readonly Refusal UnknownList = new("csr.list-unknown");
    public static readonly Refusal ListNotLooked = new("csr.list-not-looked");

    /// <summary>Rows of a list that is looked at while its sender waits; a longer one is the background's (<see cref="CsrLookKeeper"/>).</summary>
    public const int RowsAtOnce = 500;

    private const int LongestFileName = 200;

    private static readonly Dictionary<string, Refusal> ListRefusals = new()
    {
        ["ux_csr_candidates_nik"] = ListChanged,
        ["ux_csr_lists_once"] = ListChanged,
        [ListChanged.Code] = ListChanged,
        [ListDecided.Code] = ListDecided,
    };

    private readonly BpjsBjbDbContext _db;
    private readonly PersonalDataVault _vault;
    private readonly CandidateChecks _checks;
    private readonly TimeProvider _clock;
    private readonly ILogger<CsrListService> _log;

    internal CsrListService(BpjsBjbDbContext db, PersonalDataVault vault, RuleBookSource rules, TimeProvider clock, ILogger<CsrListService> log) =>
        (_db, _vault, _checks, _clock, _log) = (db, vault, new CandidateChecks(db, vault, rules), clock, log);

    /// <summary>The template of today's occupations.</summary>
    public async Task<CandidateSheet> SheetAsync(CancellationToken cancel) => new(await _db.CsrOccupationsAsync(cancel));

    /// <summary>
    /// Keeps a file, sealed, for whoever confirms it, and looks at a short one; a long one waits for the background. The same file sent twice is one. A
    /// file that is none is not kept.
    /// </summary>
    public async Task<Result<Guid>> PlanAsync(Guid fundId, string fileName, byte[] file, IReadOnlyList<SheetWords> words, Actor by, CancellationToken cancel)
    {
        var read = SheetRows.Read(file, (await SheetAsync(cancel)).Columns, words);
        if (read.IsRefused) return read.Refusals.ToArray();

        await using var work = await _db.BeginAsync(by, cancel);
        if (await _checks.FundAsync(fundId, cancel) is not { } fund) return CsrFund.Unknown;

        var hash = SHA256.HashData(file);
        if (await SameAsync() is { } known) return known;

        var rows = read.Value.Count <= RowsAtOnce ? await _checks.CheckAsync(fund, read.Value, list: null, new Dictionary<string, int>(), cancel) : null;
        var now = _clock.GetUtcNow();
        var id = Guid.CreateVersion7(now);
        var looked = rows is null ? (DateTimeOffset?)null : now;
        var packed = _vault.Seal(SealedColumns.CsrLook, id, rows is null ? LookedRows.Typed(read.Value) : LookedRows.Found(rows));
        var failed = await _db.TrySaveAsync(
            ListChanged,
            ListRefusals,
            [
                $"""
                 insert into csr_lists (id, fund_id, file_name, content_hash, content_sealed, rows, accepted, warned, refused, uploaded_by, uploaded_at, looked_at)
                 values ({id}, {fundId}, {NameOf(fileName)}, {hash}, {_vault.Seal(SealedColumns.CsrList, id, Convert.ToBase64String(file))}, {read.Value.Count},
                         {rows?.Count(row => !row.IsRefused) ?? 0}, {rows?.Count(row => !row.IsRefused && row.Warnings.Count > 0) ?? 0},
                         {rows?.Count(row => row.IsRefused) ?? 0}, {by.UserId}, {now}, {looked}::timestamptz)
                 """,
                $"""
                 insert into csr_looks (list_id, status, rows, done, rows_sealed, asked_at, finished_at)
                 values ({id}, {(rows is null ? LookStatus.Waiting : LookStatus.Finished).ToString()}, {read.Value.Count}, {rows?.Count ?? 0}, {packed}, {now},
                         {looked}::timestamptz)
                 """,
            ],
            cancel);
        return failed.Count == 0 ? id : await SameAsync() is { } first ? first : failed.ToArray();

        async Task<Guid?> SameAsync() => (await _db.Database.SqlQuery<Guid>(
            $"select id as \"Value\" from csr_lists where fund_id = {fundId} and content_hash = {hash} and status <> 'Discarded'").ToListAsync(cancel)) is [var found]
            ? found
            : null;
    }

    /// <summary>How far a list was looked at and what was found then; null when there is no such list of the reader's, or its file was let go of.</summary>
    public async Task<CsrLook?> LookAsync(Guid listId, Actor actor, CancellationToken cancel)
    {
        await using var work = await _db.BeginAsync(actor, cancel);
        var rows = await _db.Database.SqlQuery<LookRow>(
            $"select status, rows, done, rows_sealed from csr_looks where list_id = {listId} and rows_sealed is not null").ToListAsync(cancel);
        return rows is [var row]
            ? new CsrLook(
                Enum.Parse<LookStatus>(row.Status), row.Rows, row.Done,
                row.Status == nameof(LookStatus.Finished) ? LookedRows.OpenFound(_vault.Open(SealedColumns.CsrLook, listId, row.RowsSealed)) : [])
            : null;
    }

    /// <summary>Every row of a list with what is found of it now; null when the list or its file is not there or not the reader's.</summary>
    public async Task<IReadOnlyList<CheckedCandidate>?> RowsAsync(Guid listId, IReadOnlyList<SheetWords> words, Actor actor, CancellationToken cancel)
    {
        var sheet = await SheetAsync(cancel);
        await using var work = await _db.BeginAsync(actor, cancel);
        return await ReadAsync(listId, sheet, words, cancel) is { } read ? read.Rows : null;
    }

    /// <summary>Keeps everybody whom nothing refuses, in one transaction; a second time changes nothing.</summary>
    /// <returns>How many people were kept.</returns>
    public async Task<Result<int>> ConfirmAsync(Guid listId, IReadOnlyList<SheetWords> words, Actor by, CancellationToken cancel)
    {
        var sheet = await SheetAsync(cancel);
        await using var work = await _db.BeginAsync(by, cancel);
        if (await ReadAsync(listId, sheet, words, cancel) is not { } read) return UnknownList;
        if (read.List.Status != "Planned") return ListDecided;
        if (read.List.LookedAt is null) return ListNotLooked;

        var people = read.Rows.Where(row => row.Person is not null).ToList();
        if (people.Count != read.List.Accepted) return ListChanged;
        if (people.Count == 0) return ListEmpty;

        var now = _clock.GetUtcNow();
        List<FormattableString> steps =
        [
            $"select set_config('plan_cache_mode', 'auto', true)", // foreign keys are looked up by one kept plan, not planned anew for each row
            .. people.Chunk(5_000).Select(chunk => Insert(listId, read.List.FundId, chunk, now)),
        ];
        // A file without faults has nothing to mend: it need not be kept.
        var keeps = read.List.Refused > 0;
        steps.Add(
            $"""
             update csr_lists set status = 'Confirmed', decided_by = {by.UserId}, decided_at = {now},
                    content_sealed = case when {keeps} then content_sealed end
              where id = {listId}
             """);
        var failed = await _db.TrySaveAsync(ListDecided, ListRefusals, steps, cancel);
        if (failed.Count > 0) return failed.ToArray();

        _log.CsrListConfirmed(listId, people.Count);
        return people.Count;
    }

    /// <summary>Puts a list aside, and its file with it.</summary>
    public async Task<Result<Guid>> DiscardAsync(Guid listId, Actor by, CancellationToken cancel)
    {
        await using var work = await _db.BeginAsync(by, cancel);
        var standing = await _db.Database.SqlQuery<string>($"select status as \"Value\" from csr_lists where id = {listId}").ToListAsync(cancel);
        if (standing is not [var status]) return UnknownList;
        if (status != "Planned") return ListDecided;

        var failed = await _db.TrySaveAsync(
            ListDecided,
            ListRefusals,
            cancel,
            $"update csr_lists set status = 'Discarded', decided_by = {by.UserId}, decided_at = {_clock.GetUtcNow()}, content_sealed = null where id = {listId}");
        return failed.Count > 0 ? failed.ToArray() : listId;
    }

    /// <summary>One person, typed. The same one sent twice is one.</summary>
    public async Task<Result<Guid>> AddAsync(Guid fundId, AddCandidate input, IReadOnlyList<SheetWords> words, Actor by, CancellationToken cancel)
    {
        var sheet = await SheetAsync(cancel);
        var typed = new Dictionary<string, string?>
        {
            [CandidateSheet.Nik] = input.Nik,
            [CandidateSheet.FullName] = input.FullName,
            [CandidateSheet.Occupation] = input.Occupation,
            [CandidateSheet.Region] = input.Region,
            [CandidateSheet.Evidence] = input.Evidence,
            [CandidateSheet.EvidenceNumber] = input.EvidenceNumber,
            [CandidateSheet.Nominator] = input.Nominator,
        };
        var values = new Dictionary<string, string?>();
        List<CellFault> faults = [];
        foreach (var column in sheet.Columns)
        {
            // A form sends the code of a choice itself.
            var isCode = column.Kind == CellKind.Choice && typed[column.Key] is { } code && column.Choices.Contains(code);
            var (value, fault) = isCode ? (typed[column.Key], null) : CellText.Read(column, typed[column.Key], words);
            values[column.Key] = value;
            if (fault is not null) faults.Add(fault);
        }

        await using var work = await _db.BeginAsync(by, cancel);
        if (await _checks.FundAsync(fundId, cancel) is not { } fund) return CsrFund.Unknown;

        var row = (await _checks.CheckAsync(fund, [new SheetRow(1, values, faults)], list: null, new Dictionary<string, int>(), cancel))[0];
        if (row.Row.Faults.Count > 0) return row.Row.Faults.Select(fault => fault.Refusal.On(FieldOf(fault.Column))).ToArray();

        var now = _clock.GetUtcNow();
        var id = Guid.CreateVersion7(now);
        var person = row.Person!;
        var failed = await _db.TrySaveAsync(
            ListChanged,
            ListRefusals,
            [
                $"""
                 insert into csr_lists (id, fund_id, file_name, content_hash, rows, accepted, warned, refused, uploaded_by, uploaded_at, looked_at)
                 values ({id}, {fundId}, '', {SHA256.HashData(id.ToByteArray())}, 1, 1, {(row.Warnings.Count > 0 ? 1 : 0)}, 0, {by.UserId}, {now}, {now})
                 """,
                Insert(id, fundId, [row], now),
                $"update csr_lists set status = 'Confirmed', decided_by = {by.UserId}, decided_at = {now} where id = {id}",
            ],
            cancel);
        return failed.Count > 0 ? Candidate.InFund.On(nameof(AddCandidate.Nik)) : id;
    }

    private FormattableString Insert(Guid listId, Guid fundId, IReadOnlyList<CheckedCandidate> rows, DateTimeOffset now)
    {
        var ids = rows.Select(_ => Guid.CreateVersion7(now)).ToArray();
        var people = rows.Select(row => row.Person!).ToList();
        return
            $"""
             insert into csr_candidates (id, list_id, fund_id, row_number, nik_hash, nik_sealed, full_name, occupation_code, region_code, evidence,
                                         evidence_number, nominator, warnings)
             select id, {listId}, {fundId}, row_number, nik_hash, nik_sealed, full_name, occupation, region, evidence, evidence_number, nominator,
                    string_to_array(warnings, ' ')::varchar(60)[]
               from (select unnest({ids}) as id, unnest({rows.Select(row => row.Row.Number).ToArray()}) as row_number,
                            unnest({people.Select(person => person.NikHash).ToArray()}) as nik_hash,
                            unnest({people.Select((person, i) => _vault.Seal(SealedColumns.CsrNik, ids[i], person.Nik.Digits)).ToArray()}) as nik_sealed,
                            unnest({people.Select(person => person.FullName).ToArray()}) as full_name,
                            unnest({people.Select(person => person.Occupation).ToArray()}) as occupation,
                            unnest({people.Select(person => person.RegionCode).ToArray()}) as region,
                            unnest({people.Select(person => person.Evidence.ToString()).ToArray()}) as evidence,
                            unnest({people.Select(person => person.EvidenceNumber).ToArray()}) as evidence_number,
                            unnest({people.Select(person => person.Nominator).ToArray()}) as nominator,
                            unnest({rows.Select(row => string.Join(' ', row.Warnings.Select(warning => warning.Code))).ToArray()}) as warnings) as typed
             """;
    }

    private async Task<(ListRow List, IReadOnlyList<CheckedCandidate> Rows)?> ReadAsync(
        Guid listId, CandidateSheet sheet, IReadOnlyList<SheetWords> words, CancellationToken cancel)
    {
        var lists = await _db.Database.SqlQuery<ListRow>(
            $"select fund_id, status, accepted, refused, looked_at, content_sealed from csr_lists where id = {listId}").ToListAsync(cancel);
        if (lists is not [{ ContentSealed: { } content } list] || await _checks.FundAsync(list.FundId, cancel) is not { } fund) return null;

        var file = Convert.FromBase64String(_vault.Open(SealedColumns.CsrList, listId, content));
        var read = SheetRows.Read(file, sheet.Columns, words);
        return read.IsRefused ? null : (list, await _checks.CheckAsync(fund, read.Value, listId, new Dictionary<string, int>(), cancel));
    }

    private static string FieldOf(string? column) => column switch
    {
        CandidateSheet.FullName => nameof(AddCandidate.FullName),
        CandidateSheet.Occupation => nameof(AddCandidate.Occupation),
        CandidateSheet.Region => nameof(AddCandidate.Region),
        CandidateSheet.Evidence => nameof(AddCandidate.Evidence),
        CandidateSheet.EvidenceNumber => nameof(AddCandidate.EvidenceNumber),
        CandidateSheet.Nominator => nameof(AddCandidate.Nominator),
        _ => nameof(AddCandidate.Nik),
    };

    private static string NameOf(string fileName)
    {
        var name = fileName[(fileName.LastIndexOfAny(['/', '\\']) + 1)..].Trim();
        return name.Length == 0 ? "-" : name.Length <= LongestFileName ? name : name[..LongestFileName];
    }

    private sealed record ListRow(Guid FundId, string Status, int Accepted, int Refused, DateTimeOffset? LookedAt, byte[]? ContentSealed);

    private sealed record LookRow(string Status, int Rows, int Done, byte[] RowsSealed);
}
