using BpjsBjb.Domain.Common;
using BpjsBjb.Domain.Enrollments;
using BpjsBjb.UnitTests.Common;
using static BpjsBjb.Domain.Enrollments.EnrollmentStatus;

namespace BpjsBjb.UnitTests.Enrollments;

public sealed class EnrollmentTests
{
    public enum Step
    {
        Keep,
        Submit,
        Settle,
        Accept,
        Return,
        Reject,
        Withdraw,
    }

    private const string NotEditable = "enrollment.not-editable";
    private const string NotInReview = "enrollment.not-in-review";

    private static readonly DateTimeOffset At = new(2026, 11, 22, 3, 0, 0, TimeSpan.Zero);
    private static readonly Actor Registrant = Someone.Named("1");
    private static readonly Actor Editor = Someone.Named("2");
    private static readonly Actor Submitter = Someone.Named("3");
    private static readonly Actor Reviewer = Someone.Named("4");

    public static readonly TheoryData<EnrollmentStatus, Step, EnrollmentStatus> AllowedEdges = new()
    {
        { Draft, Step.Keep, Draft },
        { Draft, Step.Submit, Submitted },
        { Draft, Step.Withdraw, Withdrawn },
        { Submitted, Step.Settle, Accepted },
        { Submitted, Step.Accept, Accepted },
        { Submitted, Step.Return, Returned },
        { Submitted, Step.Reject, Rejected },
        { Submitted, Step.Withdraw, Withdrawn },
        { Returned, Step.Keep, Returned },
        { Returned, Step.Submit, Submitted },
        { Returned, Step.Withdraw, Withdrawn },
    };

    public static readonly TheoryData<EnrollmentStatus, Step, string> ForbiddenEdges = new()
    {
        { Draft, Step.Settle, NotInReview },
        { Draft, Step.Accept, NotInReview },
        { Draft, Step.Return, NotInReview },
        { Draft, Step.Reject, NotInReview },
        { Submitted, Step.Keep, NotEditable },
        { Submitted, Step.Submit, NotEditable },
        { Returned, Step.Settle, NotInReview },
        { Returned, Step.Accept, NotInReview },
        { Returned, Step.Return, NotInReview },
        { Returned, Step.Reject, NotInReview },
        { Accepted, Step.Keep, NotEditable },
        { Accepted, Step.Submit, NotEditable },
        { Accepted, Step.Settle, NotInReview },
        { Accepted, Step.Accept, NotInReview },
        { Accepted, Step.Return, NotInReview },
        { Accepted, Step.Reject, NotInReview },
        { Accepted, Step.Withdraw, NotEditable },
        { Rejected, Step.Keep, NotEditable },
        { Rejected, Step.Submit, NotEditable },
        { Rejected, Step.Settle, NotInReview },
        { Rejected, Step.Accept, NotInReview },
        { Rejected, Step.Return, NotInReview },
        { Rejected, Step.Reject, NotInReview },
        { Rejected, Step.Withdraw, NotEditable },
        { Withdrawn, Step.Keep, NotEditable },
        { Withdrawn, Step.Submit, NotEditable },
        { Withdrawn, Step.Settle, NotInReview },
        { Withdrawn, Step.Accept, NotInReview },
        { Withdrawn, Step.Return, NotInReview },
        { Withdrawn, Step.Reject, NotInReview },
        { Withdrawn, Step.Withdraw, NotEditable },
    };

    [Fact]
    public void Every_step_from_every_status_is_in_one_of_the_two_tables() =>
        Assert.Equal(
            Enum.GetValues<EnrollmentStatus>().Length * Enum.GetValues<Step>().Length,
            AllowedEdges.Count + ForbiddenEdges.Count);

    [Theory, MemberData(nameof(AllowedEdges))]
    public void An_allowed_step_moves_the_case(EnrollmentStatus from, Step step, EnrollmentStatus to)
    {
        var enrollment = In(from);

        Assert.Empty(Take(enrollment, step, step is Step.Keep or Step.Submit or Step.Withdraw ? Submitter : Reviewer).Refusals);
        Assert.Equal(to, enrollment.Status);
    }

    [Theory, MemberData(nameof(ForbiddenEdges))]
    public void A_forbidden_step_is_refused_and_changes_nothing(EnrollmentStatus from, Step step, string code)
    {
        var enrollment = In(from);
        var history = enrollment.History.Count;

        Assert.Equal(code, Assert.Single(Take(enrollment, step, Reviewer).Refusals).Code);
        Assert.Equal(from, enrollment.Status);
        Assert.Equal(history, enrollment.History.Count);
    }

