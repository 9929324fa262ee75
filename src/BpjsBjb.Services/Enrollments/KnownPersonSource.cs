using BpjsBjb.Domain.Common;
using BpjsBjb.Domain.Participations;
using BpjsBjb.Domain.People;
using BpjsBjb.Services.Access;
using BpjsBjb.Services.Data;
using Microsoft.EntityFrameworkCore;

namespace BpjsBjb.Services.Enrollments;

/// <summary>Looks a NIK up in the rows of every office and in what BPJS's register says: the few facts the law's checks need, no row.</summary>
internal sealed class KnownPersonSource(BpjsBjbDbContext db, PersonalDataVault vault, TimeProvider clock)
{
    public async Task<KnownPerson?> FindAsync(string? typedNik, CancellationToken cancel)
    {
        var nik = Nik.Parse(typedNik);
        if (nik.IsRefused) return null;

        var hash = vault.HashOf(nik.Value);
        var today = clock.Today();
        var month = Month.Of(today).FirstDay;
        var person = await db.Database
            .SqlQuery<PortalPerson>($"select full_name, birth_date, is_accepted, is_active from person_of_nik({hash}, {month})")
            .SingleOrDefaultAsync(cancel);
        var members = await db.Database
            .SqlQuery<RegisteredPerson>($"select full_name, birth_date, segment, paid_through from register_of_nik({hash})")
            .ToListAsync(cancel);
        if (person is not { IsAccepted: true } && members.Count == 0) return null;

        var bpu = members.Where(member => member.Segment == nameof(Segment.Bpu)).ToList();
        return new KnownPerson(
            members.FirstOrDefault()?.FullName ?? person?.FullName,
            members.FirstOrDefault()?.BirthDate ?? person?.BirthDate,
            person is { IsActive: true } || bpu.Any(member => member.PaidThrough >= today),
            members.Any(member => member.Segment == nameof(Segment.Pu)),
            bpu.Count);
    }

    /// <summary>Living cases of a NIK in all offices. The database tells no more of them than where they are.</summary>
    public Task<List<CaseElsewhere>> CasesAsync(byte[] nikHash, CancellationToken cancel) =>
        db.Database.SqlQuery<CaseElsewhere>($"select id, office_id from cases_of_nik({nikHash})").ToListAsync(cancel);

    private sealed record PortalPerson(string FullName, DateOnly BirthDate, bool IsAccepted, bool IsActive);

    private sealed record RegisteredPerson(string FullName, DateOnly BirthDate, string Segment, DateOnly? PaidThrough);
}
