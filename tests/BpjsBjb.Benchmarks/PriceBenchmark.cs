using System.Diagnostics;
using System.Security.Cryptography;
using BpjsBjb.Domain.Common;
using BpjsBjb.Domain.Contributions;
using BpjsBjb.Domain.Rules;
using BpjsBjb.Services.Data.Reference;

namespace BpjsBjb.Benchmarks;

/// <summary>What one contribution costs to price, beside a hash of 64 bytes on the same machine in the same minute.</summary>
internal static class PriceBenchmark
{
    private const int Rounds = 9;

    private static readonly TimeSpan _round = TimeSpan.FromMilliseconds(300);

    public static int Run()
    {
        var rules = RuleSheets.Read(TimeProvider.System.GetUtcNow());
        var from = new Month(2026, 10);
        var bpu = new ContributionQuestion(
            new Rupiah(3_000_000), ParticipantCategory.SelfEmployed, ContributionSector.Other, ContributionPayer.Participant, WithJht: true, from, Months: 1);
        var wage = new WageQuestion(
            EnterpriseClass.Medium, RiskGroup: 3, new Rupiah(12_000_000),
            [InsuranceProgram.Jkk, InsuranceProgram.Jkm, InsuranceProgram.Jht, InsuranceProgram.Jp], from, Months: 1);
        var bytes = new byte[64];
        var reference = Median(() => SHA256.HashData(bytes).Length);

        Console.WriteLine($"{"",-44}{"each",12}{"×",9}");
        Print("reference: SHA-256 of 64 bytes", reference, reference);
        Print("a month, not a wage earner, 3 programmes", Median(() => ContributionQuote.For(bpu, rules).Lines.Count), reference);
        Print("12 months of the same, across a discount", Median(() => ContributionQuote.For(bpu with { Months = 12 }, rules).Lines.Count), reference);
        Print("a month of a wage earner, 4 programmes and JKP", Median(() => WageQuote.For(wage, rules).Value.Lines.Count), reference);
        Print("the same as the law was known on a day", Median(() => ContributionQuote.For(bpu, rules.KnownOn(new DateOnly(2030, 1, 1))).Lines.Count), reference);
        return 0;
    }

    private static void Print(string what, TimeSpan each, TimeSpan reference) =>
        Console.WriteLine($"  {what,-42}{each.TotalMicroseconds,9:F2} µs{each / reference,9:F1}");

    /// <summary>The middle of nine rounds, each as many times as fit into 0.3 s.</summary>
    private static TimeSpan Median(Func<int> work)
    {
        var sum = 0L;
        var rounds = new List<TimeSpan>();
        for (var round = 0; round <= Rounds; round++)
        {
            var (clock, done) = (Stopwatch.StartNew(), 0);
            while (clock.Elapsed < _round)
            {
                for (var i = 0; i < 100; i++) sum += work();
                done += 100;
            }

            if (round > 0) rounds.Add(clock.Elapsed / done); // the first one warms up
        }

        ArgumentOutOfRangeException.ThrowIfZero(sum);
        return rounds.Order().ElementAt(Rounds / 2);
    }
}
