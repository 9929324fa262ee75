namespace BpjsBjb.Domain.Common;

/// <summary>A value, or the reasons why there is none. All reasons at once, never an exception.</summary>
public sealed class Result<T>
{
    private readonly T? _value;

    private Result(T? value, IReadOnlyList<Refusal> refusals)
    {
        _value = value;
        Refusals = refusals;
    }

    public IReadOnlyList<Refusal> Refusals { get; }

    public bool IsRefused => Refusals.Count > 0;

    /// <summary>The value; asking a refused result for it is a bug and throws.</summary>
    public T Value => IsRefused
        ? throw new InvalidOperationException($"Refused: {string.Join(", ", Refusals.Select(refusal => refusal.Code))}")
        : _value!;

    public static implicit operator Result<T>(T value) => new(value, []);

    public static implicit operator Result<T>(Refusal refusal) => new(default, [refusal]);

    public static implicit operator Result<T>(Refusal[] refusals) => new(default, refusals);

    public static implicit operator Result<T>(List<Refusal> refusals) => new(default, refusals);
}
