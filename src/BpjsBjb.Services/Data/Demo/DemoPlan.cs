using BpjsBjb.Domain.Loans;
using BpjsBjb.Domain.Offices;
using BpjsBjb.Domain.Participations;

namespace BpjsBjb.Services.Data.Demo;

/// <summary>Which cases the invented branches have had in the last eleven months.</summary>
internal sealed class DemoPlan(Random random, DemoClock clock)
{
    private const int LongestBack = 10;

    /// <summary>Debtors registered twice, the second time under a mistyped number.</summary>
    private const int SeenTwice = 2;

    private static readonly int[] Terms = [1, 1, 1, 3, 3, 3, 3, 6, 6, 6, 6, 12, 12, 24];
    private static readonly int[] ShortTerms = [1, 1, 3, 3, 6];
    private static readonly double[] HoursWaiting = [0.1, 0.3, 0.7, 1.2, 2, 3.4, 4.5, 6, 8.2, 11, 14, 17, 19.6, 26];
    private static readonly string[] Employers = ["PT Contoh Garmen Majalaya", "CV Contoh Tekstil Mandiri", "PT Contoh Boga Lestari"];

    public IReadOnlyList<DemoStory> Stories(DemoOffices offices) =>
    [
        .. offices.Branches.SelectMany(branch => branch.Office.Name == DemoOffices.ShownBranch ? Shown(branch) : Ordinary(branch))
            .OrderBy(story => story.At),
    ];

    /// <summary>The branch whose officer and supervisor can sign in: one or more of everything.</summary>
    private IEnumerable<DemoStory> Shown(DemoBranch branch)
    {
        var bpjs = branch.Bpjs[0];
        return
        [
            Story(DemoFate.Draft, clock.Before(clock.Now, 1, 3)),
            Story(DemoFate.Draft, clock.Before(clock.Now, 20, 30)) with { IsHalfFilled = true },
            .. HoursWaiting.Select((hours, i) => Story(DemoFate.Waiting, clock.Now.AddHours(-hours)) with
            {
                Known = KnownWhileWaiting(i), Months = Term(), Mistyped = i < SeenTwice ? i : null,
            }),
            .. Many(3, i => Story(DemoFate.Returned, clock.Before(clock.Now, 3 + (20 * i), 8 + (20 * i))) with { Complaint = i, Months = Term() }),
            .. Many(5, _ => Story(DemoFate.Unpaid, clock.In(clock.ThisMonth)) with { Months = Term() }),
            .. Many(2, i => Story(DemoFate.Unpaid, clock.In(clock.ThisMonth.Plus(-1 - i))) with { Months = Term() }),
            .. Many(40, i => Active(branch, Progress(i), bpjs) with { ComesAgain = i < SeenTwice ? i : null }),
            .. Many(3, i => Lapsed(branch, monthsAgo: i + 1, bpjs)),
            Lapsed(branch, monthsAgo: 5, bpjs),
            .. Many(2, i => Story(DemoFate.Rejected, Sometime()) with { Complaint = i }),
            .. Many(2, i => Story(DemoFate.Withdrawn, Sometime()) with { IsHalfFilled = i == 0 }),
            .. Many(2, i => Story(DemoFate.Declined, Sometime()) with { Loan = i == 0 ? LoanStatus.Disbursed : LoanStatus.Applied }),
        ];

        DemoStory Story(DemoFate fate, DateTimeOffset at) => new() { Branch = branch, Bpjs = bpjs, Fate = fate, At = at };
    }

    private IEnumerable<DemoStory> Ordinary(DemoBranch branch)
    {
        yield return Of(DemoFate.Waiting, clock.Before(clock.Now, 1, 30));
        for (var i = 0; i < 4; i++) yield return Active(branch, Progress(random.Next(40)), Nearby(branch));
        for (var i = 5; i < branch.Cases; i++)
        {
            yield return random.Next(100) switch
            {
                < 58 => Active(branch, Progress(random.Next(40)), Nearby(branch)),
                < 68 => Lapsed(branch, random.Next(1, 4), Nearby(branch)),
                < 73 => Lapsed(branch, random.Next(4, 6), Nearby(branch)),
                < 80 => Of(DemoFate.Unpaid, clock.In(clock.ThisMonth)),
                < 85 => Of(DemoFate.Unpaid, clock.In(clock.ThisMonth.Plus(-random.Next(1, 5)))),
                < 88 => Of(DemoFate.Returned, clock.Before(clock.Now, 4, 60)),
                < 91 => Of(DemoFate.Rejected, Sometime()),
                < 94 => Of(DemoFate.Withdrawn, Sometime()) with { IsHalfFilled = random.Next(2) == 0 },
                _ => Of(DemoFate.Declined, Sometime()) with { Loan = random.Next(3) == 0 ? LoanStatus.Applied : LoanStatus.Disbursed },
            };
        }

        DemoStory Of(DemoFate fate, DateTimeOffset at) => new()
        {
            Branch = branch,
            Bpjs = Nearby(branch),
            Fate = fate,
            At = at,
            Months = Term(),
            Complaint = random.Next(3),
        };
    }

    /// <summary>Accepted and paid so that this month is covered.</summary>
    private DemoStory Active(DemoBranch branch, LoanStatus loan, Office bpjs)
    {
        var months = Term();
        return new DemoStory
        {
            Branch = branch,
            Bpjs = bpjs,
            Fate = DemoFate.Paid,
            At = clock.In(clock.ThisMonth.Plus(-random.Next(Math.Min(months, LongestBack + 1)))),
            Months = months,
            Loan = loan,
            WasReturned = random.Next(9) == 0,
            Complaint = random.Next(3),
            Known = KnownWhenAccepted(),
        };
    }

    /// <summary>Paid once, and cover ended some months ago.</summary>
    private DemoStory Lapsed(DemoBranch branch, int monthsAgo, Office bpjs)
    {
        var months = ShortTerms[random.Next(ShortTerms.Length)];
        return new DemoStory
        {
            Branch = branch,
            Bpjs = bpjs,
            Fate = DemoFate.Paid,
            At = clock.In(clock.ThisMonth.Plus(1 - months - monthsAgo)),
            Months = months,
        };
    }

    private static DemoMembership? KnownWhileWaiting(int index) => index switch
    {
        2 or 8 => new DemoMembership(Segment.Pu, Employers[index % Employers.Length], PaidThrough: 0),
        5 => new DemoMembership(Segment.Bpu, Employer: null, PaidThrough: 1),
        _ => null,
    };

    private DemoMembership? KnownWhenAccepted() => random.Next(50) switch
    {
        0 => new DemoMembership(Segment.Pu, Employers[random.Next(Employers.Length)], PaidThrough: 0),
        1 => new DemoMembership(Segment.Bpu, Employer: null, PaidThrough: -8),
        _ => null,
    };

    private static LoanStatus Progress(int index) => (index % 10) switch
    {
        0 or 5 => LoanStatus.Applied,
        3 => LoanStatus.Cleared,
        _ => LoanStatus.Disbursed,
    };

    private static IEnumerable<DemoStory> Many(int count, Func<int, DemoStory> story) => Enumerable.Range(0, count).Select(story);

    private DateTimeOffset Sometime() => clock.In(clock.ThisMonth.Plus(-random.Next(LongestBack)));

    private Office Nearby(DemoBranch branch) => branch.Bpjs[random.Next(4) == 0 ? branch.Bpjs.Count - 1 : 0];

    private int Term() => Terms[random.Next(Terms.Length)];
}
