using BpjsBjb.Domain.Claims;
using BpjsBjb.Domain.Common;
using BpjsBjb.UnitTests.Rules;

namespace BpjsBjb.UnitTests.Claims;

/// <summary>Terms of a claim: 2×24 hours, five years, three days.</summary>
public sealed class ClaimDeadlineTests
{
    private static readonly DateOnly Day = new(2026, 11, 20);
    private static readonly Actor By = new(Id(1), Role.LoanOfficer, Id(2), OfficeInterval.Everything, OfficeInterval.Everything);

    [Fact]
    public void The_report_of_a_work_accident_runs_from_its_hour_or_else_from_the_start_of_its_day()
    {
        Assert.Equal(At(2026, 11, 22, 14, 30), DueAt(ClaimKind.AccidentAtWork, new TimeOnly(14, 30), ClaimDeadlineKind.AccidentReport));
        Assert.Equal(At(2026, 11, 22, 0, 0), DueAt(ClaimKind.DeathAtWork, null, ClaimDeadlineKind.AccidentReport));
        Assert.DoesNotContain(Of(ClaimKind.DeathNotAtWork, null), deadline => deadline.Kind == ClaimDeadlineKind.AccidentReport);
    }

    [Fact]
    public void Rights_lapse_at_the_end_of_the_day_five_years_later()
    {
        Assert.Equal(At(2031, 11, 21, 0, 0), DueAt(ClaimKind.DeathAtWork, new TimeOnly(14, 30), ClaimDeadlineKind.RightsLapse));
        Assert.True(Of(ClaimKind.DeathAtWork, null).Single(deadline => deadline.Kind == ClaimDeadlineKind.RightsLapse).Rule.IsConfirmed);
        Assert.False(Of(ClaimKind.DeathNotAtWork, null).Single(deadline => deadline.Kind == ClaimDeadlineKind.RightsLapse).Rule.IsConfirmed);
    }

    [Fact]
    public void Heirs_are_told_within_three_whole_days_of_the_bank_learning_of_it()
    {
        Assert.Equal(At(2026, 11, 25, 0, 0), DueAt(ClaimKind.DeathNotAtWork, null, ClaimDeadlineKind.TellHeirs));
        Assert.DoesNotContain(Of(ClaimKind.AccidentAtWork, null), deadline => deadline.Kind == ClaimDeadlineKind.TellHeirs);
    }

    [Fact]
    public void A_term_is_near_at_half_of_it_and_over_after_it_and_kept_once_the_step_is_taken()
    {
        var report = Of(ClaimKind.AccidentAtWork, null).Single(deadline => deadline.Kind == ClaimDeadlineKind.AccidentReport);

        Assert.False(report.IsNearAt(At(2026, 11, 20, 23, 59), 90));
        Assert.True(report.IsNearAt(At(2026, 11, 21, 0, 0), 90));
        Assert.False(report.IsOverdueAt(At(2026, 11, 22, 0, 0)));
        Assert.True(report.IsOverdueAt(At(2026, 11, 22, 0, 1)));
        Assert.False(report.IsNearAt(At(2026, 11, 22, 0, 1), 90));

        var kept = OfClaim(ClaimKind.AccidentAtWork, Step(ClaimKind.AccidentAtWork, ClaimEventKind.AccidentReported, new DateOnly(2026, 11, 23)))
            .Single(deadline => deadline.Kind == ClaimDeadlineKind.AccidentReport);
        Assert.False(kept.IsOverdueAt(At(2027, 1, 1, 0, 0)));
        Assert.True(kept.WasLate);
    }

    [Fact]
    public void The_next_term_stands_first_and_the_kept_ones_last()
    {
        Assert.Equal(
            [ClaimDeadlineKind.AccidentReport, ClaimDeadlineKind.TellHeirs, ClaimDeadlineKind.RightsLapse],
            Of(ClaimKind.DeathAtWork, null).Select(deadline => deadline.Kind));
        Assert.Equal(
            ClaimDeadlineKind.AccidentReport,
            OfClaim(ClaimKind.DeathAtWork, Step(ClaimKind.DeathAtWork, ClaimEventKind.AccidentReported, Day))[^1].Kind);
    }

    [Fact]
    public void A_document_stands_where_its_last_event_put_it()
    {
        var claim = AClaim(ClaimKind.DeathNotAtWork);
        ClaimEvent[] events =
        [
            ClaimEvent.Of(claim, ClaimEventKind.ItemReceived, ClaimItem.FamilyCard, Day, null, By, At(2026, 11, 21, 8, 0)),
            ClaimEvent.Of(claim, ClaimEventKind.ItemNotNeeded, ClaimItem.IdentityCard, Day, ItemReason.AnotherPaperShowsIt, By, At(2026, 11, 21, 9, 0)),
            ClaimEvent.Of(claim, ClaimEventKind.ItemMissing, ClaimItem.FamilyCard, Day, null, By, At(2026, 11, 21, 10, 0)),
        ];

        var list = Checklist.Of(ClaimKind.DeathNotAtWork, Day, events, Shipped.Rules);

        Assert.Equal(ItemState.Missing, list.Single(line => line.Rule.Item == ClaimItem.FamilyCard).State);
        Assert.False(list.Single(line => line.Rule.Item == ClaimItem.IdentityCard).IsOpen);
        Assert.Equal("F4", list[0].Rule.Form);
        Assert.DoesNotContain(list, line => line.Rule.Item is ClaimItem.AccidentReport or ClaimItem.WorkEvidence);
        Assert.False(list.Single(line => line.Rule.Item == ClaimItem.SchoolEvidence).IsOpen); // only where there are children at school
    }

