using BpjsBjb.Domain.Common;
using BpjsBjb.IntegrationTests.Support;
using BpjsBjb.Services.Loans;

namespace BpjsBjb.IntegrationTests.Loans;

/// <summary>No money without active participation: the service says it, and PostgreSQL says it to whoever goes around the service.</summary>
public sealed class GateTests(Desk desk) : IClassFixture<Desk>
{
    [Fact]
    public async Task Before_the_payment_neither_the_service_nor_the_database_opens_the_gate()
    {
        var loan = await desk.LoanOfAsync(await desk.AcceptedAsync());

        Assert.Equal(
            ["gate.paid", "gate.covered"], loan.Gate.Where(condition => condition is { IsMet: false, Blocks: true }).Select(condition => condition.Code));
        Assert.Equal(["disbursement.gate-closed"], (await ClearAsync(loan)).Codes());
        Assert.Equal(["loan.not-cleared"], (await desk.Loans.DisburseAsync(
            loan.Id, loan.Version, A.Payout(), SmallBank.Supervisor.Actor, Desk.Cancel)).Codes());

        var cleared = await desk.Database.RefusalAsync(
            "update loans set status = 'Cleared', cleared_by = $2, cleared_at = now() where id = $1", loan.Id, SmallBank.Supervisor.Id);
        Assert.Equal(("BJ010", "disbursement.gate-closed"), (cleared.SqlState, cleared.MessageText));
        Assert.Equal("loan.not-cleared", await desk.RawPayOutAsync(loan.Id, 1));
        var disbursed = await desk.Database.RefusalAsync("update loans set status = 'Disbursed' where id = $1", loan.Id);
        Assert.Equal("loan.forbidden-transition", disbursed.MessageText);
    }

    [Fact]
    public async Task Before_acceptance_the_gate_is_closed()
    {
        var loan = await desk.LoanOfAsync(await desk.SubmittedAsync());

        Assert.Equal(
            ["gate.case-accepted", "gate.registered", "gate.paid", "gate.covered"],
            loan.Gate.Where(condition => condition is { IsMet: false, Blocks: true }).Select(condition => condition.Code));
        Assert.Equal(["disbursement.gate-closed"], (await ClearAsync(loan)).Codes());
    }

    [Fact]
    public async Task After_the_payment_the_database_lets_a_cleared_loan_be_paid_out()
    {
        var loan = await desk.ClearedAsync();

        Assert.Null(await desk.RawPayOutAsync(loan.Id, loan.LoanAmount.Amount));

        Assert.Equal(0, (await desk.LoanOfAsync(loan.EnrollmentId)).Remaining.Amount);
    }

    [Fact]
    public async Task Who_registered_a_loan_does_not_clear_it()
    {
        var loan = await desk.LoanOfAsync(await desk.PaidAsync());
        var sameEyes = SmallBank.Supervisor.Actor with { UserId = SmallBank.Officer.Id };

        Assert.Equal(["loan.own-registration"], (await desk.Loans.ClearAsync(loan.Id, loan.Version, sameEyes, Desk.Cancel)).Codes());
        var raw = await desk.Database.RefusalAsync(
            "update loans set status = 'Cleared', cleared_by = registered_by, cleared_at = now() where id = $1", loan.Id);
        Assert.Equal("ck_loans_four_eyes", raw.ConstraintName);
    }

    [Fact]
    public async Task A_loan_is_paid_out_in_parts_up_to_its_amount_and_no_further()
    {
        var loan = await desk.ClearedAsync();

        Assert.Empty((await PayOutAsync(loan.EnrollmentId, A.Payout("100.000.000"))).Refusals);
        Assert.Equal(
            ["disbursement.above-loan-amount@Amount"], (await PayOutAsync(loan.EnrollmentId, A.Payout("50.000.001"))).CodesAtFields());
        Assert.Equal(
            ["disbursement.above-loan-amount@Amount"], (await PayOutAsync(loan.EnrollmentId, A.Payout("150.000.001"))).CodesAtFields());
        Assert.Equal("disbursement.above-loan-amount", await desk.RawPayOutAsync(loan.Id, 50_000_001));
        Assert.Empty((await PayOutAsync(loan.EnrollmentId, A.Payout("50.000.000"))).Refusals);
        Assert.Equal(0, (await desk.LoanOfAsync(loan.EnrollmentId)).Remaining.Amount);
    }

