using BpjsBjb.Domain.Common;
using BpjsBjb.Domain.Contributions;
using BpjsBjb.Domain.Rules;
using BpjsBjb.UnitTests.Rules;
using static BpjsBjb.Domain.Rules.InsuranceProgram;

namespace BpjsBjb.UnitTests.Contributions;

/// <summary>What holds for every question: a thousand of them, the same in every run.</summary>
public sealed class QuotePropertyTests
{
    private const int Questions = 1_000;

    private static readonly DateTimeOffset Later = Shipped.RecordedAt.AddDays(100);
    private static readonly DateOnly BeforeLater = JakartaTime.DateIn(Later.AddDays(-1));

    [Fact]
    public void The_parts_of_a_wage_quote_add_up_to_its_amount()
    {
        var dice = new Random(20261122);
        for (var i = 0; i < Questions; i++)
        {
            var question = Wage(dice);
            var quote = WageQuote.For(question, Shipped.Rules).Value;
            var months = quote.Lines.Select(line => line.Month).Distinct().ToList();

            Assert.Equal(question.Months, months.Count);
            Assert.Equal(quote.Total, quote.Lines.Select(line => line.Amount).Sum());
            Assert.Equal(quote.Total, months.Select(quote.TotalOf).Sum());
            Assert.Equal(quote.Total, quote.TotalOf(WagePayer.Employer) + quote.TotalOf(WagePayer.Worker));
            Assert.All(months, month => Assert.InRange(
                (quote.TotalOf(month).Amount * 100) - quote.Lines.Where(line => line.Month == month).Sum(line => line.Sen), -49, 50));
            Assert.All(quote.Lines, line => Assert.InRange((line.Amount.Amount * 100) - line.Sen, -99, 99));
        }
    }

    [Fact]
    public void A_longer_question_prices_each_month_as_a_question_of_its_own()
    {
        var dice = new Random(20270301);
        for (var i = 0; i < Questions; i++)
        {
            var question = Wage(dice);
            var whole = WageQuote.For(question, Shipped.Rules).Value;
            var alone = Enumerable.Range(0, question.Months).SelectMany(offset =>
                WageQuote.For(question with { FirstMonth = question.FirstMonth.Plus(offset), Months = 1 }, Shipped.Rules).Value.Lines);

            Assert.Equal(alone, whole.Lines);
        }
    }

    [Fact]
    public void A_past_wage_quote_keeps_its_amount_under_later_rules()
    {
        var dice = new Random(20160902);
        var changed = 0;
        for (var i = 0; i < Questions; i++)
        {
            var later = Grown(dice);
            var question = Wage(dice);
            var then = WageQuote.For(question, Shipped.Rules).Value;

            Assert.Equal(Parts(then), Parts(WageQuote.For(question, later.KnownOn(BeforeLater)).Value));
            Assert.Equal(Parts(then), Parts(WageQuote.For(question, later.KnownAt(Later.AddTicks(-1))).Value));
            if (WageQuote.For(question, later).Value.Total != then.Total) changed++;
        }

        Assert.InRange(changed, Questions / 2, Questions); // the later rules did say something else
    }

    [Fact]
    public void A_past_quote_of_somebody_without_a_wage_keeps_its_amount_under_later_rules()
    {
        var dice = new Random(20251222);
        var changed = 0;
        for (var i = 0; i < Questions; i++)
        {
            var later = Grown(dice);
            var question = new ContributionQuestion(
                new Rupiah(dice.NextInt64(0, 25_000_000)), AnyOf<ParticipantCategory>(dice), AnyOf<ContributionSector>(dice),
                AnyOf<ContributionPayer>(dice), dice.Next(2) == 0, new Month(2026, dice.Next(1, 13)), dice.Next(1, 25));
            var then = ContributionQuote.For(question, Shipped.Rules);

            Assert.Equal(Parts(then), Parts(ContributionQuote.For(question, later.KnownOn(BeforeLater))));
            if (ContributionQuote.For(question, later).Total != then.Total) changed++;
        }

        Assert.InRange(changed, Questions / 2, Questions);
    }

    [Fact]
    public void Before_the_portal_knew_any_rule_it_prices_nothing()
    {
        var question = new WageQuestion(EnterpriseClass.Micro, 1, new Rupiah(4_000_000), [Jkk, Jkm], new Month(2026, 11), Months: 1);
        var day = JakartaTime.DateIn(Shipped.RecordedAt);

        Assert.False(WageQuote.For(question, Shipped.Rules.KnownOn(day)).IsRefused);
        Assert.All(
            WageQuote.For(question, Shipped.Rules.KnownOn(day.AddDays(-1))).Refusals,
            refusal => Assert.Equal(WageQuote.MonthWithoutRule.Code, refusal.Code));
    }