    [Theory]
    [InlineData("1", Step.Accept)]
    [InlineData("1", Step.Return)]
    [InlineData("1", Step.Reject)]
    [InlineData("2", Step.Accept)]
    [InlineData("2", Step.Return)]
    [InlineData("2", Step.Reject)]
    [InlineData("3", Step.Accept)]
    [InlineData("3", Step.Return)]
    [InlineData("3", Step.Reject)]
    public void Who_registered_edited_last_or_sent_a_case_never_decides_it(string actor, Step step)
    {
        var enrollment = In(Submitted);

        Assert.Equal([Enrollment.OwnRegistration], Take(enrollment, step, Someone.Named(actor)).Refusals);
        Assert.Equal(Submitted, enrollment.Status);
    }

    [Fact]
    public void A_decision_names_who_decided_and_when()
    {
        var enrollment = In(Submitted);

        enrollment.Reject(RejectionReason.TwoJobsAlready, null, Reviewer, At);

        Assert.Equal((Reviewer.UserId, At), (enrollment.DecidedBy, enrollment.DecidedAt));
        Assert.Equal(RejectionReason.TwoJobsAlready, enrollment.RejectionReason);
    }

    [Fact]
    public void A_case_is_returned_for_at_least_one_field()
    {
        var enrollment = In(Submitted);

        Assert.Equal([Enrollment.NothingReturned], enrollment.ReturnForCorrection([], null, Reviewer, At).Refusals);
        Assert.Equal(Submitted, enrollment.Status);
    }

    [Fact]
    public void Returned_fields_are_kept_until_the_case_is_sent_again()
    {
        var enrollment = In(Returned);

        Assert.Equal("Debtor.MotherName", Assert.Single(enrollment.ReturnedFields).Field);
        Take(enrollment, Step.Submit, Submitter);
        Assert.Empty(enrollment.ReturnedFields);
    }

    [Fact]
    public void The_history_tells_a_first_sending_from_a_second()
    {
        var enrollment = In(Returned);
        Take(enrollment, Step.Submit, Submitter);
        Take(enrollment, Step.Accept, Reviewer);

        Assert.Equal(
            [
                EnrollmentEventKind.Started, EnrollmentEventKind.Submitted, EnrollmentEventKind.Returned,
                EnrollmentEventKind.Resubmitted, EnrollmentEventKind.Accepted,
            ],
            enrollment.History.Select(row => row.Kind));
    }

    [Fact]
    public void A_declined_participation_is_told_apart_in_the_history()
    {
        var enrollment = In(Submitted);

        enrollment.Settle(AcceptanceOutcome.Declined, At, Submitter);

        Assert.Equal(AcceptanceOutcome.Declined, enrollment.Outcome);
        Assert.Equal(EnrollmentEventKind.Declined, enrollment.History[^1].Kind);
    }

    private static Enrollment In(EnrollmentStatus status)
    {
        var enrollment = Enrollment.Start(Guid.CreateVersion7(At), Registrant.OfficeId, 1, Registrant, At);
        Take(enrollment, Step.Keep, Editor);
        if (status is Draft) return enrollment;
        if (status is Withdrawn)
        {
            Take(enrollment, Step.Withdraw, Editor);
            return enrollment;
        }

        Take(enrollment, Step.Submit, Submitter);
        if (status is Returned) Take(enrollment, Step.Return, Reviewer);
        if (status is Accepted) Take(enrollment, Step.Accept, Reviewer);
        if (status is Rejected) Take(enrollment, Step.Reject, Reviewer);
        Assert.Equal(status, enrollment.Status);
        return enrollment;
    }

    private static Result<Enrollment> Take(Enrollment enrollment, Step step, Actor by) => step switch
    {
        Step.Keep => enrollment.Keep(
            new EnrollmentDraft(
                [1], [2], "Budi Contoh", Registrant.OfficeId, 1, [3], "MESRA", new Rupiah(500_000), "A-1", "3273", 4),
            by,
            At),
        Step.Submit => enrollment.Submit(enrollment.Id, enrollment.Id, enrollment.Id, by, At),
        Step.Settle => enrollment.Settle(AcceptanceOutcome.LinkedByPortal, At, by),
        Step.Accept => enrollment.Accept(AcceptanceOutcome.NewMembership, by, At),
        Step.Return => enrollment.ReturnForCorrection(
            [ReturnedField.Of(enrollment.Id, "Debtor.MotherName", ReturnReason.Unreadable)], null, by, At),
        Step.Reject => enrollment.Reject(RejectionReason.AgeLimitReached, null, by, At),
        Step.Withdraw => enrollment.Withdraw(by, At),
        _ => throw new ArgumentOutOfRangeException(nameof(step)),
    };
}
