using BpjsBjb.Domain.Common;
using BpjsBjb.Services.Reference;
using BpjsBjb.Services.Sheets;

namespace BpjsBjb.IntegrationTests.Support;

/// <summary>Workbooks as an administrator fills them in, and the steps they go through.</summary>
internal static class Sheets
{
    /// <summary>Plain words: the choices as they are stored, and codes for sentences.</summary>
    public static readonly SheetWords Words = new(column => column.Key, (_, choice) => choice, "Kesalahan", refusal => refusal.Code);

    public static ReferenceKind Kind(ReferenceName name) => ReferenceKinds.Named(name.ToString())!;

    public static byte[] Of(ReferenceKind kind, params IEnumerable<string?[]> rows)
    {
        using var file = new MemoryStream();
        SheetWriter.Write(file, kind.Name, kind.Columns, Words, rows.Select(row => new SheetRow(
            0, kind.Typed.Zip(row).ToDictionary(pair => pair.First.Key, pair => pair.Second), [])));
        return file.ToArray();
    }

    public static Task<Result<Guid>> PlannedAsync(this Desk desk, ReferenceKind kind, byte[] file, TestUser? by = null) =>
        desk.Get<ReferenceService>().PlanAsync(kind, "acuan.xlsx", file, [Words], (by ?? SmallBank.Admin).Actor, Desk.Cancel);

    public static async Task<ImportDetails> ImportAsync(this Desk desk, Guid id) =>
        (await desk.Get<ReferenceSearch>().ImportAsync(id, SmallBank.Admin.Actor, Desk.Cancel))!;

    public static Task<Result<ReferenceDone>> ConfirmedAsync(this Desk desk, ImportDetails import, TestUser? by = null) =>
        desk.Get<ReferenceService>().ConfirmAsync(import, (by ?? SmallBank.Admin).Actor, Desk.Cancel);

    public static async Task<StoredRow> StoredAsync(this Desk desk, ReferenceKind kind, string key) =>
        (await desk.Get<ReferenceSearch>().RowAsync(kind, key, SmallBank.Admin.Actor, Desk.Cancel))!;

    /// <summary>One row from a form, made from what is stored now.</summary>
    public static async Task<Result<string>> SavedAsync(
        this Desk desk, ReferenceKind kind, string? key, string?[] values, TestUser? by = null, string? version = null) =>
        await desk.Get<ReferenceService>().SaveAsync(
            kind, key, version ?? (key is null ? null : (await desk.StoredAsync(kind, key)).Version),
            kind.Typed.Zip(values).ToDictionary(pair => pair.First.Key, pair => pair.Second), [Words], (by ?? SmallBank.Admin).Actor, Desk.Cancel);
}
