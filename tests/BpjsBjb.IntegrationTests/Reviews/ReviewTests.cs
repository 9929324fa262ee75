using BpjsBjb.Domain.Enrollments;
using BpjsBjb.Domain.Participations;
using BpjsBjb.IntegrationTests.Support;
using BpjsBjb.Services.Reviews;

namespace BpjsBjb.IntegrationTests.Reviews;

public sealed class ReviewTests(Desk desk) : IClassFixture<Desk>
{
    [Fact]
    public async Task A_returned_case_is_corrected_and_accepted()
    {
        var form = A.Form();
        var id = await desk.SubmittedAsync(form);

        var returned = await ReturnAsync(id, A.Return());
        Assert.Empty(returned.Refusals);
        var back = await desk.CaseAsync(id);
        Assert.Equal(EnrollmentStatus.Returned, back.Status);
        Assert.Equal("Debtor.MotherName", Assert.Single(back.ReturnedFields).Field);
        Assert.Equal("Samakan dengan e-KTP", back.ReturnMessage);

        await desk.Enrollments.KeepAsync(
            id, back.Version, form.Debtor with { MotherName = "Ibu Benar" }, SmallBank.Officer.Actor, Desk.Cancel);
        Assert.Empty((await desk.SendAsync(id)).Refusals);
        Assert.Empty((await desk.CaseAsync(id)).ReturnedFields);
        Assert.Empty((await AcceptAsync(id, A.Acceptance())).Refusals);
        Assert.Equal(1L, await desk.Database.ReadAsync<long>(
            "select count(*) from loan_insured i join enrollments e on e.loan_id = i.loan_id where e.id = $1", id));
    }

    [Fact]
    public async Task A_case_sent_back_with_another_nik_insures_that_person_alone()
    {
        var form = A.Form();
        var id = await desk.SubmittedAsync(form);
        var back = await ReturnAsync(id, A.Return("Debtor.Nik"));
        var right = form.Debtor with { Nik = A.Nik(A.Number()) };

        await desk.Enrollments.KeepAsync(id, await desk.VersionAsync(back.Value), right, SmallBank.Officer.Actor, Desk.Cancel);

        Assert.Empty((await desk.SendAsync(id)).Refusals);
        Assert.Equal(
            [(await desk.CaseAsync(id)).ParticipationId!.Value],
            await desk.Database.ListAsync<Guid>(
                "select i.participation_id from loan_insured i join enrollments e on e.loan_id = i.loan_id where e.id = $1", id));
    }

    [Fact]
    public async Task A_return_names_fields_and_reasons()
    {
        var id = await desk.SubmittedAsync();

        Assert.Equal(["enrollment.no-field-chosen"], (await ReturnAsync(id, new ReturnEnrollment())).Codes());
        Assert.Equal(
            ["enrollment.field-not-returned@Fields[0].Field", "review.return-reason-missing@Fields[1].Reason", "text.too-long@Message"],
            (await ReturnAsync(id, new ReturnEnrollment
            {
                Fields =
                [
                    new() { Field = "Loan.LoanAmount", IsChosen = true, Reason = "Incomplete" },
                    new() { Field = "Debtor.Nik", IsChosen = true, Reason = "Ugly" },
                    new() { Field = "Debtor.Nik", IsChosen = false },
                ],
                Message = new string('x', 501),
            })).CodesAtFields());
        Assert.Equal(EnrollmentStatus.Submitted, (await desk.CaseAsync(id)).Status);
    }

    [Fact]
    public async Task A_rejection_has_a_reason_and_is_final()
    {
        var form = A.Form();
        var id = await desk.SubmittedAsync(form);

        Assert.Equal(
            ["review.rejection-reason-missing@Reason"],
            (await RejectAsync(id, new RejectEnrollment { Reason = "NotLiked" })).CodesAtFields());
        Assert.Empty((await RejectAsync(id, new RejectEnrollment { Reason = "NotWorking", Message = "Sudah berhenti" })).Refusals);

        var rejected = await desk.CaseAsync(id);
        Assert.Equal((EnrollmentStatus.Rejected, RejectionReason.NotWorking), (rejected.Status, rejected.RejectionReason));
        Assert.Equal(["enrollment.not-in-review"], (await AcceptAsync(id, A.Acceptance())).Codes());
        Assert.Equal(["enrollment.not-editable"], (await desk.Enrollments.KeepAsync(
            id, rejected.Version, form.Income, SmallBank.Officer.Actor, Desk.Cancel)).Codes());
        Assert.False((await desk.LoanOfAsync(id)).GateIsOpen);
    }

