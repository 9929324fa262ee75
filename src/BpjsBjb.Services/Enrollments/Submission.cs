using BpjsBjb.Domain.Businesses;
using BpjsBjb.Domain.Common;
using BpjsBjb.Domain.Enrollments;
using BpjsBjb.Domain.Loans;
using BpjsBjb.Domain.Participations;
using BpjsBjb.Domain.People;
using BpjsBjb.Domain.Privacy;
using BpjsBjb.Domain.Rules;
using BpjsBjb.Services.Access;
using BpjsBjb.Services.Data;
using Microsoft.EntityFrameworkCore;

namespace BpjsBjb.Services.Enrollments;

/// <summary>Turns a checked application into its rows: person, business, loan, and the participation the loan requires.</summary>
internal sealed class Submission(BpjsBjbDbContext db, PersonalDataVault vault)
{
    /// <summary>Adds or restates the rows and sends the case. Saving is the caller's.</summary>
    public async Task<Result<Enrollment>> SendAsync(
        Enrollment enrollment, Application application, RuleBook rules, Actor by, DateTimeOffset at, CancellationToken cancel)
    {
        var today = JakartaTime.DateIn(at);
        var person = await FindOrAddPersonAsync(application.Nik, at, cancel);
        var participation = await FindOrAddParticipationAsync(person, application, at, cancel);
        var isActive = participation.HasCard && await IsCoveredAsync(person, today, cancel);

        if (!participation.HasCard)
        {
            Describe(person, application);
            State(participation, application, rules, today);
            await ReplaceHeirsAsync(participation.Id, application.Heirs, at, cancel);
        }

        var loan = await FindOrAddLoanAsync(enrollment, by, at, cancel);
        var business = await FindOrAddBusinessAsync(loan, person, at, cancel);
        business.State(
            application.BusinessTypeId, application.BusinessDescription, application.BusinessRegencyCode, application.Sector,
            application.Capital, application.AnnualSales, application.WorkerCount,
            rules.ClassOf(application.Capital, application.AnnualSales, today).Class);
        loan.State(
            application.ApplicationNumber, application.ProductCode, application.LoanAmount, application.TermMonths, application.Purpose,
            business.Id, application.BusinessRegencyCode, application.BpjsOffice.Position,
            rules.DutyOf(application.ProductCode, application.LoanAmount, today)!, today);
        loan.Join(application.GroupId);
        loan.Insure(person.Id, participation.Id, application.Declined);

        var sent = enrollment.Submit(person.Id, loan.Id, participation.Id, by, at);
        if (sent.IsRefused) return sent;

        if (application.Declined is { } declined) return enrollment.Settle(AcceptanceOutcome.Declined, at, by, declined.ToString());
        return isActive ? enrollment.Settle(AcceptanceOutcome.LinkedByPortal, at, by) : sent;
    }

    /// <summary>Writes down which notice the debtor acknowledged, how, and on which basis the case goes on; once for the same notice and basis.</summary>
    public async Task AcknowledgeAsync(
        Enrollment enrollment, ConsentForm given, RuleBook rules, Actor by, DateTimeOffset at, CancellationToken cancel)
    {
        var today = JakartaTime.DateIn(at);
        var version = rules.NoticeOn(today).Version;
        var basis = Consent.BasisOf(rules.DutyOf(enrollment.ProductCode, enrollment.LoanAmount!.Value, today)!.Duty);
        var isThere = await db.Consents.AnyAsync(
            row => row.EnrollmentId == enrollment.Id && row.NoticeVersion == version && row.Basis == basis && row.WithdrawnAt == null, cancel);
        if (isThere) return;

        var manner = SectionValidators.Choice<ConsentManner>(given.Manner) ?? ConsentManner.ReadAloud;
        db.Add(Consent.Record(enrollment.Id, version, basis, manner, by, at));
    }

