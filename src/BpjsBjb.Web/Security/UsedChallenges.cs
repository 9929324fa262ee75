using System.Security.Cryptography;
using System.Text;

namespace BpjsBjb.Web.Security;

/// <summary>Challenges that were answered, until they are too old anyway. Kept by this process: a restart forgets a quarter of an hour.</summary>
public sealed class UsedChallenges(TimeProvider clock)
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, DateTimeOffset> _used = [];

    /// <summary>True for the first who comes with it.</summary>
    public bool TryUse(string challenge, DateTimeOffset until)
    {
        var key = Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(challenge)));
        lock (_lock)
        {
            var now = clock.GetUtcNow();
            foreach (var old in _used.Where(pair => pair.Value < now).Select(pair => pair.Key).ToList()) _used.Remove(old);
            return _used.TryAdd(key, until);
        }
    }
}
