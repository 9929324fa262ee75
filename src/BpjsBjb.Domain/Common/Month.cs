using System.Globalization;

namespace BpjsBjb.Domain.Common;

/// <summary>A calendar month of contribution. Contributions are due, priced and covered by the month.</summary>
public readonly record struct Month : IComparable<Month>
{
    private readonly int _index;

    private Month(int index) => _index = index;

    public Month(int year, int number) : this((year * 12) + number - 1)
    {
    }

    public int Year => _index / 12;

    public int Number => (_index % 12) + 1;

    public DateOnly FirstDay => new(Year, Number, 1);

    public DateOnly LastDay => FirstDay.AddMonths(1).AddDays(-1);

    public static Month Of(DateOnly date) => new(date.Year, date.Month);

    public Month Plus(int months) => new(_index + months);

    /// <summary>Whole months from <paramref name="earlier"/> to this one; negative when this one comes first.</summary>
    public int Since(Month earlier) => _index - earlier._index;

    public int CompareTo(Month other) => _index.CompareTo(other._index);

    public static bool operator <(Month left, Month right) => left._index < right._index;

    public static bool operator >(Month left, Month right) => left._index > right._index;

    public static bool operator <=(Month left, Month right) => left._index <= right._index;

    public static bool operator >=(Month left, Month right) => left._index >= right._index;

    public override string ToString() => FirstDay.ToString("yyyy-MM", CultureInfo.InvariantCulture);
}
