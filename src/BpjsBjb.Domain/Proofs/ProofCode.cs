using System.Security.Cryptography;
using BpjsBjb.Domain.Common;

namespace BpjsBjb.Domain.Proofs;

/// <summary>The code on a proof: twelve characters of Crockford's base32, 60 random bits, shown as XXXX-XXXX-XXXX.</summary>
public sealed record ProofCode
{
    public const int Length = 12;

    private const int GroupLength = 4;
    private const string Alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

    private ProofCode(string characters) => Characters = characters;

    /// <summary>As stored: upper case, no dashes.</summary>
    public string Characters { get; }

    /// <summary>7K4P-2Q9X-M3TD.</summary>
    public string Grouped => string.Join('-', Characters.Chunk(GroupLength).Select(group => new string(group)));

    public static ProofCode Draw() => new(RandomNumberGenerator.GetString(Alphabet, Length));

    /// <summary>Forgives what people do to a code: any case, dashes or spaces, I or L for 1, O for 0.</summary>
    public static Result<ProofCode> Parse(string? text)
    {
        var characters = string.Concat((text ?? "").ToUpperInvariant()
            .Where(character => character != '-' && !char.IsWhiteSpace(character))
            .Select(character => character switch { 'I' or 'L' => '1', 'O' => '0', _ => character }));
        if (characters.Length != Length || !characters.All(character => Alphabet.Contains(character, StringComparison.Ordinal)))
        {
            return Proof.UnknownCode;
        }

        return new ProofCode(characters);
    }

    internal static ProofCode Stored(string characters) => new(characters);
}
