namespace BpjsBjb.Services.Data.Configurations;

/// <summary>Numbers people read out: a letter, the year in Jakarta and a number from a sequence. Gaps mean nothing.</summary>
internal static class ReferenceNumbers
{
    public static string Next(string letter, string sequence) =>
        $"'{letter}-' || to_char(now() at time zone 'Asia/Jakarta', 'YYYY') || '-' || lpad(nextval('{sequence}')::text, 6, '0')";
}
