using System.Security.Cryptography;
using System.Text;
using BpjsBjb.Domain.People;

namespace BpjsBjb.Services.Access;

/// <summary>Seals personal data for the database (AES-256-GCM, bound to its column and row) and makes the keyed hash it is found by.</summary>
public sealed class PersonalDataVault(MasterKeys keys)
{
    private const int NonceBytes = 12;
    private const int TagBytes = 16;

    /// <summary>Hexadecimal digits of a person's code at a fund.</summary>
    internal const int CsrCodeLength = 32;

    /// <summary>Layout: key version (1), nonce (12), cipher text, tag (16).</summary>
    public byte[] Seal(string column, Guid row, string text) => Seal(keys.CurrentVersion, column, row, text);

    /// <summary>Seals with a version that need not be the newest: for what is written to check that very version.</summary>
    internal byte[] Seal(byte version, string column, Guid row, string text)
    {
        var plain = Encoding.UTF8.GetBytes(text);
        var output = new byte[1 + NonceBytes + plain.Length + TagBytes];
        output[0] = version;
        var nonce = output.AsSpan(1, NonceBytes);
        RandomNumberGenerator.Fill(nonce);

        using var cipher = new AesGcm(keys.Sealing(version), TagBytes);
        cipher.Encrypt(
            nonce,
            plain,
            output.AsSpan(1 + NonceBytes, plain.Length),
            output.AsSpan(1 + NonceBytes + plain.Length, TagBytes),
            Context(column, row));
        return output;
    }

    /// <summary>Opens what was sealed for this column and row.</summary>
    /// <exception cref="CryptographicException">Another row's or column's value, a damaged one, or a missing key.</exception>
    public string Open(string column, Guid row, byte[] sealedBytes)
    {
        if (sealedBytes.Length <= 1 + NonceBytes + TagBytes - 1) throw new CryptographicException("Too short to be sealed.");

        var length = sealedBytes.Length - 1 - NonceBytes - TagBytes;
        var plain = new byte[length];
        using var cipher = new AesGcm(keys.Sealing(sealedBytes[0]), TagBytes);
        cipher.Decrypt(
            sealedBytes.AsSpan(1, NonceBytes),
            sealedBytes.AsSpan(1 + NonceBytes, length),
            sealedBytes.AsSpan(1 + NonceBytes + length, TagBytes),
            plain,
            Context(column, row));
        return Encoding.UTF8.GetString(plain);
    }

    public byte[] HashOf(Nik nik) => Hash("nik", nik.Digits);

    public byte[] HashOf(Npwp npwp) => Hash("npwp", npwp.Digits);

    public byte[] HashOf(Kpj kpj) => Hash("kpj", kpj.Digits);

    /// <summary>What the look-up key makes of a text that is no number of anybody.</summary>
    internal byte[] HashOfCheck(string text) => Hash("check", text);

    /// <summary>A person's code at one fund. It is printed on the person's list and kept nowhere: nobody without the key finds it.</summary>
    internal string CsrCodeOf(Guid fund, byte[] nikHash) =>
        Convert.ToHexStringLower(Hash("csr-code", $"{fund:N}:{Convert.ToHexStringLower(nikHash)}"))[..CsrCodeLength];

    /// <summary>What the audit chain seals of a reader's note: the same whichever key version seals the note itself.</summary>
    public byte[] HashOfNote(Guid row, string note) => Hash("note", $"{row:N}:{note}");

    private byte[] Hash(string kind, string text) => HMACSHA256.HashData(keys.Lookup, Encoding.UTF8.GetBytes($"{kind}:{text}"));

    private static byte[] Context(string column, Guid row) => Encoding.ASCII.GetBytes($"{column}|{row:N}");
}
