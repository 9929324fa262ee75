using BpjsBjb.Domain.Common;
using BpjsBjb.Domain.Loans;

namespace BpjsBjb.Domain.Stack;

/// <summary>Why a layer may fail today. All but the last keep it from standing.</summary>
public enum LayerFault
{
    NotYetValid,
    Expired,
    PremiumUnpaid,

    /// <summary>The debtor has no cover this month and the scheme demands it.</summary>
    CoverLapsed,

    /// <summary>A paper the claim asks for is not in the file; it can still be added.</summary>
    DocumentMissing,
}

/// <summary>One layer of guarantee of a loan as it is on record.</summary>
/// <param name="Share">Basis points of what is still owed.</param>
/// <param name="DemandsCover">Whether the scheme pays only while the debtor is covered.</param>
/// <param name="MissingDocuments">How many papers the claim asks for that are not in the file.</param>
public sealed record LayerOnRecord(
    Guid Id, int Layer, string GuarantorCode, int Share, DateOnly ValidFrom, DateOnly ValidTo, bool IsPremiumPaid, bool DemandsCover, int MissingDocuments);

/// <summary>What a layer stands for today, and every reason it may fail.</summary>
/// <param name="Promised">Its share of what is still owed, rounded down: the part of a rupiah stays with the bank.</param>
public sealed record StackedLayer(LayerOnRecord Record, Rupiah Promised, IReadOnlyList<LayerFault> Faults)
{
    public bool Stands => Faults.All(fault => fault == LayerFault.DocumentMissing);

    public Rupiah StandsFor => Stands ? Promised : Rupiah.Zero;
}

/// <summary>What is still owed on a loan against its layers of guarantee. The family's benefit is none of them: the bank is not an heir.</summary>
public sealed record LoanStack(Rupiah Outstanding, IReadOnlyList<StackedLayer> Layers)
{
    public Rupiah Guaranteed => Layers.Select(layer => layer.StandsFor).Sum();

    /// <summary>What no layer stands for today.</summary>
    public Rupiah Residual => Outstanding - Guaranteed;

    /// <param name="isCovered">Whether the debtor's cover holds this month; null where it is not one person's.</param>
    public static LoanStack Of(Rupiah outstanding, IEnumerable<LayerOnRecord> layers, bool? isCovered, DateOnly today) => new(
        outstanding,
        [
            .. layers.OrderBy(layer => layer.Layer).ThenBy(layer => layer.ValidFrom).Select(layer => new StackedLayer(
                layer, new Rupiah(outstanding.Amount * layer.Share / LoanGuarantee.Whole), [.. FaultsOf(layer, isCovered, today)])),
        ]);

    private static IEnumerable<LayerFault> FaultsOf(LayerOnRecord layer, bool? isCovered, DateOnly today)
    {
        if (today < layer.ValidFrom) yield return LayerFault.NotYetValid;
        if (today > layer.ValidTo) yield return LayerFault.Expired;
        if (!layer.IsPremiumPaid) yield return LayerFault.PremiumUnpaid;
        if (layer.DemandsCover && isCovered == false) yield return LayerFault.CoverLapsed;
        if (layer.MissingDocuments > 0) yield return LayerFault.DocumentMissing;
    }
}
