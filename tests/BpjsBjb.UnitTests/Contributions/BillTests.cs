using BpjsBjb.Domain.Common;
using BpjsBjb.Domain.Contributions;
using BpjsBjb.Domain.Rules;
using BpjsBjb.UnitTests.Common;
using BpjsBjb.UnitTests.Rules;

namespace BpjsBjb.UnitTests.Contributions;

public sealed class BillTests
{
    /// <summary>5 November 2026, 09:00 in Jakarta.</summary>
    private static readonly DateTimeOffset IssuedAt = new(2026, 11, 5, 2, 0, 0, TimeSpan.Zero);
    private static readonly DateTimeOffset Later = new(2026, 12, 2, 2, 0, 0, TimeSpan.Zero);
    private static readonly Rupiah YearTotal = new(360_800);

    public static readonly TheoryData<long, string, string[]> RefusedPayments = new()
    {
        // amount, paid on, refusals
        { 360_799, "2026-11-05", ["payment.amount-differs"] },
        { 360_801, "2026-11-05", ["payment.amount-differs"] },
        { 0, "2026-11-05", ["payment.amount-differs"] },
        { 360_800, "2026-11-04", ["payment.before-bill"] },
        { 360_800, "2026-12-01", ["payment.after-due-date"] },
        { 360_800, "2026-12-03", ["payment.in-the-future", "payment.after-due-date"] },
        { 1, "2026-11-04", ["payment.amount-differs", "payment.before-bill"] },
    };

    [Fact]
    public void A_bill_is_due_on_the_last_day_of_its_first_month()
    {
        var bill = YearFromNovember();

        Assert.Equal(new DateOnly(2026, 11, 1), bill.FirstMonth);
        Assert.Equal(new DateOnly(2026, 11, 30), bill.DueOn);
        Assert.Equal(12, bill.Months);
        Assert.Equal(YearTotal, bill.Total);
    }

    [Fact]
    public void The_lines_of_a_bill_add_up_to_its_total()
    {
        var bill = YearFromNovember();

        Assert.Equal(24, bill.Lines.Count);
        Assert.Equal(bill.Total, bill.Lines.Select(line => line.Amount).Sum());
        Assert.Equal(4, bill.Lines.Count(line => line.DiscountRuleId is not null));
    }

    [Theory]
    [InlineData("2026-11-05", BillStatus.Open)]
    [InlineData("2026-11-30", BillStatus.Open)]
    [InlineData("2026-12-01", BillStatus.Expired)]
    public void An_unpaid_bill_expires_with_its_first_month(string today, BillStatus status) =>
        Assert.Equal(status, YearFromNovember().StatusOn(Day(today)));

    [Theory]
    [InlineData("2026-11-05")]
    [InlineData("2026-11-30")]
    public void The_exact_amount_pays_a_bill_until_its_due_date(string paidOn)
    {
        var bill = YearFromNovember();

        var payment = Pay(bill, YearTotal, paidOn);

        Assert.False(payment.IsRefused);
        Assert.Equal(bill.Id, payment.Value.BillId);
        Assert.Equal(Day(paidOn), payment.Value.PaidOn);
        Assert.Equal(BillStatus.Paid, bill.StatusOn(Day("2027-06-01")));
    }

    [Theory, MemberData(nameof(RefusedPayments))]
    public void A_payment_that_does_not_fit_is_refused_with_every_reason(long amount, string paidOn, string[] refusals)
    {
        var bill = YearFromNovember();

        var payment = Pay(bill, new Rupiah(amount), paidOn);

        Assert.Equal(refusals, payment.Refusals.Select(refusal => refusal.Code));
        Assert.Null(bill.PaidAt);
    }

    [Fact]
    public void The_day_of_a_payment_is_judged_in_jakarta()
    {
        var bill = YearFromNovember();
        var halfPastMidnightInJakarta = new DateTimeOffset(2026, 11, 9, 17, 30, 0, TimeSpan.Zero);

        var payment = bill.Pay(
            YearTotal, Day("2026-11-10"), PaymentChannel.BankBjb, "R1", Someone.Named("1"), halfPastMidnightInJakarta);

        Assert.False(payment.IsRefused);
    }

    [Fact]
    public void A_bill_is_paid_once()
    {
        var bill = YearFromNovember();
        Pay(bill, YearTotal, "2026-11-05");

        Assert.Equal([Bill.AlreadyPaid], Pay(bill, YearTotal, "2026-11-05").Refusals);
    }

    [Fact]
    public void A_cancelled_bill_cannot_be_paid()
    {
        var bill = YearFromNovember();
        bill.Cancel(Day("2026-12-01"), Later);

        Assert.Equal([Bill.AlreadyCancelled], Pay(bill, YearTotal, "2026-11-05").Refusals);
    }

    [Fact]
    public void Only_an_expired_bill_can_be_cancelled()
    {
        var bill = YearFromNovember();

        Assert.Equal("bill.still-open", Assert.Single(bill.Cancel(Day("2026-11-30"), Later).Refusals).Code);
        Assert.False(bill.Cancel(Day("2026-12-01"), Later).IsRefused);
        Assert.Equal(BillStatus.Cancelled, bill.StatusOn(Day("2026-12-01")));
        Assert.Equal([Bill.AlreadyCancelled], bill.Cancel(Day("2026-12-01"), Later).Refusals);
    }

    [Fact]
    public void A_paid_bill_cannot_be_cancelled()
    {
        var bill = YearFromNovember();
        Pay(bill, YearTotal, "2026-11-05");

        Assert.Equal([Bill.AlreadyPaid], bill.Cancel(Day("2026-12-01"), Later).Refusals);
    }

    [Fact]
    public void A_bill_is_priced_again_from_what_it_states_itself()
    {
        var bill = YearFromNovember();

        var again = bill.PricedBy(Shipped.Rules);

        Assert.Equal(YearTotal, again.Select(line => line.Amount).Sum());
        Assert.Equal(
            bill.Lines.Select(line => (line.Month, line.Program, line.Gross, line.DiscountPercent, line.Amount, line.RateRuleId)),
            again.Select(line => (line.Month.FirstDay, line.Program, line.Gross, line.DiscountPercent, line.Amount, line.Rate.Id)));
    }

    private static Bill YearFromNovember()
    {
        var quote = ContributionQuote.For(
            new ContributionQuestion(
                new Rupiah(2_600_000), ParticipantCategory.SelfEmployed, ContributionSector.Other, ContributionPayer.Participant,
                WithJht: false, new Month(2026, 11), Months: 12),
            Shipped.Rules);
        return Bill.Issue(Guid.CreateVersion7(IssuedAt), null, quote, Someone.Named("1"), IssuedAt);
    }

    private static Result<Payment> Pay(Bill bill, Rupiah amount, string paidOn) =>
        bill.Pay(amount, Day(paidOn), PaymentChannel.BankBjb, "R1", Someone.Named("2"), Later);

    private static DateOnly Day(string iso) => DateOnly.ParseExact(iso, "yyyy-MM-dd", null);
}
