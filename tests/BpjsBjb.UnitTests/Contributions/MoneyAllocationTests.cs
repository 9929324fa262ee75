using System.Globalization;
using BpjsBjb.Domain.Common;
using BpjsBjb.Domain.Contributions;

namespace BpjsBjb.UnitTests.Contributions;

public sealed class MoneyAllocationTests
{
    private static readonly DateTimeOffset At = new(2026, 11, 26, 3, 0, 0, TimeSpan.Zero);

    /// <summary>No rupiah is lost and none is made, whatever comes and whatever waits: two thousand invented cases.</summary>
    [Fact]
    public void What_goes_in_comes_out()
    {
        var random = new Random(41);
        for (var i = 0; i < 2_000; i++)
        {
            var total = new Rupiah(random.Next(1, 5_000));
            var waiting = Enumerable.Range(0, random.Next(0, 5)).Select(_ => new Standing(
                Guid.CreateVersion7(At), Receipt.Suspense[random.Next(Receipt.Suspense.Count)], new Rupiah(random.Next(1, 3_000)))).ToList();
            var receipt = random.Next(4) == 0 ? ((Guid, Rupiah)?)null : (Guid.CreateVersion7(At), new Rupiah(random.Next(1, 6_000)));

            var movements = MoneyAllocation.Settle(total, waiting, receipt);

            var came = receipt is { } money ? money.Item2.Amount : 0;
            Assert.Equal(came, movements.Sum(move => move.Amount.Amount)); // what only changes its account sums to nothing
            var paid = movements.Where(move => move.Account == MoneyAccount.Bill).Sum(move => move.Amount.Amount);
            var isEnough = waiting.Sum(standing => standing.Amount.Amount) + came >= total.Amount;
            Assert.Equal(isEnough ? total.Amount : 0, paid);
            foreach (var standing in waiting)
            {
                var taken = -movements.Where(move => move.ReceiptId == standing.ReceiptId && move.Account == standing.Account).Sum(move => move.Amount.Amount);
                Assert.InRange(taken, 0, standing.Amount.Amount);
                Assert.Equal(taken, movements.Where(move => move.ReceiptId == standing.ReceiptId && move.Account == MoneyAccount.Bill).Sum(move => move.Amount.Amount));
            }

            Assert.All(movements, move => Assert.NotEqual(0, move.Amount.Amount));
        }
    }

    [Theory]
    [InlineData(100, "", 100, "Bill:100")]
    [InlineData(100, "", 130, "Bill:100 Overpaid:30")]
    [InlineData(100, "", 60, "Partial:60")]
    [InlineData(100, "60", 40, "Partial:-60 Bill:60 Bill:40")]
    [InlineData(100, "60", 70, "Partial:-60 Bill:60 Bill:40 Overpaid:30")]
    [InlineData(100, "60", 10, "Partial:10")]
    [InlineData(100, "60 60", 5, "Partial:-60 Bill:60 Partial:-40 Bill:40 Overpaid:5")]
    public void The_oldest_waiting_money_is_used_first(long total, string waiting, long came, string moves)
    {
        var standings = waiting.Split(' ', StringSplitOptions.RemoveEmptyEntries)
            .Select(amount => new Standing(Guid.CreateVersion7(At), MoneyAccount.Partial, new Rupiah(long.Parse(amount, CultureInfo.InvariantCulture)))).ToList();

        var movements = MoneyAllocation.Settle(new Rupiah(total), standings, (Guid.CreateVersion7(At), new Rupiah(came)));

        Assert.Equal(moves, string.Join(' ', movements.Select(move => $"{move.Account}:{move.Amount.Amount}")));
    }
}