    private static IEnumerable<object> Parts(WageQuote quote) =>
        quote.Lines.Select(line => (object)(line.Month, line.Program, line.Payer, line.Basis, line.Sen, line.Amount, line.Rate.Id, line.Ceiling?.Id));

    private static IEnumerable<object> Parts(ContributionQuote quote) => quote.Lines.Select(line => (object)(
        line.Month, line.Program, line.Base, line.Gross, line.DiscountPercent, line.Amount, line.Rate.Id, line.Discount?.Id));

    private static T AnyOf<T>(Random dice)
        where T : struct, Enum => dice.GetItems(Enum.GetValues<T>(), 1)[0];

    private static WageQuestion Wage(Random dice)
    {
        var employer = AnyOf<EnterpriseClass>(dice);
        InsuranceProgram[] programs = employer switch
        {
            EnterpriseClass.Micro => [Jkk, Jkm],
            EnterpriseClass.Small => [Jkk, Jkm, Jht],
            _ => [Jkk, Jkm, Jht, Jp],
        };
        return new WageQuestion(
            employer, dice.Next(1, 6), new Rupiah(dice.NextInt64(1, 40_000_000)), programs, new Month(dice.Next(2016, 2027), dice.Next(1, 13)),
            dice.Next(1, 25));
    }

    /// <summary>The shipped book after it learned better: every wage rate and bracket corrected, a ceiling closed and a new one added.</summary>
    private static RuleBook Grown(Random dice)
    {
        var book = Shipped.Rules;
        var ceiling = book.JpWageCeilings.Single(row => row.ValidTo is null);
        return Shipped.With(
            book,
            superseded:
            [
                .. book.WageRates.Select(row => Rate(row, row.Hundredths, row.RecordedAt, Later)),
                .. book.Brackets.Select(row => Bracket(row, row.Jkk, row.RecordedAt, Later)),
                Ceiling(ceiling, ceiling.Id, ceiling.ValidFrom, null, ceiling.Ceiling, ceiling.RecordedAt, Later),
            ],
            book.WageProgramDuties,
            rates: [.. book.WageRates.Select(row => Rate(row, row.Hundredths + dice.Next(1, 50), Later, null))],
            ceilings:
            [
                .. book.JpWageCeilings.Where(row => row != ceiling),
                Ceiling(ceiling, ceiling.Id, ceiling.ValidFrom, new DateOnly(2026, 10, 31), ceiling.Ceiling, Later, null),
                Ceiling(ceiling, 99, new DateOnly(2026, 11, 1), null, ceiling.Ceiling + new Rupiah(dice.Next(1, 1_000_000)), Later, null),
            ],
            brackets: [.. book.Brackets.Select(row => Bracket(row, row.Jkk + new Rupiah(2 * dice.Next(1, 1_000)), Later, null))]);
    }

    private static WageRate Rate(WageRate row, int hundredths, DateTimeOffset recordedAt, DateTimeOffset? supersededAt) => new()
    {
        Id = row.Id,
        Program = row.Program,
        Payer = row.Payer,
        RiskGroup = row.RiskGroup,
        Hundredths = hundredths,
        ValidFrom = row.ValidFrom,
        ValidTo = row.ValidTo,
        Regulation = row.Regulation,
        Article = row.Article,
        RecordedAt = recordedAt,
        SupersededAt = supersededAt,
    };

    private static JpWageCeiling Ceiling(
        JpWageCeiling row, int id, DateOnly from, DateOnly? to, Rupiah amount, DateTimeOffset recordedAt, DateTimeOffset? supersededAt) => new()
        {
            Id = id,
            Ceiling = amount,
            RenewedOn = row.RenewedOn,
            ValidFrom = from,
            ValidTo = to,
            Regulation = row.Regulation,
            Article = row.Article,
            RecordedAt = recordedAt,
            SupersededAt = supersededAt,
        };

    private static ContributionBracket Bracket(ContributionBracket row, Rupiah jkk, DateTimeOffset recordedAt, DateTimeOffset? supersededAt) => new()
    {
        Id = row.Id,
        Number = row.Number,
        IncomeFrom = row.IncomeFrom,
        Base = row.Base,
        Jkk = jkk,
        Jht = row.Jht,
        ValidFrom = row.ValidFrom,
        ValidTo = row.ValidTo,
        Regulation = row.Regulation,
        Article = row.Article,
        RecordedAt = recordedAt,
        SupersededAt = supersededAt,
    };
}