    /// <summary>Takes the stated particulars over: at the first sending, and again when BPJS has accepted them.</summary>
    public void Describe(Person person, Application application) => person.Describe(
        application.FullName,
        application.BirthDate,
        application.BirthPlace,
        application.Sex,
        vault.Seal(SealedColumns.PersonMotherName, person.Id, application.MotherName),
        vault.Seal(SealedColumns.PersonPhone, person.Id, application.Phone.E164),
        vault.Seal(SealedColumns.PersonAddress, person.Id, application.Address),
        application.DistrictCode);

    public void State(Participation participation, Application application, RuleBook rules, DateOnly today)
    {
        participation.MoveTo(application.BpjsOffice.Id, application.BpjsOffice.Position);
        participation.State(
            application.Category,
            application.Sector,
            rules.BracketFor(application.MonthlyIncome, today).Base,
            vault.Seal(SealedColumns.ParticipationIncome, participation.Id, application.MonthlyIncome.ToString()),
            application.WithJht);
    }

    public async Task ReplaceHeirsAsync(
        Guid participationId, IReadOnlyList<ApplicationHeir> heirs, DateTimeOffset at, CancellationToken cancel)
    {
        db.RemoveRange(await db.Heirs.Where(heir => heir.ParticipationId == participationId).ToListAsync(cancel));
        foreach (var heir in heirs)
        {
            var id = Guid.CreateVersion7(at);
            db.Add(Heir.Of(
                id,
                participationId,
                vault.Seal(SealedColumns.HeirName, id, heir.Name),
                heir.Relation,
                heir.Phone is { } phone ? vault.Seal(SealedColumns.HeirPhone, id, phone.E164) : null));
        }
    }

    /// <summary>Asked across offices: months are seen with a linked case, and this one is not linked yet.</summary>
    private Task<bool> IsCoveredAsync(Person person, DateOnly today, CancellationToken cancel) => db.Database
        .SqlQuery<bool>($"select is_active as \"Value\" from person_of_nik({person.NikHash}, {Month.Of(today).FirstDay})").SingleAsync(cancel);

    private async Task<Person> FindOrAddPersonAsync(Nik nik, DateTimeOffset at, CancellationToken cancel)
    {
        var hash = vault.HashOf(nik);
        // A number whose record was merged belongs to the survivor.
        var survivor = await db.Database.SqlQuery<Guid?>($"select survivor_of_nik({hash}) as \"Value\"").SingleAsync(cancel);
        if (survivor is { } id && await db.People.SingleOrDefaultAsync(row => row.Id == id, cancel) is { } known) return known;

        var newId = Guid.CreateVersion7(at);
        var person = Person.Known(newId, hash, vault.Seal(SealedColumns.PersonNik, newId, nik.Digits), at);
        db.Add(person);
        return person;
    }

    private async Task<Participation> FindOrAddParticipationAsync(
        Person person, Application application, DateTimeOffset at, CancellationToken cancel)
    {
        var known = await db.Participations.SingleOrDefaultAsync(row => row.PersonId == person.Id && row.Segment == Segment.Bpu, cancel);
        if (known is not null) return known;

        var participation = Participation.Require(person.Id, Segment.Bpu, application.BpjsOffice.Id, application.BpjsOffice.Position, at);
        db.Add(participation);
        return participation;
    }

    private async Task<Loan> FindOrAddLoanAsync(Enrollment enrollment, Actor by, DateTimeOffset at, CancellationToken cancel)
    {
        if (enrollment.LoanId is { } loanId) return await db.Loans.Include(loan => loan.Insured).SingleAsync(loan => loan.Id == loanId, cancel);

        var loan = Loan.Apply(enrollment.OfficeId, enrollment.BankPosition, by, at);
        db.Add(loan);
        return loan;
    }

    private async Task<Business> FindOrAddBusinessAsync(Loan loan, Person person, DateTimeOffset at, CancellationToken cancel)
    {
        var known = await db.Businesses.SingleOrDefaultAsync(business => business.Id == loan.BusinessId && business.PersonId == person.Id, cancel);
        if (known is not null) return known;

        var business = Business.Of(Guid.CreateVersion7(at), person.Id);
        db.Add(business);
        return business;
    }
}
