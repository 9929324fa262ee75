using BpjsBjb.Domain.Participations;
using BpjsBjb.Domain.People;
using BpjsBjb.Services.Access;
using BpjsBjb.Services.Enrollments;

namespace BpjsBjb.IntegrationTests.Support;

/// <summary>What BPJS's own register is made to say about a form's NIK.</summary>
public static class BpjsRegister
{
    public static async Task<string> RegisterAtBpjsAsync(
        this Desk desk, EnrollmentForm form, Segment segment, string? employer = null, DateOnly? paidThrough = null)
    {
        var id = Guid.CreateVersion7(A.Now);
        var card = A.Kpj(A.Number());
        await desk.Database.AsAppAsync(
            """
            insert into registry_members (id, nik_hash, segment, kpj_sealed, full_name, birth_date, employer_name, paid_through, read_at)
            values ($1, $2, $3, $4, $5, $6, $7, $8, $9)
            """,
            id, desk.Vault.HashOf(Nik.Parse(form.Debtor.Nik).Value), segment.ToString(), desk.Vault.Seal(SealedColumns.RegistryKpj, id, card),
            form.Debtor.FullName!, new DateOnly(1985, 3, 10), (object?)employer ?? DBNull.Value, (object?)paidThrough ?? DBNull.Value, A.Now);
        return card;
    }
}
