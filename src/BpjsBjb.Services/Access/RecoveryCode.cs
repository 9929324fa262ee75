using System.Security.Cryptography;
using System.Text;

namespace BpjsBjb.Services.Access;

/// <summary>A code that stands in for a lost phone, once: ten letters and digits, fifty bits, none that is mistaken for another.</summary>
internal static class RecoveryCode
{
    public const int Count = 10;

    private const int Length = 10;

    /// <summary>Thirty-two signs, without I, L, O and U.</summary>
    private const string Alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

    /// <summary>A fresh one as printed, <c>7K3QF-9XW2M</c>.</summary>
    public static string Create() => RandomNumberGenerator.GetString(Alphabet, Length).Insert(Length / 2, "-");

    /// <summary>What is stored. The user is part of it, so that one guess is tried against one person.</summary>
    public static byte[] HashOf(Guid userId, string code) => SHA256.HashData(Encoding.UTF8.GetBytes($"{userId:N}|{Plain(code)}"));

    /// <summary>Forgives dashes, spaces, small letters and the signs that look alike.</summary>
    private static string Plain(string code) => code.ToUpperInvariant()
        .Replace("-", "", StringComparison.Ordinal).Replace(" ", "", StringComparison.Ordinal)
        .Replace('O', '0').Replace('I', '1').Replace('L', '1');
}
