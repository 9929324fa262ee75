using System.Globalization;
using BpjsBjb.Domain.Common;
using BpjsBjb.Domain.People;
using BpjsBjb.Services.Enrollments;
using BpjsBjb.Services.Reviews;

namespace BpjsBjb.IntegrationTests.Support;

/// <summary>Two records of one invented person, and what becomes of them.</summary>
public static class Pairs
{
    public static Task<Guid> PersonOfAsync(this Desk desk, Guid enrollmentId) =>
        desk.Database.ReadAsync<Guid>("select person_id from enrollments where id = $1", enrollmentId);

    /// <summary>The two as the work in the background would find them.</summary>
    public static async Task<Guid> PairedAsync(this Desk desk, Guid one, Guid other)
    {
        await desk.Database.AsOwnerAsync("select keep_pairs($1, now(), array[$2], array['SameNameAndBirthDate'], now())", one, other);
        return await desk.Database.ReadAsync<Guid>(
            "select id from duplicate_pairs where person_a = least($1, $2) and person_b = greatest($1, $2)", one, other);
    }

    public static async Task<DuplicateDetails> PairAsync(this Desk desk, Guid pair, TestUser? by = null) =>
        (await desk.Get<DuplicateSearch>().PairAsync(pair, (by ?? SmallBank.Reviewer).Actor, Desk.Cancel))!;

    /// <summary>Every value of the record that does not survive, or of the one that does.</summary>
    public static ProposeMerge Choice(DuplicateDetails pair, Guid survivor, bool takesAll = false, bool takesCard = false)
    {
        var (stays, goes) = pair.A.Id == survivor ? (ProposeMerge.SideA, ProposeMerge.SideB) : (ProposeMerge.SideB, ProposeMerge.SideA);
        var side = takesAll ? goes : stays;
        return new ProposeMerge
        {
            Survivor = stays,
            FullName = side,
            BirthPlace = side,
            BirthDate = side,
            Sex = side,
            MotherName = side,
            Phone = side,
            Address = side,
            Heirs = side,
            Card = takesCard ? goes : stays,
        };
    }

    public static async Task<Result<Guid>> ProposedMergeAsync(
        this Desk desk, Guid survivor, Guid merged, bool takesAll = false, bool takesCard = false, TestUser? by = null)
    {
        var pair = await desk.PairAsync(await desk.PairedAsync(survivor, merged), by);
        return await desk.Get<DuplicateService>().ProposeAsync(
            pair, Choice(pair, survivor, takesAll, takesCard), (by ?? SmallBank.Reviewer).Actor, Desk.Cancel);
    }

    public static async Task<Guid> RecordsMergedAsync(this Desk desk, Guid survivor, Guid merged, bool takesAll = false, bool takesCard = false)
    {
        var proposed = await desk.ProposedMergeAsync(survivor, merged, takesAll, takesCard);
        Assert.Empty(proposed.Refusals);
        Assert.Empty((await desk.ApproveAsync(proposed.Value)).Refusals);
        return proposed.Value;
    }

    public static Task<Result<Guid>> ApproveAsync(this Desk desk, Guid merge, TestUser? by = null) =>
        desk.Get<DuplicateService>().ApproveAsync(merge, (by ?? SmallBank.BpjsSupervisor).Actor, Desk.Cancel);

    public static Task<Result<Guid>> UndoAsync(this Desk desk, Guid merge, string reason = nameof(MergeUndoReason.DifferentPeople), TestUser? by = null) =>
        desk.Get<DuplicateService>().UndoAsync(merge, new StateReason { Reason = reason }, (by ?? SmallBank.ReviewColleague).Actor, Desk.Cancel);

    /// <summary>One invented name and phone under two numbers: what the work in the background itself takes for a pair.</summary>
    public static (EnrollmentForm One, EnrollmentForm Other) Twice()
    {
        var form = A.Form();
        var letters = string.Concat(A.Number().ToString(CultureInfo.InvariantCulture).Select(digit => (char)('a' + digit - '0')));
        var one = form with { Debtor = form.Debtor with { FullName = $"Budi Rekaan {letters}", Phone = $"0812{A.Number():00000000}" } };
        var other = A.Form().Other();
        return (one, other with { Debtor = other.Debtor with { FullName = one.Debtor.FullName, Phone = one.Debtor.Phone } });
    }

    /// <summary>Another spelling of the same person, so that every attribute differs.</summary>
    public static EnrollmentForm Other(this EnrollmentForm form) => form with
    {
        Debtor = form.Debtor with
        {
            Nik = form.Debtor.Nik!.Replace("100385", "110385", StringComparison.Ordinal), // the day is in the number
            FullName = "Budi R. Rekaan",
            BirthPlace = "Bandung",
            BirthDate = "11-03-1985",
            MotherName = "Ibu Lain Rekaan",
            Phone = "081220457700",
            Address = "Jalan Rekaan 2",
        },
        Heirs = new HeirsForm { Heirs = [new HeirForm { Name = "Wati Rekaan", Relation = "Child" }, new(), new()] },
    };
}
