using BpjsBjb.Domain.Participations;
using BpjsBjb.Domain.People;
using BpjsBjb.Services.Access;
using BpjsBjb.Services.Enrollments;

namespace BpjsBjb.Services.Data.Demo;

/// <summary>Invented rows of BPJS's own register.</summary>
internal sealed class DemoRegister(BpjsBjbDbContext db, PersonalDataVault vault, DemoClock clock)
{
    /// <summary>People without a case yet, to try the finding of what BPJS already knows.</summary>
    public void AddStrangers()
    {
        Add("3171000101850011", "26999000011", "Asep Contoh", new DateOnly(1985, 1, 1), new(Segment.Pu, "PT Contoh Sejahtera", PaidThrough: 0));
        Add("3171004202900012", "26999000012", "Euis Contoh", new DateOnly(1990, 2, 2), new(Segment.Bpu, Employer: null, PaidThrough: 1));
        Add("3171001503790013", "26999000013", "Jajang Contoh", new DateOnly(1979, 3, 15), new(Segment.Bpu, Employer: null, PaidThrough: -6));
        Add("3171006104880014", "26999000014", "Mimin Contoh", new DateOnly(1988, 4, 21), new(Segment.Pu, "CV Contoh Jaya", PaidThrough: 0));
    }

    public void Add(Application application, DemoMembership known, string card) =>
        Add(application.Nik.Digits, card, application.FullName, application.BirthDate, known);

    private void Add(string nik, string card, string fullName, DateOnly birthDate, DemoMembership known)
    {
        var id = Guid.CreateVersion7(clock.Now);
        db.Add(RegistryMember.Read(
            id, vault.HashOf(Nik.Parse(nik).Value), known.Segment, vault.Seal(SealedColumns.RegistryKpj, id, Kpj.Parse(card).Value.Digits),
            fullName, birthDate, known.Employer, known.PaidThrough is { } months ? clock.ThisMonth.Plus(months).LastDay : null, clock.Now));
    }
}