    [Fact]
    public async Task Who_registered_edited_or_sent_a_case_does_not_decide_it()
    {
        // A reviewer's office with an officer's identity: only four eyes stands in the way.
        var sameEyes = SmallBank.Reviewer.Actor with { UserId = SmallBank.Officer.Id };
        var id = await desk.SubmittedAsync();
        var version = await desk.VersionAsync(id);

        Assert.Equal(["enrollment.own-registration"], (await desk.Reviews.AcceptAsync(id, version, A.Acceptance(), sameEyes, Desk.Cancel)).Codes());
        Assert.Equal(["enrollment.own-registration"], (await desk.Reviews.ReturnAsync(id, version, A.Return(), sameEyes, Desk.Cancel)).Codes());
        Assert.Equal(
            ["enrollment.own-registration"],
            (await desk.Reviews.RejectAsync(id, version, new RejectEnrollment { Reason = "Deceased" }, sameEyes, Desk.Cancel)).Codes());
    }

    [Theory]
    [InlineData("registered_by")]
    [InlineData("last_edited_by")]
    [InlineData("submitted_by")]
    public async Task Four_eyes_is_the_databases_rule_too(string maker)
    {
        var id = await desk.SubmittedAsync();

        var refusal = await desk.Database.RefusalAsync(
            $"update enrollments set status = 'Accepted', outcome = 'NewMembership', decided_at = now(), decided_by = {maker} where id = $1", id);

        Assert.Equal("ck_enrollments_four_eyes", refusal.ConstraintName);
    }

    [Fact]
    public async Task A_stale_decision_is_refused()
    {
        var id = await desk.SubmittedAsync();
        var version = await desk.VersionAsync(id);
        await desk.Reviews.ReturnAsync(id, version, A.Return(), SmallBank.Reviewer.Actor, Desk.Cancel);
        await desk.SendAsync(id);

        Assert.Equal(
            ["enrollment.changed-meanwhile"],
            (await desk.Reviews.AcceptAsync(id, version, A.Acceptance(), SmallBank.Reviewer.Actor, Desk.Cancel)).Codes());
    }

