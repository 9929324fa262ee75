using BpjsBjb.Domain.Businesses;
using BpjsBjb.Domain.Common;
using BpjsBjb.Domain.Contributions;
using BpjsBjb.Domain.Enrollments;
using BpjsBjb.Domain.Loans;
using BpjsBjb.Domain.Participations;
using BpjsBjb.Domain.People;
using BpjsBjb.Domain.Privacy;
using BpjsBjb.Domain.Rules;
using BpjsBjb.Services.Access;
using BpjsBjb.Services.Enrollments;
using BpjsBjb.Services.Gate;
using BpjsBjb.Services.Offices;
using Microsoft.EntityFrameworkCore;

namespace BpjsBjb.Services.Data.Demo;

/// <summary>One method a step, each through the domain's own methods. The use cases do the same, but ask the database for every row.</summary>
internal sealed class DemoSteps(
    BpjsBjbDbContext db, PersonalDataVault vault, RuleBook rules, ReferenceBook reference, DemoStaff staff, DemoDebtors debtors,
    DemoRegister register)
{
    private static readonly (string[] Fields, ReturnReason Reason, string Message)[] Complaints =
    [
        (["Debtor.MotherName"], ReturnReason.DiffersFromIdentityCard,
            "Nama ibu kandung berbeda dengan dokumen kependudukan. Mohon dicek kembali."),
        (["Debtor.Phone", "Heirs.Heirs"], ReturnReason.Incomplete,
            "Nomor telepon tidak dapat dihubungi dan data ahli waris belum lengkap."),
        (["Income.MonthlyIncome", "Debtor.BirthPlace"], ReturnReason.DiffersFromDocument,
            "Penghasilan dan tempat lahir tidak sama dengan berkas yang dilampirkan."),
    ];

    private static readonly RejectionReason[] Rejections =
        [RejectionReason.NotWorking, RejectionReason.NikBelongsToSomeoneElse, RejectionReason.TwoJobsAlready];

    private readonly FormVault _forms = new(vault);
    private readonly Submission _submission = new(db, vault);
    private readonly List<(string RegencyCode, Bill Bill)> _paid = [];

    /// <summary>Every bill that was paid, with the regency of its loan.</summary>
    public IReadOnlyList<(string RegencyCode, Bill Bill)> Paid => _paid;

    public DemoCase Start(DemoStory story, DateTimeOffset at)
    {
        var office = story.Branch.Office;
        var actors = new DemoActors(
            staff.At(office, Role.LoanOfficer), staff.At(office, Role.BranchSupervisor), staff.At(story.Bpjs, Role.BpjsReviewer));
        var form = debtors.Invent(story);
        var enrollment = Enrollment.Start(Guid.CreateVersion7(at), office.Id, office.Position, actors.Officer, at);
        var the = new DemoCase(story, form, Application.From(form, reference), enrollment, actors);
        the.Draft = DraftOf(the);
        Must(enrollment.Keep(the.Draft, actors.Officer, at));
        db.Add(enrollment);
        if (story.Known is { } known) register.Add(the.Application, known, form.Debtor.StatedKpj ?? debtors.NextCard());
        return the;
    }

    public void Send(DemoCase the, DateTimeOffset at)
    {
        var (application, today) = (the.Application, JakartaTime.DateIn(at));
        AddPerson(the, at);
        var business = Business.Of(Guid.CreateVersion7(at), the.Person!.Id);
        business.State(
            application.BusinessTypeId, application.BusinessDescription, application.BusinessRegencyCode, application.Sector,
            application.Capital, application.AnnualSales, application.WorkerCount,
            rules.ClassOf(application.Capital, application.AnnualSales, today).Class);
        the.Loan = Loan.Apply(the.Enrollment.OfficeId, the.Enrollment.BankPosition, the.Actors.Officer, at);
        the.Loan.State(
            application.ApplicationNumber, application.ProductCode, application.LoanAmount, application.TermMonths, application.Purpose,
            business.Id, application.BusinessRegencyCode, application.BpjsOffice.Position,
            rules.DutyOf(application.ProductCode, application.LoanAmount, today)!, today);
        the.Loan.Join(application.GroupId);
        the.Loan.Insure(the.Person.Id, the.Participation!.Id, application.Declined);
        db.AddRange(business, the.Loan);
        db.Add(Consent.Record(
            the.Enrollment.Id, rules.NoticeOn(today).Version, Consent.BasisOf(the.Loan.Duty), ConsentManner.ReadAloud, the.Actors.Officer, at));
        SendAgain(the, at);
        if (application.Declined is { } declined)
        {
            Must(the.Enrollment.Settle(AcceptanceOutcome.Declined, at, the.Actors.Officer, declined.ToString()));
        }
    }

    public static void SendAgain(DemoCase the, DateTimeOffset at)
    {
        Must(the.Enrollment.Keep(the.Draft!, the.Actors.Officer, at));
        Must(the.Enrollment.Submit(the.Person!.Id, the.Loan!.Id, the.Participation!.Id, the.Actors.Officer, at));
    }

    public void Return(DemoCase the, DateTimeOffset at)
    {
        var (fields, reason, message) = Complaints[the.Story.Complaint];
        Must(the.Enrollment.ReturnForCorrection(
            [.. fields.Select(field => ReturnedField.Of(the.Enrollment.Id, field, reason))], Sealed(the, message), the.Actors.Reviewer, at));
    }

    public void Reject(DemoCase the, DateTimeOffset at) =>
        Must(the.Enrollment.Reject(
            Rejections[the.Story.Complaint], Sealed(the, "Sudah dikonfirmasi dengan calon peserta."), the.Actors.Reviewer, at));

    public static void Withdraw(DemoCase the, DateTimeOffset at) => Must(the.Enrollment.Withdraw(the.Actors.Officer, at));

    public void Accept(DemoCase the, DateTimeOffset at)
    {
        var (outcome, card) = the.Story.Known switch
        {
            { Segment: Segment.Bpu } => (AcceptanceOutcome.LinkedToExisting, the.Kept.Form.Debtor.StatedKpj!),
            { Segment: Segment.Pu } => (AcceptanceOutcome.AdditionalToWageEarner, debtors.NextCard()),
            _ => (AcceptanceOutcome.NewMembership, debtors.NextCard()),
        };
        var (kpj, participation) = (Kpj.Parse(card).Value, the.Participation!);
        Must(the.Enrollment.Accept(outcome, the.Actors.Reviewer, at));
        participation.IssueCard(vault.Seal(SealedColumns.ParticipationKpj, participation.Id, kpj.Digits), vault.HashOf(kpj), at);

        var application = the.Application;
        var quote = ContributionQuote.For(
            new ContributionQuestion(
                application.MonthlyIncome, application.Category, application.Sector, ContributionPayer.Participant, application.WithJht,
                Month.Of(JakartaTime.DateIn(at)), application.Months),
            rules);
        the.Bill = Bill.Issue(participation.Id, the.Enrollment.Id, quote, the.Actors.Reviewer, at);
        db.Add(the.Bill);
    }

    public void Pay(DemoCase the, DateTimeOffset at)
    {
        var (bill, number) = (the.Bill!, _paid.Count + 1);
        var channel = (PaymentChannel)(number % 5 % 4);
        var (paidOn, reference) = (JakartaTime.DateIn(at), $"BYR{JakartaTime.At(at):yyMMdd}{number:000000}");
        var receipt = Receipt.Of(bill, bill.Total, paidOn, channel, reference, the.Actors.Supervisor, at);
        db.Add(receipt);
        db.Add(MoneyEntry.Of(receipt.Id, MoneyAccount.Bill, bill.Total, bill.Id, the.Actors.Supervisor.UserId, at));
        db.Add(Must(bill.Pay(bill.Total, paidOn, channel, reference, the.Actors.Supervisor, at)));
        the.Enrollment.Note(EnrollmentEventKind.Paid, the.Actors.Supervisor, at, bill.Number);
        _paid.Add((the.Application.BusinessRegencyCode, bill));
    }

    public static void Clear(DemoCase the, DateTimeOffset at)
    {
        Must(the.Loan!.Clear(the.Actors.Supervisor, at));
        the.Enrollment.Note(EnrollmentEventKind.Cleared, the.Actors.Supervisor, at);
    }

    public void Disburse(DemoCase the, DateTimeOffset at)
    {
        var loan = the.Loan!;
        db.Entry(loan).State = EntityState.Detached; // its status is the database's to write from here on
        db.PayOutAsRecorded(Must(loan.Disburse(
            loan.LoanAmount, JakartaTime.DateIn(at), $"CAIR-{loan.ApplicationNumber}", the.Actors.Supervisor, at)));
        the.Enrollment.Note(EnrollmentEventKind.Disbursed, the.Actors.Supervisor, at);
    }

    private void AddPerson(DemoCase the, DateTimeOffset at)
    {
        var application = the.Application;
        var id = Guid.CreateVersion7(at);
        the.Person = Person.Known(id, vault.HashOf(application.Nik), vault.Seal(SealedColumns.PersonNik, id, application.Nik.Digits), at);
        the.Participation = Participation.Require(id, Segment.Bpu, application.BpjsOffice.Id, application.BpjsOffice.Position, at);
        _submission.Describe(the.Person, application);
        _submission.State(the.Participation, application, rules, JakartaTime.DateIn(at));
        db.AddRange(the.Person, the.Participation);
        db.AddRange(application.Heirs.Select(heir => HeirOf(the.Participation.Id, heir, at)));
    }

    private Heir HeirOf(Guid participationId, ApplicationHeir heir, DateTimeOffset at)
    {
        var id = Guid.CreateVersion7(at);
        return Heir.Of(
            id,
            participationId,
            vault.Seal(SealedColumns.HeirName, id, heir.Name),
            heir.Relation,
            heir.Phone is { } phone ? vault.Seal(SealedColumns.HeirPhone, id, phone.E164) : null);
    }

    private EnrollmentDraft DraftOf(DemoCase the)
    {
        var (form, done) = the.Kept;
        var (id, application) = (the.Enrollment.Id, the.Application);
        return new EnrollmentDraft(
            vault.HashOf(application.Nik),
            vault.Seal(SealedColumns.EnrollmentNik, id, application.Nik.Digits),
            application.FullName,
            application.BpjsOffice.Id,
            application.BpjsOffice.Position,
            _forms.Seal(id, form),
            form.Loan.ProductCode,
            form.Loan.LoanAmount is null ? null : application.LoanAmount,
            form.Loan.ApplicationNumber,
            form.Business.RegencyCode,
            (int)done);
    }

    private byte[] Sealed(DemoCase the, string message) => vault.Seal(SealedColumns.EventMessage, the.Enrollment.Id, message);

    /// <summary>A refusal here is a bug of the demonstration.</summary>
    private static T Must<T>(Result<T> result) => result.Value;
}
