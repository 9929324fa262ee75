using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;

namespace BpjsBjb.Web.Security;

public enum Look
{
    /// <summary>A whole NIK was typed.</summary>
    Nik,

    /// <summary>A search by other words.</summary>
    Words,

    /// <summary>A case, loan, bill or proof was opened.</summary>
    Case,
}

/// <summary>
/// How many different things one person may look at in an hour. The same thing once more costs nothing, so work is never
/// stopped by a reload. What was looked at is kept as a digest under a key that dies with the process.
/// </summary>
public sealed class ReadBudget(TimeProvider clock)
{
    private static readonly TimeSpan Period = TimeSpan.FromHours(1);

    private readonly byte[] _key = RandomNumberGenerator.GetBytes(32);
    private readonly ConcurrentDictionary<(Guid Person, Look Look), Spending> _spent = new();

    /// <summary>Null when the look is within the budget; else how long until a new hour begins.</summary>
    public TimeSpan? Spend(Guid person, Look look, string what, int perHour)
    {
        var now = clock.GetUtcNow();
        var spending = _spent.GetOrAdd((person, look), _ => new Spending());
        var digest = Convert.ToHexString(HMACSHA256.HashData(_key, Encoding.UTF8.GetBytes(what)));
        lock (spending)
        {
            if (now - spending.Since >= Period)
            {
                spending.Since = now;
                spending.Seen.Clear();
            }

            if (spending.Seen.Contains(digest)) return null;
            if (spending.Seen.Count >= perHour) return spending.Since + Period - now;

            spending.Seen.Add(digest);
            return null;
        }
    }

    private sealed class Spending
    {
        public DateTimeOffset Since { get; set; }

        public HashSet<string> Seen { get; } = [];
    }
}
