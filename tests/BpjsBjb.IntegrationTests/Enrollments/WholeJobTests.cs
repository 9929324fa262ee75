using BpjsBjb.Domain.Enrollments;
using BpjsBjb.Domain.Loans;
using BpjsBjb.Domain.Participations;
using BpjsBjb.IntegrationTests.Support;

namespace BpjsBjb.IntegrationTests.Enrollments;

public sealed class WholeJobTests(Desk desk) : IClassFixture<Desk>
{
    [Fact]
    public async Task A_debtor_is_registered_accepted_paid_cleared_and_paid_out()
    {
        var id = await desk.SubmittedAsync();
        Assert.Equal(EnrollmentStatus.Submitted, (await desk.CaseAsync(id)).Status);

        var accepted = await desk.Reviews.AcceptAsync(
            id, await desk.VersionAsync(id), A.Acceptance(), SmallBank.Reviewer.Actor, Desk.Cancel);
        Assert.Empty(accepted.Refusals);
        Assert.Equal(ParticipationStatus.AwaitingPayment, (await desk.CaseAsync(id)).Participation);

        var bill = await desk.BillOfAsync(id);
        var paid = await desk.Contributions.RecordPaymentAsync(
            bill.Id, A.Payment(bill.Total), SmallBank.Supervisor.Actor, Desk.Cancel);
        Assert.Empty(paid.Refusals);
        Assert.Equal(ParticipationStatus.Active, (await desk.CaseAsync(id)).Participation);

        var loan = await desk.LoanOfAsync(id);
        Assert.True(loan.GateIsOpen);
        Assert.Empty((await desk.Loans.ClearAsync(loan.Id, loan.Version, SmallBank.Supervisor.Actor, Desk.Cancel)).Refusals);

        loan = await desk.LoanOfAsync(id);
        var paidOut = await desk.Loans.DisburseAsync(loan.Id, loan.Version, A.Payout(), SmallBank.Supervisor.Actor, Desk.Cancel);
        Assert.Empty(paidOut.Refusals);

        loan = await desk.LoanOfAsync(id);
        Assert.Equal(LoanStatus.Disbursed, loan.Status);
        Assert.Equal(0, loan.Remaining.Amount);
        Assert.Equal(
            [
                EnrollmentEventKind.Disbursed, EnrollmentEventKind.Cleared, EnrollmentEventKind.Paid, EnrollmentEventKind.Accepted,
                EnrollmentEventKind.Submitted, EnrollmentEventKind.Started,
            ],
            loan.Timeline.Select(item => item.Kind));
    }
}