    [Fact]
    public async Task Two_reviewers_who_accept_at_once_issue_one_card_and_one_bill()
    {
        var id = await desk.SubmittedAsync();
        var version = await desk.VersionAsync(id);

        var decisions = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(
            () => desk.Reviews.AcceptAsync(id, version, A.Acceptance(), SmallBank.Reviewer.Actor, Desk.Cancel))));

        Assert.Single(decisions, decision => !decision.IsRefused);
        Assert.Equal(1L, await desk.Database.ReadAsync<long>("select count(*) from bills where enrollment_id = $1", id));
    }

    [Fact]
    public async Task An_acceptance_names_a_card_and_how_it_came_about()
    {
        var id = await desk.SubmittedAsync();

        Assert.Equal(["kpj.missing@Kpj", "review.outcome-missing@Outcome"], (await AcceptAsync(id, new AcceptEnrollment())).CodesAtFields());
        Assert.Equal(
            ["review.outcome-missing@Outcome"],
            (await AcceptAsync(id, A.Acceptance(outcome: "LinkedByPortal"))).CodesAtFields());
    }

    [Fact]
    public async Task A_card_belongs_to_one_person()
    {
        var card = A.Number();
        Assert.Empty((await AcceptAsync(await desk.SubmittedAsync(), A.Acceptance(card))).Refusals);

        var second = await AcceptAsync(await desk.SubmittedAsync(), A.Acceptance(card));

        Assert.Equal(["review.card-already-used@Kpj"], second.CodesAtFields());
    }

    [Fact]
    public async Task A_wage_earner_is_registered_as_bpu_besides()
    {
        var form = A.Form();
        await desk.RegisterAtBpjsAsync(form, Segment.Pu, "PT Rekaan");
        var id = await desk.SubmittedAsync(form);
        Assert.Equal(EnrollmentStatus.Submitted, (await desk.CaseAsync(id)).Status);

        var review = await desk.Queue.CaseAsync(id, SmallBank.Reviewer.Actor, Desk.Cancel);
        Assert.Equal(AcceptanceOutcome.AdditionalToWageEarner, review!.SuggestedOutcome);
        Assert.Equal("PT Rekaan", Assert.Single(review.Memberships).EmployerName);
        Assert.Empty((await AcceptAsync(id, A.Acceptance(outcome: "AdditionalToWageEarner"))).Refusals);

        Assert.Equal(
            ["Bpu"],
            await desk.Database.ListAsync<string>(
                "select p.segment from participations p join enrollments e on e.participation_id = p.id where e.id = $1", id));
    }

    [Fact]
    public async Task Who_is_covered_already_is_linked_without_a_second_registration()
    {
        var form = A.Form();
        var first = await desk.PaidAsync(form);
        var loan = A.Form();

        var id = await desk.SubmittedAsync(loan with { Debtor = form.Debtor });

        var linked = await desk.CaseAsync(id);
        Assert.Equal((EnrollmentStatus.Accepted, AcceptanceOutcome.LinkedByPortal), (linked.Status, linked.Outcome));
        Assert.Equal((await desk.CaseAsync(first)).ParticipationId, linked.ParticipationId);
        Assert.Null(linked.BillId);
        Assert.True((await desk.LoanOfAsync(id)).GateIsOpen);
        Assert.Equal(1L, await desk.Database.ReadAsync<long>(
            "select count(*) from participations where person_id = (select person_id from enrollments where id = $1)", id));
    }

    [Fact]
    public async Task A_card_of_bpjss_register_is_linked_with_the_months_it_is_paid_for()
    {
        var form = A.Form();
        var card = await desk.RegisterAtBpjsAsync(form, Segment.Bpu, paidThrough: new DateOnly(2027, 1, 31));
        var id = await desk.SubmittedAsync(form);
        Assert.Equal(EnrollmentStatus.Submitted, (await desk.CaseAsync(id)).Status);

        var linked = await AcceptAsync(
            id, new AcceptEnrollment { Kpj = card, Outcome = "LinkedToExisting", CoveredThrough = "15-01-2027" });

        Assert.Empty(linked.Refusals);
        Assert.Equal(
            [new DateOnly(2026, 11, 1), new DateOnly(2026, 12, 1), new DateOnly(2027, 1, 1)],
            await desk.Database.ListAsync<DateOnly>(
                "select month from covered_months where participation_id = (select participation_id from enrollments where id = $1) order by 1", id));
        var covered = await desk.CaseAsync(id);
        Assert.Equal((ParticipationStatus.Active, new DateOnly(2027, 1, 31)), (covered.Participation, covered.CoveredThrough));
        Assert.Null(covered.BillId);
        Assert.True((await desk.LoanOfAsync(id)).GateIsOpen);
    }

    [Fact]
    public async Task A_linked_card_that_has_lapsed_gets_a_bill()
    {
        var form = A.Form();
        var card = await desk.RegisterAtBpjsAsync(form, Segment.Bpu, paidThrough: new DateOnly(2026, 8, 31));
        var id = await desk.SubmittedAsync(form);

        Assert.Empty((await AcceptAsync(id, new AcceptEnrollment { Kpj = card, Outcome = "LinkedToExisting" })).Refusals);

        Assert.Equal(3, (await desk.BillOfAsync(id)).Months);
        Assert.False((await desk.LoanOfAsync(id)).GateIsOpen);
    }

    [Theory]
    [InlineData("31-10-2026")]
    [InlineData("01-12-2031")]
    public async Task Cover_is_vouched_for_neither_backwards_nor_for_ever(string through)
    {
        var id = await desk.SubmittedAsync();

        var refused = await AcceptAsync(id, A.Acceptance(outcome: "LinkedToExisting", coveredThrough: through));

        Assert.Equal(["review.covered-through-out-of-range@CoveredThrough"], refused.CodesAtFields());
    }

    [Fact]
    public async Task Two_bpu_jobs_are_the_most()
    {
        var form = A.Form();
        await desk.RegisterAtBpjsAsync(form, Segment.Bpu);
        await desk.RegisterAtBpjsAsync(form, Segment.Bpu);
        var id = await desk.DraftedAsync(form);

        Assert.Equal(["applicant.two-jobs-already@Debtor.Nik"], (await desk.SendAsync(id)).CodesAtFields());
    }

    [Fact]
    public async Task Who_is_covered_passes_the_age_limit_at_the_next_loan()
    {
        var form = A.Form();
        await desk.RegisterAtBpjsAsync(form, Segment.Bpu, paidThrough: new DateOnly(2026, 12, 31));
        var old = form with { Debtor = form.Debtor with { BirthDate = "10-03-1955" } };
        var id = await desk.DraftedAsync(old);

        Assert.DoesNotContain("applicant.age-limit-reached", (await desk.SendAsync(id)).Codes());
    }

    private async Task<Domain.Common.Result<Guid>> AcceptAsync(Guid id, AcceptEnrollment input) =>
        await desk.Reviews.AcceptAsync(id, await desk.VersionAsync(id), input, SmallBank.Reviewer.Actor, Desk.Cancel);

    private async Task<Domain.Common.Result<Guid>> ReturnAsync(Guid id, ReturnEnrollment input) =>
        await desk.Reviews.ReturnAsync(id, await desk.VersionAsync(id), input, SmallBank.Reviewer.Actor, Desk.Cancel);

    private async Task<Domain.Common.Result<Guid>> RejectAsync(Guid id, RejectEnrollment input) =>
        await desk.Reviews.RejectAsync(id, await desk.VersionAsync(id), input, SmallBank.Reviewer.Actor, Desk.Cancel);
}
