using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace BpjsBjb.Services.Access;

/// <summary>The secret an authenticator app shares with the portal, and the codes it makes (RFC 6238: SHA-1, six digits, thirty seconds).</summary>
public sealed class TotpSecret
{
    private const int Bytes = 20;
    private const int StepSeconds = 30;
    private const int Digits = 6;
    private const int Modulus = 1_000_000;
    private const string Alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

    private readonly byte[] _key;

    private TotpSecret(byte[] key) => _key = key;

    /// <summary>As typed into an app by hand, in groups of four.</summary>
    public string Grouped => string.Join(' ', Base32.Chunk(4).Select(group => new string(group)));

    internal string Base32
    {
        get
        {
            var text = new StringBuilder();
            var (bits, held) = (0, 0);
            foreach (var part in _key)
            {
                (bits, held) = ((bits << 8) | part, held + 8);
                for (; held >= 5; held -= 5) text.Append(Alphabet[(bits >> (held - 5)) & 31]);
                bits &= (1 << held) - 1;
            }

            return text.ToString();
        }
    }

    public static TotpSecret Create() => new(RandomNumberGenerator.GetBytes(Bytes));

    /// <summary>Reads back what <see cref="ToText"/> wrote.</summary>
    public static TotpSecret FromText(string text) => new(Convert.FromHexString(text));

    public string ToText() => Convert.ToHexString(_key);

    /// <summary>What the QR code says to the app.</summary>
    public string AddressFor(string issuer, string account) => string.Create(
        CultureInfo.InvariantCulture,
        $"otpauth://totp/{Uri.EscapeDataString(issuer)}:{Uri.EscapeDataString(account)}?secret={Base32}&issuer={Uri.EscapeDataString(issuer)}&algorithm=SHA1&digits={Digits}&period={StepSeconds}");

    internal static long StepAt(DateTimeOffset at) => at.ToUnixTimeSeconds() / StepSeconds;

    internal string CodeAt(long step)
    {
        Span<byte> counter = stackalloc byte[sizeof(long)];
        BinaryPrimitives.WriteInt64BigEndian(counter, step);
#pragma warning disable CA5350 // RFC 6238 as every authenticator app speaks it; an HMAC does not rest on SHA-1's collision resistance.
        var hash = HMACSHA1.HashData(_key, counter);
#pragma warning restore CA5350
        var at = hash[^1] & 0x0f; // RFC 4226 section 5.3
        var number = BinaryPrimitives.ReadInt32BigEndian(hash.AsSpan(at)) & int.MaxValue;
        return (number % Modulus).ToString($"D{Digits}", CultureInfo.InvariantCulture);
    }

    /// <summary>The step a code belongs to: the current one or the one before it, else null.</summary>
    internal long? StepOf(string code, DateTimeOffset at)
    {
        var typed = Encoding.ASCII.GetBytes(code.Replace(" ", "", StringComparison.Ordinal));
        var now = StepAt(at);
        foreach (var step in (ReadOnlySpan<long>)[now, now - 1])
        {
            if (CryptographicOperations.FixedTimeEquals(typed, Encoding.ASCII.GetBytes(CodeAt(step)))) return step;
        }

        return null;
    }
}
