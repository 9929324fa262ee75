using BpjsBjb.Domain.Common;
using BpjsBjb.Domain.Stack;

namespace BpjsBjb.UnitTests.Stack;

/// <summary>What is owed against its layers: which stand, for how much, and what is left.</summary>
public sealed class LoanStackTests
{
    private static readonly DateOnly Today = new(2026, 11, 26);

    [Theory]
    // from, to, premium, demands cover, covered, papers missing → stands, the reasons
    [InlineData(-10, 10, true, true, true, 0, true, "")]
    [InlineData(0, 0, true, true, true, 0, true, "")] // its first and last day
    [InlineData(1, 10, true, false, true, 0, false, "NotYetValid")]
    [InlineData(-10, -1, true, false, true, 0, false, "Expired")]
    [InlineData(-10, 10, false, false, true, 0, false, "PremiumUnpaid")]
    [InlineData(-10, 10, true, true, false, 0, false, "CoverLapsed")]
    [InlineData(-10, 10, true, false, false, 0, true, "")] // a scheme that does not ask for the debtor's cover
    [InlineData(-10, 10, true, true, null, 0, true, "")] // an employer: no one person's cover
    [InlineData(-10, 10, true, true, true, 2, true, "DocumentMissing")]
    [InlineData(-10, -1, false, true, false, 1, false, "Expired PremiumUnpaid CoverLapsed DocumentMissing")]
    public void A_layer_stands_or_says_why_not(
        int from, int to, bool premium, bool demandsCover, bool? covered, int missing, bool stands, string faults)
    {
        var layer = Layer(1, 7_000) with
        {
            ValidFrom = Today.AddDays(from),
            ValidTo = Today.AddDays(to),
            IsPremiumPaid = premium,
            DemandsCover = demandsCover,
            MissingDocuments = missing,
        };

        var stack = LoanStack.Of(new Rupiah(100_000_000), [layer], covered, Today);

        Assert.Equal(faults, string.Join(' ', stack.Layers[0].Faults));
        Assert.Equal(stands, stack.Layers[0].Stands);
        Assert.Equal(stands ? 30_000_000 : 100_000_000, stack.Residual.Amount);
    }

    [Theory]
    [InlineData(100_000_000, 7_000, 3_000, 70_000_000, 30_000_000, 0)]
    [InlineData(100_000_001, 7_000, 1_000, 70_000_000, 10_000_000, 20_000_001)] // parts of a rupiah stay with the bank
    [InlineData(3, 5_000, 5_000, 1, 1, 1)]
    [InlineData(0, 7_000, 3_000, 0, 0, 0)]
    public void The_layers_share_what_is_owed_in_order(long owed, int first, int second, long firstAmount, long secondAmount, long residual)
    {
        var stack = LoanStack.Of(new Rupiah(owed), [Layer(2, second), Layer(1, first)], isCovered: true, Today);

        Assert.Equal([1, 2], stack.Layers.Select(layer => layer.Record.Layer));
        Assert.Equal([firstAmount, secondAmount], stack.Layers.Select(layer => layer.StandsFor.Amount));
        Assert.Equal(residual, stack.Residual.Amount);
    }

    [Fact]
    public void Without_a_layer_all_that_is_owed_is_left() =>
        Assert.Equal(5_000_000, LoanStack.Of(new Rupiah(5_000_000), [], isCovered: false, Today).Residual.Amount);

    private static LayerOnRecord Layer(int layer, int share) => new(
        Guid.Empty, layer, "JAMKRIDA-JABAR", share, Today.AddDays(-10), Today.AddDays(10), IsPremiumPaid: true, DemandsCover: false, MissingDocuments: 0);
}
