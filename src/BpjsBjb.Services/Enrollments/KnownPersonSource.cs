using BpjsBjb.Domain.Common;
using BpjsBjb.Domain.Participations;
using BpjsBjb.Domain.People;
using BpjsBjb.Services.Access;
using BpjsBjb.Services.Data;
using Microsoft.EntityFrameworkCore;

namespace BpjsBjb.Services.Enrollments;

/// <summary>Looks a NIK up in the portal's own rows and in what BPJS's register says.</summary>
internal sealed class KnownPersonSource(BpjsBjbDbContext db, PersonalDataVault vault, TimeProvider clock)
{
    public async Task<KnownPerson?> FindAsync(string? typedNik, CancellationToken cancel)
    {
        var nik = Nik.Parse(typedNik);
        if (nik.IsRefused) return null;

        var hash = vault.HashOf(nik.Value);
        var today = clock.Today();
        var month = Month.Of(today).FirstDay;
        var person = await db.People.AsNoTracking()
            .Where(p => p.NikHash == hash)
            .Select(p => new
            {
                p.FullName,
                p.BirthDate,
                IsAccepted = db.Participations.Any(x => x.PersonId == p.Id && x.KpjHash != null),
                IsActive = db.Participations.Any(x => x.PersonId == p.Id && x.Segment == Segment.Bpu && x.KpjHash != null
                    && db.CoveredMonths.Any(c => c.ParticipationId == x.Id && c.Month == month)),
            })
            .SingleOrDefaultAsync(cancel);
        var members = await db.RegistryMembers.AsNoTracking().Where(member => member.NikHash == hash).ToListAsync(cancel);
        if (person is not { IsAccepted: true } && members.Count == 0) return null;

        var bpu = members.Where(member => member.Segment == Segment.Bpu).ToList();
        return new KnownPerson(
            members.FirstOrDefault()?.FullName ?? person?.FullName,
            members.FirstOrDefault()?.BirthDate ?? person?.BirthDate,
            person is { IsActive: true } || bpu.Any(member => member.PaidThrough >= today),
            members.Any(member => member.Segment == Segment.Pu),
            bpu.Count);
    }
}
