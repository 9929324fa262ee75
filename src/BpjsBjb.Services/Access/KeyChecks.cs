using System.Security.Cryptography;
using BpjsBjb.Services.Data;
using Microsoft.EntityFrameworkCore;

namespace BpjsBjb.Services.Access;

/// <summary>Compares a key file with the database it is to open.</summary>
internal sealed class KeyChecks(BpjsBjbDbContext db, MasterKeys keys, TimeProvider clock)
{
    private const string Name = "key_checks.value";
    private const string Text = "lindung-debitur";

    private readonly PersonalDataVault _vault = new(keys);

    /// <summary>Refuses keys that are not the database's own, and notes the check of a version seen for the first time.</summary>
    /// <exception cref="CryptographicException">A key is missing from the file, or is another than the one the database was sealed with.</exception>
    public async Task VerifyAsync(CancellationToken cancel)
    {
        await CompareAsync(cancel);
        await NoteNewAsync(cancel);
        await CompareAsync(cancel); // a second starter may have been first, with other keys
    }

    private async Task CompareAsync(CancellationToken cancel)
    {
        foreach (var check in await db.KeyChecks.AsNoTracking().OrderBy(check => check.Version).ToListAsync(cancel))
        {
            if (check.Version == KeyCheck.LookupVersion)
            {
                if (!CryptographicOperations.FixedTimeEquals(check.Value, _vault.HashOfCheck(Text))) throw OtherLookup();
            }
            else if (!keys.Versions.Contains((byte)check.Version))
            {
                throw new CryptographicException(
                    $"key version {check.Version} is missing from the key file, and the database may still hold what it sealed.");
            }
            else if (!Opens((byte)check.Version, Name, Guid.Empty, check.Value))
            {
                throw Other(check.Version);
            }
        }
    }

    /// <summary>A database from before these checks has its cookie keys to compare with.</summary>
    private async Task NoteNewAsync(CancellationToken cancel)
    {
        var known = await db.KeyChecks.AsNoTracking().Select(check => check.Version).ToListAsync(cancel);
        var ring = await db.KeyRing.AsNoTracking().ToListAsync(cancel);
        foreach (var version in keys.Versions.Where(version => !known.Contains(version)))
        {
            if (ring.Any(entry => entry.XmlSealed[0] == version && !Opens(version, SealedColumns.KeyRing, entry.Id, entry.XmlSealed)))
            {
                throw Other(version);
            }

            await NoteAsync(version, _vault.Seal(version, Name, Guid.Empty, Text), cancel);
        }

        if (!known.Contains(KeyCheck.LookupVersion)) await NoteAsync(KeyCheck.LookupVersion, _vault.HashOfCheck(Text), cancel);
    }

    private Task<int> NoteAsync(short version, byte[] value, CancellationToken cancel)
    {
        var at = clock.GetUtcNow();
        return db.Database.ExecuteSqlAsync(
            $"insert into key_checks (version, value, created_at) values ({version}, {value}, {at}) on conflict do nothing", cancel);
    }

    private bool Opens(byte version, string column, Guid row, byte[] value)
    {
        try
        {
            return value[0] == version && _vault.Open(column, row, value).Length > 0;
        }
        catch (CryptographicException)
        {
            return false;
        }
    }

    private static CryptographicException Other(int version) =>
        new($"key version {version} in the key file is not the one this database was sealed with.");

    private static CryptographicException OtherLookup() =>
        new("the look-up key in the key file is not the one this database was written with.");
}
