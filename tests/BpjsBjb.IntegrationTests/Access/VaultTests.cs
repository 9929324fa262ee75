using System.Security.Cryptography;
using BpjsBjb.IntegrationTests.Support;
using BpjsBjb.Services.Access;

namespace BpjsBjb.IntegrationTests.Access;

public sealed class VaultTests(Desk desk) : IClassFixture<Desk>
{
    private readonly Guid _row = Guid.CreateVersion7(A.Now);

    [Fact]
    public void A_value_opens_where_it_was_sealed_and_nowhere_else()
    {
        var value = desk.Vault.Seal(SealedColumns.PersonNik, _row, "3171");

        Assert.Equal("3171", desk.Vault.Open(SealedColumns.PersonNik, _row, value));
        Assert.ThrowsAny<CryptographicException>(() => desk.Vault.Open(SealedColumns.PersonNik, Guid.CreateVersion7(A.Now), value));
        Assert.ThrowsAny<CryptographicException>(() => desk.Vault.Open(SealedColumns.PersonPhone, _row, value));
    }

    [Fact]
    public void A_damaged_value_does_not_open()
    {
        var value = desk.Vault.Seal(SealedColumns.PersonNik, _row, "3171");

        for (var i = 1; i < value.Length; i++)
        {
            var damaged = value.ToArray();
            damaged[i] ^= 1;
            Assert.ThrowsAny<CryptographicException>(() => desk.Vault.Open(SealedColumns.PersonNik, _row, damaged));
        }

        Assert.ThrowsAny<CryptographicException>(() => desk.Vault.Open(SealedColumns.PersonNik, _row, value[..20]));
    }

    [Fact]
    public async Task A_form_moved_to_another_case_does_not_open()
    {
        var one = await desk.DraftedAsync(A.Form());
        var other = await desk.DraftedAsync(A.Form());
        await desk.Database.AsAppAsync(
            "update enrollments set form_sealed = (select form_sealed from enrollments where id = $2) where id = $1", one, other);

        await Assert.ThrowsAnyAsync<CryptographicException>(() => desk.CaseAsync(one));
    }
}
