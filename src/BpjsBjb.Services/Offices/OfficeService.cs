using BpjsBjb.Domain.Common;
using BpjsBjb.Domain.Offices;
using BpjsBjb.Services.Common;
using BpjsBjb.Services.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace BpjsBjb.Services.Offices;

/// <summary>Adds, changes and closes offices. Where an office stands, and whether it may close, PostgreSQL decides (offices.v1.sql).</summary>
public sealed class OfficeService
{
    private const int LongestName = 100;

    private static readonly Dictionary<string, Refusal> ByConstraint = new()
    {
        ["ex_offices_code"] = OfficeChange.CodeTaken.On(nameof(AddOffice.Code)),
        [OfficeChange.ParentClosed.Code] = OfficeChange.ParentClosed.On(nameof(AddOffice.ParentId)),
        [OfficeChange.KindNotBelow.Code] = OfficeChange.KindNotBelow.On(nameof(AddOffice.ParentId)),
        [OfficeChange.BelowItself.Code] = OfficeChange.BelowItself.On(nameof(AddOffice.ParentId)),
        [OfficeChange.RegencyUnknown.Code] = OfficeChange.RegencyUnknown.On(nameof(AddOffice.RegencyCode)),
        [OfficeChange.EndPast.Code] = OfficeChange.EndPast.On(nameof(CloseOffice.From)),
    };

    private readonly BpjsBjbDbContext _db;
    private readonly ReferenceSource _reference;
    private readonly TimeProvider _clock;
    private readonly ILogger<OfficeService> _log;

    internal OfficeService(BpjsBjbDbContext db, ReferenceSource reference, TimeProvider clock, ILogger<OfficeService> log) =>
        (_db, _reference, _clock, _log) = (db, reference, clock, log);

    public async Task<Result<Guid>> AddAsync(AddOffice input, Actor by, CancellationToken cancel)
    {
        await using var work = await _db.BeginAsync(by, cancel);
        var (code, name, refusals) = Read(input.Code, input.Name);
        if (!Enum.TryParse<OfficeKind>(input.Kind, out var kind) || !Enum.IsDefined(kind)) refusals.Add(OfficeChange.KindMissing.On(nameof(input.Kind)));
        var parent = ParentOf(input.ParentId, refusals);
        var start = TypedText.DayOf(input.ValidFrom, nameof(input.ValidFrom), refusals, OfficeChange.StartMissing);
        if (refusals.Count > 0) return refusals;

        var id = Guid.CreateVersion7(_clock.GetUtcNow());
        return await DoneAsync(
            id, by,
            $"""
             select add_office({id}, {parent}, {kind.ToString()}, {code}::text, {name}, {TypedText.Of(input.RegencyCode)}::text, {start}, {IsTrue(input.IsSample)})
             """,
            cancel);
    }

    /// <summary>From today on; what the office was before stays readable by its days.</summary>
    /// <param name="version">Of the row that was shown.</param>
    public async Task<Result<Guid>> ChangeAsync(Guid id, long version, ChangeOffice input, Actor by, CancellationToken cancel)
    {
        await using var work = await _db.BeginAsync(by, cancel);
        var (code, name, refusals) = Read(input.Code, input.Name);
        var hasParent = await _db.Offices.AnyAsync(office => office.Id == id && office.ParentId != null, cancel);
        Guid? parent = hasParent ? ParentOf(input.ParentId, refusals) : null;
        if (refusals.Count > 0) return refusals;

        return await DoneAsync(
            id, by,
            $"""
             select change_office({id}, {version}, {parent}::uuid, {code}::text, {name}, {TypedText.Of(input.RegencyCode)}::text, {IsTrue(input.IsSample)})
             """,
            cancel);
    }

    /// <summary>Takes no new work from this moment; its last day is the one before.</summary>
    /// <param name="version">Of the row that was shown.</param>
    public async Task<Result<Guid>> CloseAsync(Guid id, long version, CloseOffice input, Actor by, CancellationToken cancel)
    {
        await using var work = await _db.BeginAsync(by, cancel);
        List<Refusal> refusals = [];
        var from = TypedText.DayOf(input.From, nameof(input.From), refusals, OfficeChange.EndMissing);
        if (refusals.Count > 0) return refusals;

        var closed = await DoneAsync(id, by, $"select close_office({id}, {version}, {from})", cancel);
        return closed.IsRefused ? await FilledAsync(id, closed.Refusals, cancel) : closed;
    }

    /// <summary>The database says that there is work; the sentence says how much.</summary>
    private async Task<Result<Guid>> FilledAsync(Guid id, IReadOnlyList<Refusal> refusals, CancellationToken cancel)
    {
        if (await _db.WorkOfAsync(id, cancel) is not { } open) return refusals.ToArray();

        return refusals.Select(refusal =>
            refusal.Code == OfficeChange.HasOpenOffices.Code ? OfficeChange.HasOpenOffices.With(open.OfficesBelow)
            : refusal.Code == OfficeChange.HasOpenWork.Code ? OfficeChange.HasOpenWork.With(open.Cases, open.Loans, open.Bills, open.Requests)
            : refusal).ToArray();
    }

    private async Task<Result<Guid>> DoneAsync(Guid id, Actor by, FormattableString statement, CancellationToken cancel)
    {
        var refused = await _db.TrySaveAsync(OfficeChange.ChangedMeanwhile, ByConstraint, cancel, statement);
        if (refused.Count > 0) return refused.ToArray();

        _reference.Forget();
        _log.OfficeKept(id, by.UserId);
        return id;
    }

    private static (string? Code, string? Name, List<Refusal> Refusals) Read(string? typedCode, string? typedName)
    {
        List<Refusal> refusals = [];
        var name = TypedText.Of(typedName);
        if (name is null) refusals.Add(OfficeChange.NameMissing.On(nameof(AddOffice.Name)));
        else if (name.Length > LongestName) refusals.Add(Validation.TooLong.With(LongestName).On(nameof(AddOffice.Name)));
        if (TypedText.Of(typedCode) is null) return (null, name, refusals);

        var code = BranchCode.Parse(typedCode);
        refusals.AddRange(code.Refusals.Select(refusal => refusal.On(nameof(AddOffice.Code))));
        return (code.IsRefused ? null : code.Value.Text, name, refusals);
    }

    private static Guid ParentOf(string? typed, List<Refusal> refusals)
    {
        if (Guid.TryParse(typed, out var parent)) return parent;

        refusals.Add(OfficeChange.ParentMissing.On(nameof(AddOffice.ParentId)));
        return default;
    }

    /// <summary>A ticked box is sent as "true,false".</summary>
    private static bool IsTrue(string? typed) => typed?.StartsWith("true", StringComparison.OrdinalIgnoreCase) == true;
}