    [Fact]
    public async Task Payouts_racing_for_the_same_money_never_exceed_the_loan()
    {
        var loan = await desk.ClearedAsync();

        await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => Task.Run(async () =>
        {
            var now = await desk.LoanOfAsync(loan.EnrollmentId);
            return await desk.Loans.DisburseAsync(now.Id, now.Version, A.Payout("100.000.000"), SmallBank.Supervisor.Actor, Desk.Cancel);
        })));

        Assert.Equal(100_000_000, (await desk.LoanOfAsync(loan.EnrollmentId)).PaidOutTotal.Amount);
    }

    [Fact]
    public async Task The_same_payout_sent_many_times_at_once_is_one()
    {
        var loan = await desk.ClearedAsync();
        var payout = A.Payout("40.000.000");

        var clicks = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => Task.Run(
            () => desk.Loans.DisburseAsync(loan.Id, loan.Version, payout, SmallBank.Supervisor.Actor, Desk.Cancel))));

        Assert.All(clicks, click => Assert.Empty(click.Refusals));
        Assert.Equal(40_000_000, (await desk.LoanOfAsync(loan.EnrollmentId)).PaidOutTotal.Amount);
    }

    [Fact]
    public async Task A_payout_reference_is_used_once()
    {
        var payout = A.Payout("1.000.000");
        Assert.Empty((await PayOutAsync((await desk.ClearedAsync()).EnrollmentId, payout)).Refusals);

        Assert.Equal(
            ["disbursement.reference-used@Reference"],
            (await PayOutAsync((await desk.ClearedAsync()).EnrollmentId, payout)).CodesAtFields());
    }

    [Theory]
    [InlineData(1, "disbursement.in-the-future")]
    [InlineData(-1, "disbursement.before-application")]
    public async Task A_value_date_lies_between_application_and_today(int daysOff, string code)
    {
        var loan = await desk.ClearedAsync();

        Assert.Equal([$"{code}@ValueDate"], (await PayOutAsync(loan.EnrollmentId, A.Payout(on: A.Today.AddDays(daysOff)))).CodesAtFields());
        Assert.Equal(code, await desk.RawPayOutAsync(loan.Id, 1, A.Today.AddDays(daysOff)));
    }

    [Fact]
    public async Task What_is_missing_in_a_payout_is_said_at_once()
    {
        var loan = await desk.ClearedAsync();

        Assert.Equal(
            ["rupiah.missing@Amount", "date.missing@ValueDate", "disbursement.reference-missing@Reference"],
            (await PayOutAsync(loan.EnrollmentId, new RecordDisbursement())).CodesAtFields());
        Assert.Equal(["disbursement.amount-missing@Amount"], (await PayOutAsync(loan.EnrollmentId, A.Payout("0"))).CodesAtFields());
    }

    [Fact]
    public async Task The_terms_of_a_cleared_loan_are_fixed()
    {
        var loan = await desk.ClearedAsync();

        var refusal = await desk.Database.RefusalAsync("update loans set loan_amount = loan_amount + 1 where id = $1", loan.Id);

        Assert.Equal("loan.terms-are-fixed", refusal.MessageText);
    }

    [Fact]
    public async Task A_duty_other_than_the_rules_own_is_refused()
    {
        var loan = await desk.LoanOfAsync(await desk.SubmittedAsync());

        var refusal = await desk.Database.RefusalAsync("update loans set duty = 'Offered' where id = $1", loan.Id);

        Assert.Equal("loan.duty-differs-from-rule", refusal.MessageText);
    }

    [Fact]
    public async Task Declining_a_duty_is_refused_by_the_database()
    {
        var loan = await desk.LoanOfAsync(await desk.SubmittedAsync());

        var refusal = await desk.Database.RefusalAsync("update loan_insured set decline_reason = 'Unwilling' where loan_id = $1", loan.Id);

        Assert.Equal(("BJ003", "participation.decline-not-allowed"), (refusal.SqlState, refusal.MessageText));
    }

    [Fact]
    public async Task A_facility_without_its_participation_cannot_be_committed()
    {
        var loan = await desk.LoanOfAsync(await desk.SubmittedAsync());

        var insert = await desk.Database.RefusalAsync(
            """
            insert into loans (id, application_number, product_code, loan_amount, term_months, purpose, office_id, bank_position, bpjs_position,
                business_id, regency_code, status, duty_rule_id, duty, applied_on, registered_by)
            select gen_random_uuid(), application_number || 'X', product_code, loan_amount, term_months, purpose, office_id, bank_position,
                bpjs_position, business_id, regency_code, 'Applied', duty_rule_id, duty, applied_on, registered_by from loans where id = $1
            """,
            loan.Id);
        Assert.Equal(("BJ003", "loan.without-participation"), (insert.SqlState, insert.MessageText));

        var delete = await desk.Database.RefusalAsync("delete from loan_insured where loan_id = $1", loan.Id);
        Assert.Equal(("BJ003", "loan.without-participation"), (delete.SqlState, delete.MessageText));
    }

    [Fact]
    public async Task A_loan_is_insured_by_its_own_debtors_participation()
    {
        var one = await desk.LoanOfAsync(await desk.SubmittedAsync());
        var other = await desk.CaseAsync(await desk.SubmittedAsync());

        var refusal = await desk.Database.RefusalAsync(
            "update loan_insured set participation_id = $2 where loan_id = $1", one.Id, other.ParticipationId!.Value);

        Assert.Equal("23503", refusal.SqlState);
    }

    private Task<Result<Guid>> ClearAsync(LoanDetails loan) =>
        desk.Loans.ClearAsync(loan.Id, loan.Version, SmallBank.Supervisor.Actor, Desk.Cancel);

    private async Task<Result<Guid>> PayOutAsync(Guid enrollmentId, RecordDisbursement payout)
    {
        var loan = await desk.LoanOfAsync(enrollmentId);
        return await desk.Loans.DisburseAsync(loan.Id, loan.Version, payout, SmallBank.Supervisor.Actor, Desk.Cancel);
    }
}
