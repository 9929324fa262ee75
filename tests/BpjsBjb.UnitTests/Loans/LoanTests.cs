using BpjsBjb.Domain.Common;
using BpjsBjb.Domain.Loans;
using BpjsBjb.UnitTests.Common;
using BpjsBjb.UnitTests.Rules;

namespace BpjsBjb.UnitTests.Loans;

public sealed class LoanTests
{
    private static readonly DateTimeOffset At = new(2026, 11, 22, 3, 0, 0, TimeSpan.Zero);
    private static readonly DateOnly Today = new(2026, 11, 22);
    private static readonly Actor Officer = Someone.Named("1");
    private static readonly Actor Supervisor = Someone.Named("2");

    public static readonly TheoryData<long, string, string[]> RefusedDisbursements = new()
    {
        // amount, value date, refusals
        { 0, "2026-11-22", ["disbursement.amount-missing"] },
        { -1, "2026-11-22", ["disbursement.amount-missing"] },
        { 200_000_001, "2026-11-22", ["disbursement.above-loan-amount"] },
        { 200_000_000, "2026-11-19", ["disbursement.before-application"] },
        { 200_000_000, "2026-11-23", ["disbursement.in-the-future"] },
        { 0, "2026-11-23", ["disbursement.amount-missing", "disbursement.in-the-future"] },
    };

    [Fact]
    public void A_loan_is_cleared_by_someone_who_did_not_register_it()
    {
        var loan = Applied();

        Assert.Equal([Loan.OwnRegistration], loan.Clear(Officer, At).Refusals);
        Assert.Equal(LoanStatus.Applied, loan.Status);
        Assert.False(loan.Clear(Supervisor, At).IsRefused);
        Assert.Equal((LoanStatus.Cleared, Supervisor.UserId), (loan.Status, loan.ClearedBy));
    }

    [Fact]
    public void A_loan_is_cleared_once()
    {
        var loan = Applied();
        loan.Clear(Supervisor, At);

        Assert.Equal([Loan.NotApplied], loan.Clear(Supervisor, At).Refusals);
    }

    [Fact]
    public void A_loan_that_is_not_cleared_is_not_disbursed()
    {
        var loan = Applied();

        Assert.Equal([Loan.NotCleared], Disburse(loan, 1, Today).Refusals);
        Assert.Equal(LoanStatus.Applied, loan.Status);
    }

    [Theory, MemberData(nameof(RefusedDisbursements))]
    public void A_disbursement_that_does_not_fit_is_refused_with_every_reason(long amount, string valueDate, string[] refusals)
    {
        var loan = Applied();
        loan.Clear(Supervisor, At);

        var disbursed = Disburse(loan, amount, DateOnly.ParseExact(valueDate, "yyyy-MM-dd", null));

        Assert.Equal(refusals, disbursed.Refusals.Select(refusal => refusal.Code));
        Assert.Equal(LoanStatus.Cleared, loan.Status);
    }

    [Fact]
    public void A_cleared_loan_may_be_disbursed_in_parts()
    {
        var loan = Applied();
        loan.Clear(Supervisor, At);

        Assert.Equal(new Rupiah(150_000_000), Disburse(loan, 150_000_000, Today).Value.Amount);
        Assert.Equal(LoanStatus.Disbursed, loan.Status);
        Assert.False(Disburse(loan, 50_000_000, Today).IsRefused);
    }

    [Fact]
    public void A_disbursed_loan_is_not_cleared_again()
    {
        var loan = Applied();
        loan.Clear(Supervisor, At);
        Disburse(loan, 200_000_000, Today);

        Assert.Equal([Loan.NotApplied], loan.Clear(Supervisor, At).Refusals);
    }

    [Fact]
    public void A_loan_insures_its_debtor_once()
    {
        var loan = Applied();

        loan.Insure(loan.Id, loan.Id, DeclineReason.CannotAfford);
        loan.Insure(loan.Id, loan.Id, declined: null);

        Assert.Null(Assert.Single(loan.Insured).DeclineReason);
    }

    private static Loan Applied()
    {
        var amount = new Rupiah(200_000_000);
        var loan = Loan.Apply(Officer.OfficeId, 1, Officer, At);
        loan.State(
            "A-1", "KUR-KECIL", amount, 36, "Modal kerja", loan.Id, "3273", 1, Shipped.Rules.DutyOf("KUR-KECIL", amount, Today)!,
            new DateOnly(2026, 11, 20));
        return loan;
    }

    private static Result<Disbursement> Disburse(Loan loan, long amount, DateOnly valueDate) =>
        loan.Disburse(new Rupiah(amount), valueDate, "D-1", Supervisor, At);
}
