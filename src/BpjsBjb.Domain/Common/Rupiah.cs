using System.Globalization;
using System.Text.RegularExpressions;

namespace BpjsBjb.Domain.Common;

/// <summary>An amount in whole rupiah. There is no smaller unit and no silent rounding.</summary>
public readonly partial record struct Rupiah(long Amount) : IComparable<Rupiah>
{
    public static readonly Refusal Missing = new("rupiah.missing");
    public static readonly Refusal NotWholeRupiah = new("rupiah.not-whole-rupiah");
    public static readonly Refusal TooLarge = new("rupiah.too-large");

    /// <summary>Rp999 trillion: far above any loan here, far below what a bigint or a sum of rows can hold.</summary>
    internal const long Largest = 999_000_000_000_000;

    public static readonly Rupiah Zero = new(0);

    /// <summary>Reads 2000000, 2.000.000 and Rp 2.000.000 alike and refuses the rest: "2500000.00" must not become 250 million.</summary>
    public static Result<Rupiah> Parse(string? text)
    {
        var typed = (text ?? "").Trim();
        if (typed.StartsWith("Rp", StringComparison.OrdinalIgnoreCase)) typed = typed[2..].TrimStart(' ', '.', '\u00a0');
        if (typed.Length == 0) return Missing;
        if (!WholeRupiah().IsMatch(typed)) return NotWholeRupiah;

        var digits = typed.Replace(".", "", StringComparison.Ordinal);
        if (!long.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var amount) || amount > Largest)
        {
            return TooLarge;
        }

        return new Rupiah(amount);
    }

    /// <summary>This amount less a whole percentage.</summary>
    /// <exception cref="InvalidOperationException">The cut leaves a fraction of a rupiah: no article says how to round it.</exception>
    public Rupiah LessPercent(int percent)
    {
        var hundredths = checked(Amount * (100 - percent));
        return hundredths % 100 == 0
            ? new Rupiah(hundredths / 100)
            : throw new InvalidOperationException("A discount left a fraction of a rupiah and no rule says how to round it.");
    }

    public int CompareTo(Rupiah other) => Amount.CompareTo(other.Amount);

    public static Rupiah operator +(Rupiah left, Rupiah right) => new(checked(left.Amount + right.Amount));

    public static Rupiah operator -(Rupiah left, Rupiah right) => new(checked(left.Amount - right.Amount));

    public static Rupiah operator *(Rupiah amount, int times) => new(checked(amount.Amount * times));

    public static bool operator <(Rupiah left, Rupiah right) => left.Amount < right.Amount;

    public static bool operator >(Rupiah left, Rupiah right) => left.Amount > right.Amount;

    public static bool operator <=(Rupiah left, Rupiah right) => left.Amount <= right.Amount;

    public static bool operator >=(Rupiah left, Rupiah right) => left.Amount >= right.Amount;

    public override string ToString() => Amount.ToString(CultureInfo.InvariantCulture);

    [GeneratedRegex(@"^([0-9]{1,3}(\.[0-9]{3})+|[0-9]+)$", RegexOptions.NonBacktracking)]
    private static partial Regex WholeRupiah();
}

public static class RupiahSums
{
    public static Rupiah Sum(this IEnumerable<Rupiah> amounts) =>
        amounts.Aggregate(Rupiah.Zero, (sum, amount) => sum + amount);
}