    [Fact]
    public void Forms_F3_are_for_work_accidents_and_F4_for_other_deaths()
    {
        Assert.Equal(["F4"], Forms(ClaimKind.DeathNotAtWork));
        Assert.Equal(["F3 KK1", "F3a KK2", "F3b KK3"], Forms(ClaimKind.DeathAtWork));
        Assert.Equal(["F3 KK1", "F3a KK2", "F3b KK3"], Forms(ClaimKind.AccidentAtWork));

        static IEnumerable<string> Forms(ClaimKind kind) =>
            Shipped.Rules.ClaimItemsOf(kind, Day).Where(rule => rule.Form.Length > 0).Select(rule => rule.Form);
    }

    [Fact]
    public void A_claim_is_not_of_tomorrow_nor_told_before_it_happened()
    {
        var now = At(2026, 11, 20, 14, 0);

        Assert.Equal("claim.in-the-future@HappenedTime", Refusal(Day, new TimeOnly(14, 1), Day));
        Assert.Equal("claim.in-the-future@HappenedOn", Refusal(Day.AddDays(1), null, Day.AddDays(1)));
        Assert.Equal("claim.told-in-the-future@ToldOn", Refusal(Day, null, Day.AddDays(1)));
        Assert.Equal("claim.told-before-event@ToldOn", Refusal(Day, null, Day.AddDays(-1)));
        Assert.Null(Refusal(Day, new TimeOnly(14, 0), Day));

        string? Refusal(DateOnly on, TimeOnly? time, DateOnly told) =>
            Claim.Open(Id(3), default, ClaimKind.DeathAtWork, on, time, [], ClaimTeller.Family, told, By, now).Refusals
                .Select(refusal => $"{refusal.Code}@{refusal.Field}").SingleOrDefault();
    }

    [Fact]
    public void The_end_needs_a_second_person_and_what_its_outcome_asks_for()
    {
        var claim = AClaim(ClaimKind.DeathNotAtWork);
        var other = By with { UserId = Id(4) };
        var now = At(2026, 12, 1, 9, 0);

        Assert.Equal([ClaimClosure.OwnClaim], ClaimClosure.Of(claim, ClaimOutcome.RightsLapsed, null, null, By, now).Refusals);
        Assert.Equal([ClaimClosure.ReasonMissing.On("Reason")], ClaimClosure.Of(claim, ClaimOutcome.Withdrawn, ClaimReason.NotCovered, null, other, now).Refusals);
        Assert.Equal([ClaimClosure.AmountMissing.On("Amount")], ClaimClosure.Of(claim, ClaimOutcome.Paid, null, (Day, Rupiah.Zero), other, now).Refusals);
        var paid = ClaimClosure.Of(claim, ClaimOutcome.Paid, ClaimReason.NotCovered, (Day, new Rupiah(42_000_000)), other, now).Value;
        Assert.Equal((null, Day, 42_000_000), (paid.Reason, paid.PaidOn, paid.Amount!.Value.Amount));
    }

    private static IReadOnlyList<ClaimDeadline> Of(ClaimKind kind, TimeOnly? time) => ClaimDeadlines.Of(kind, Day, time, Day.AddDays(1), [], null, Shipped.Rules);

    private static IReadOnlyList<ClaimDeadline> OfClaim(ClaimKind kind, params ClaimEvent[] events) =>
        ClaimDeadlines.Of(kind, Day, null, Day.AddDays(1), events, null, Shipped.Rules);

    private static DateTimeOffset DueAt(ClaimKind kind, TimeOnly? time, ClaimDeadlineKind deadline) => Of(kind, time).Single(one => one.Kind == deadline).DueAt;

    private static ClaimEvent Step(ClaimKind kind, ClaimEventKind step, DateOnly on) => ClaimEvent.Of(AClaim(kind), step, null, on, null, By, At(2026, 11, 23, 9, 0));

    private static Claim AClaim(ClaimKind kind) => Claim.Open(
        Id(5), (Id(6), Id(7)), kind, Day, null, [], ClaimTeller.Family, Day, By, At(2026, 11, 21, 9, 0)).Value;

    private static Guid Id(int number) => new($"0192bbbb-0000-7000-8000-0000000000{number:x2}");

    /// <summary>In Jakarta, seven hours before UTC.</summary>
    private static DateTimeOffset At(int year, int month, int day, int hour, int minute) =>
        new DateTimeOffset(year, month, day, hour, minute, 0, TimeSpan.FromHours(7)).ToUniversalTime();
}
