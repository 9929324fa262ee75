using BpjsBjb.Services.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace BpjsBjb.Services.Access;

/// <summary>A key of the cookie and form protection, sealed, so that every copy of the portal shares one ring.</summary>
internal sealed class KeyRingEntry
{
    public Guid Id { get; init; }

    public byte[] XmlSealed { get; init; } = [];

    public DateTimeOffset CreatedAt { get; init; }
}

/// <summary>Keeps the protection keys of cookies and forms in the database, sealed with the master key.</summary>
public sealed class KeyRing(IServiceScopeFactory scopes, PersonalDataVault vault, TimeProvider clock)
{
    public IReadOnlyList<string> All()
    {
        using var scope = scopes.CreateScope();
        var db = scope.ServiceProvider.GetRequiredService<BpjsBjbDbContext>();
        return [.. db.KeyRing.AsNoTracking().OrderBy(entry => entry.CreatedAt).ToList()
            .Select(entry => vault.Open(SealedColumns.KeyRing, entry.Id, entry.XmlSealed))];
    }

    public void Add(string xml)
    {
        using var scope = scopes.CreateScope();
        var db = scope.ServiceProvider.GetRequiredService<BpjsBjbDbContext>();
        var now = clock.GetUtcNow();
        var id = Guid.CreateVersion7(now);
        db.KeyRing.Add(new KeyRingEntry { Id = id, XmlSealed = vault.Seal(SealedColumns.KeyRing, id, xml), CreatedAt = now });
        db.SaveChanges();
    }
}
