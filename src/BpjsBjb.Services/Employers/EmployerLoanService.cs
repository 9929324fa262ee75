using BpjsBjb.Domain.Common;
using BpjsBjb.Domain.Loans;
using BpjsBjb.Domain.People;
using BpjsBjb.Services.Access;
using BpjsBjb.Services.Common;
using BpjsBjb.Services.Data;
using BpjsBjb.Services.Data.Configurations;
using BpjsBjb.Services.Enrollments;
using BpjsBjb.Services.Offices;
using BpjsBjb.Services.Rules;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace BpjsBjb.Services.Employers;

/// <summary>Applies for an employer's loan and keeps the member list of a cooperative's. Clearing and paying out are LoanService's, as for everybody.</summary>
public sealed class EmployerLoanService
{
    private static readonly Dictionary<string, Refusal> LoanRefusals = new()
    {
        [LoanConfiguration.OneApplicationNumberOnce] = Loan.ApplicationNumberUsed.On(nameof(ApplyForLoan.ApplicationNumber)),
        [LoanMemberConfiguration.OnceOnTheList] = LoanMember.OnTheList.On(nameof(AddMember.Nik)),
    };

    private readonly BpjsBjbDbContext _db;
    private readonly PersonalDataVault _vault;
    private readonly RuleBookSource _rules;
    private readonly ReferenceSource _reference;
    private readonly TimeProvider _clock;
    private readonly ILogger<EmployerLoanService> _log;

    internal EmployerLoanService(
        BpjsBjbDbContext db, PersonalDataVault vault, RuleBookSource rules, ReferenceSource reference, TimeProvider clock,
        ILogger<EmployerLoanService> log) =>
        (_db, _vault, _rules, _reference, _clock, _log) = (db, vault, rules, reference, clock, log);

    /// <summary>Applies for a loan under the duty of its product and amount; a cooperative names its first member with it.</summary>
    public async Task<Result<Guid>?> ApplyAsync(Guid employerId, ApplyForLoan typed, Actor by, CancellationToken cancel)
    {
        await using var work = await _db.BeginAsync(by, cancel);
        if (await _db.Employers.AsNoTracking().VisibleTo(by).SingleOrDefaultAsync(row => row.Id == employerId, cancel) is not { } employer) return null;

        var now = _clock.GetUtcNow();
        var today = JakartaTime.DateIn(now);
        var rules = await _rules.ReadAsync(cancel);
        var form = new LoanForm
        {
            ProductCode = typed.ProductCode,
            LoanAmount = typed.LoanAmount,
            TermMonths = typed.TermMonths,
            Purpose = typed.Purpose,
            ApplicationNumber = typed.ApplicationNumber,
        };
        // The same questions as for a person's loan: a product with groups asks for one, which an employer has not.
        var refusals = new ApplicantCheck(rules, await _reference.ReadAsync(cancel), today).Of(form, new EnrollmentForm { Loan = form }, known: null)
            .Select(refusal => refusal.Code == LoanGroup.Missing.Code ? LoanGroup.NotForEmployers.On(nameof(typed.ProductCode)) : refusal).ToList();
        var member = employer.IsCooperative ? Read(typed.Member, refusals, $"{nameof(typed.Member)}.") : null;
        if (refusals.Count > 0) return refusals;

        var amount = Rupiah.Parse(typed.LoanAmount).Value;
        var terms = new LoanTerms(
            typed.ApplicationNumber!.Trim(), typed.ProductCode!, amount,
            int.Parse(typed.TermMonths!.Trim(), System.Globalization.CultureInfo.InvariantCulture), typed.Purpose!.Trim());
        var loan = Loan.Apply(employer, terms, rules.DutyOf(terms.ProductCode, amount, today)!, today, by, now);
        _db.Add(loan);
        if (member is not null) _db.Add(MemberOf(loan.Id, member, by, now));

        var failed = await _db.TrySaveAsync(Loan.ChangedMeanwhile, LoanRefusals, cancel);
        if (failed.Count > 0) return failed.ToArray();

        _log.EmployerLoanApplied(loan.Id, employerId);
        return loan.Id;
    }

    /// <summary>Puts a member on the list; null when the loan is not there or not the reader's.</summary>
    public async Task<Result<Guid>?> AddMemberAsync(Guid loanId, AddMember typed, Actor by, CancellationToken cancel)
    {
        await using var work = await _db.BeginAsync(by, cancel);
        if (!await IsThereAsync(loanId, by, cancel)) return null;

        List<Refusal> refusals = [];
        var stated = Read(typed, refusals, "");
        if (refusals.Count > 0) return refusals;

        var member = MemberOf(loanId, stated!, by, _clock.GetUtcNow());
        _db.Add(member);
        var failed = await _db.TrySaveAsync(LoanMember.ListIsFixed, LoanRefusals, cancel);
        if (failed.Count > 0) return failed.ToArray();

        _log.LoanMemberAdded(member.Id, loanId);
        return member.Id;
    }

    /// <summary>Takes a member off the list again.</summary>
    public async Task<Result<Guid>?> RemoveMemberAsync(Guid loanId, Guid memberId, Actor by, CancellationToken cancel)
    {
        await using var work = await _db.BeginAsync(by, cancel);
        if (!await IsThereAsync(loanId, by, cancel)) return null;
        if (await _db.LoanMembers.SingleOrDefaultAsync(row => row.Id == memberId && row.LoanId == loanId, cancel) is not { } member)
        {
            return LoanMember.NotOnTheList;
        }

        _db.Remove(member);
        var failed = await _db.TrySaveAsync(LoanMember.ListIsFixed, LoanRefusals, cancel);
        if (failed.Count > 0) return failed.ToArray();

        _log.LoanMemberRemoved(memberId, loanId);
        return memberId;
    }

    private Task<bool> IsThereAsync(Guid loanId, Actor by, CancellationToken cancel) =>
        _db.Loans.AsNoTracking().VisibleTo(by).AnyAsync(loan => loan.Id == loanId && loan.EmployerId != null, cancel);

    private static Stated? Read(AddMember typed, List<Refusal> refusals, string prefix)
    {
        var before = refusals.Count;
        var nik = Nik.Parse(typed.Nik);
        var name = PersonName.Parse(typed.FullName);
        refusals.AddRange(nik.Refusals.Select(refusal => refusal.On(prefix + nameof(typed.Nik))));
        refusals.AddRange(name.Refusals.Select(refusal => refusal.On(prefix + nameof(typed.FullName))));
        var exemption = SectionValidators.Choice<MemberExemption>(TypedText.Of(typed.Exemption));
        var isExempt = SectionValidators.YesOrNo(typed.IsRequired) is false;
        if (isExempt && exemption is null) refusals.Add(LoanMember.ReasonMissing.On(prefix + nameof(typed.Exemption)));
        return refusals.Count > before ? null : new Stated(nik.Value, name.Value, isExempt ? exemption : null);
    }

    private LoanMember MemberOf(Guid loanId, Stated stated, Actor by, DateTimeOffset at)
    {
        var id = Guid.CreateVersion7(at);
        return LoanMember.Of(
            id, loanId, _vault.HashOf(stated.Nik), _vault.Seal(SealedColumns.MemberNik, id, stated.Nik.Digits), stated.FullName, stated.Exemption,
            by, at);
    }

    private sealed record Stated(Nik Nik, string FullName, MemberExemption? Exemption);
}
