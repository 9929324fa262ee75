using BpjsBjb.Domain.Common;
using BpjsBjb.Domain.Loans;
using BpjsBjb.Domain.Rules;
using BpjsBjb.Services.Access;
using BpjsBjb.Services.Common;
using BpjsBjb.Services.Data;
using BpjsBjb.Services.Data.Configurations;
using BpjsBjb.Services.Enrollments;
using BpjsBjb.Services.Offices;
using BpjsBjb.Services.Rules;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace BpjsBjb.Services.Loans;

/// <summary>A group as typed.</summary>
public sealed record RegisterGroup
{
    public string? Name { get; init; }

    public string? BpjsOfficeId { get; init; }
}

/// <summary>A group with how many living loans it has.</summary>
public sealed record GroupListItem(Guid Id, string Name, Guid OfficeId, int Members);

/// <summary>One borrower of a group.</summary>
public sealed record GroupMember(Guid LoanId, string FullName, string ApplicationNumber, Rupiah LoanAmount, LoanStatus Status);

/// <summary>A group with its borrowers, and how many it must and may have.</summary>
public sealed record GroupDetails(
    Guid Id, string Name, Guid OfficeId, IReadOnlyList<GroupMember> Members, int Fewest, int Most, Citation FewestCitation, Citation MostCitation)
{
    public bool IsComplete => Members.Count >= Fewest;

    public int Free => Math.Max(0, Most - Members.Count);
}

/// <summary>Registers groups of borrowers and reads them. How many join is bounded by the database.</summary>
public sealed class LoanGroupService
{
    private static readonly Dictionary<string, Refusal> GroupRefusals = new()
    {
        [LoanGroupConfiguration.OneNamePerOffice] = LoanGroup.NameUsed.On(nameof(RegisterGroup.Name)),
    };

    private readonly BpjsBjbDbContext _db;
    private readonly RuleBookSource _rules;
    private readonly ReferenceSource _reference;
    private readonly TimeProvider _clock;
    private readonly ILogger<LoanGroupService> _log;

    internal LoanGroupService(
        BpjsBjbDbContext db, RuleBookSource rules, ReferenceSource reference, TimeProvider clock, ILogger<LoanGroupService> log) =>
        (_db, _rules, _reference, _clock, _log) = (db, rules, reference, clock, log);

    public async Task<Result<Guid>> RegisterAsync(RegisterGroup typed, Actor by, CancellationToken cancel)
    {
        await using var work = await _db.BeginAsync(by, cancel);
        var reference = await _reference.ReadAsync(cancel);
        List<Refusal> refusals = [];
        var name = TypedText.Of(typed.Name);
        if (name is null) refusals.Add(LoanGroup.NameMissing.On(nameof(typed.Name)));
        else if (name.Length > LoanGroup.LongestName) refusals.Add(Validation.TooLong.With(LoanGroup.LongestName).On(nameof(typed.Name)));

        var office = Guid.TryParse(typed.BpjsOfficeId, out var officeId)
            ? reference.BpjsBranches.FirstOrDefault(branch => branch.Id == officeId)
            : null;
        if (office is null) refusals.Add(ApplicantCheck.UnknownBpjsOffice.On(nameof(typed.BpjsOfficeId)));
        if (refusals.Count > 0) return refusals;

        var group = LoanGroup.Register(name!, by.OfficeId, reference.Office(by.OfficeId)!.Position, office!.Position, by, _clock.GetUtcNow());
        _db.Add(group);
        var failed = await _db.TrySaveAsync(LoanGroup.NameUsed, GroupRefusals, cancel);
        if (failed.Count > 0) return failed.ToArray();

        _log.LoanGroupRegistered(group.Id, by.OfficeId);
        return group.Id;
    }

    public async Task<IReadOnlyList<GroupListItem>> ListAsync(Actor actor, CancellationToken cancel)
    {
        await using var work = await _db.BeginAsync(actor, cancel);
        return await _db.LoanGroups.AsNoTracking().VisibleTo(actor).OrderBy(group => group.Name).ThenBy(group => group.Id)
            .Select(group => new GroupListItem(
                group.Id, group.Name, group.OfficeId, _db.Loans.Count(loan => loan.GroupId == group.Id && loan.Status != LoanStatus.Cancelled)))
            .ToListAsync(cancel);
    }

    /// <summary>One group, or null when it is not there or not the reader's.</summary>
    public async Task<GroupDetails?> DetailsAsync(Guid id, Actor actor, CancellationToken cancel)
    {
        await using var work = await _db.BeginAsync(actor, cancel);
        if (await _db.LoanGroups.AsNoTracking().VisibleTo(actor).SingleOrDefaultAsync(row => row.Id == id, cancel) is not { } group) return null;

        var rules = await _rules.ReadAsync(cancel);
        var today = _clock.Today();
        var (fewest, most) = (rules.LimitOf(LimitKind.GroupMembersFewest, today), rules.LimitOf(LimitKind.GroupMembersMost, today));
        var loans = await _db.Loans.AsNoTracking().VisibleTo(actor).Where(loan => loan.GroupId == id && loan.Status != LoanStatus.Cancelled)
            .OrderBy(loan => loan.Id).ToListAsync(cancel);
        var ids = loans.Select(loan => loan.Id).ToList();
        var names = await _db.Facilities.VisibleTo(actor).Where(row => ids.Contains(row.Id)).Select(row => new { row.Id, row.FullName })
            .ToDictionaryAsync(row => row.Id, row => row.FullName, cancel);
        return new GroupDetails(
            id, group.Name, group.OfficeId,
            [.. loans.Select(loan => new GroupMember(loan.Id, names.GetValueOrDefault(loan.Id, "–"), loan.ApplicationNumber, loan.LoanAmount, loan.Status))],
            fewest.Value, most.Value, fewest.Citation, most.Citation);
    }
}
