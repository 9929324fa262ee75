namespace BpjsBjb.Services.Access;

/// <summary>A known text under one key, by which a wrong key file is noticed before it writes anything.</summary>
internal sealed class KeyCheck
{
    /// <summary>The look-up key has no version; its row is this one.</summary>
    public const short LookupVersion = 0;

    public short Version { get; init; }

    /// <summary>Sealed under its version; of the look-up key, the keyed hash.</summary>
    public byte[] Value { get; init; } = [];

    public DateTimeOffset CreatedAt { get; init; }
}
