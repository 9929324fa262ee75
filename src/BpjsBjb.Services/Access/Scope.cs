using BpjsBjb.Domain.Common;
using BpjsBjb.Domain.Employers;
using BpjsBjb.Domain.Enrollments;
using BpjsBjb.Domain.Loans;
using BpjsBjb.Domain.Privacy;

namespace BpjsBjb.Services.Access;

/// <summary>Which rows are a reader's: their office and those below it, on both institutions' trees.</summary>
internal static class Scope
{
    /// <summary>What the bank has never sent is not BPJS's to read: the debtor may not have agreed to it yet.</summary>
    public static IQueryable<Enrollment> VisibleTo(this IQueryable<Enrollment> enrollments, Actor actor)
    {
        var visible = enrollments.Where(e =>
            e.BankPosition >= actor.Bank.From && e.BankPosition <= actor.Bank.To
            && e.BpjsPosition >= actor.Bpjs.From && e.BpjsPosition <= actor.Bpjs.To);
        return actor.Role is Role.BpjsReviewer or Role.BpjsSupervisor ? visible.Where(e => e.SubmittedAt != null) : visible;
    }

    public static IQueryable<Loan> VisibleTo(this IQueryable<Loan> loans, Actor actor) =>
        loans.Where(loan =>
            loan.BankPosition >= actor.Bank.From && loan.BankPosition <= actor.Bank.To
            && loan.BpjsPosition >= actor.Bpjs.From && loan.BpjsPosition <= actor.Bpjs.To);

    public static IQueryable<DataRequest> VisibleTo(this IQueryable<DataRequest> requests, Actor actor) =>
        requests.Where(request =>
            request.BankPosition >= actor.Bank.From && request.BankPosition <= actor.Bank.To
            && request.BpjsPosition >= actor.Bpjs.From && request.BpjsPosition <= actor.Bpjs.To);

    public static IQueryable<Employer> VisibleTo(this IQueryable<Employer> employers, Actor actor) =>
        employers.Where(employer =>
            employer.BankPosition >= actor.Bank.From && employer.BankPosition <= actor.Bank.To
            && employer.BpjsPosition >= actor.Bpjs.From && employer.BpjsPosition <= actor.Bpjs.To);

    public static IQueryable<LoanGroup> VisibleTo(this IQueryable<LoanGroup> groups, Actor actor) =>
        groups.Where(group =>
            group.BankPosition >= actor.Bank.From && group.BankPosition <= actor.Bank.To
            && group.BpjsPosition >= actor.Bpjs.From && group.BpjsPosition <= actor.Bpjs.To);

    public static IQueryable<TRow> VisibleTo<TRow>(this IQueryable<TRow> rows, Actor actor)
        where TRow : class, IPlaced =>
        rows.Where(row =>
            row.BankPosition >= actor.Bank.From && row.BankPosition <= actor.Bank.To
            && row.BpjsPosition >= actor.Bpjs.From && row.BpjsPosition <= actor.Bpjs.To);
}
