using BpjsBjb.Domain.Common;
using BpjsBjb.Domain.Contributions;
using BpjsBjb.Domain.Enrollments;
using BpjsBjb.Domain.Loans;
using BpjsBjb.Domain.Participations;
using BpjsBjb.Domain.People;
using BpjsBjb.Services.Enrollments;

namespace BpjsBjb.Services.Data.Demo;

/// <summary>A story while it is played: who acts, and the rows that exist so far.</summary>
internal sealed class DemoCase(DemoStory story, EnrollmentForm form, Application application, Enrollment enrollment, DemoActors actors)
{
    public DemoStory Story => story;

    public Application Application => application;

    public Enrollment Enrollment => enrollment;

    public DemoActors Actors => actors;

    /// <summary>What the officer has typed, and which sections are complete.</summary>
    public (EnrollmentForm Form, FormSection Done) Kept => story switch
    {
        { IsHalfFilled: true } => (
            new EnrollmentForm { Loan = form.Loan, Debtor = form.Debtor, Business = form.Business },
            FormSection.Loan | FormSection.Debtor | FormSection.Business),
        { Fate: DemoFate.Draft } => (
            new EnrollmentForm
            {
                Debtor = new DebtorForm { Nik = form.Debtor.Nik, FullName = form.Debtor.FullName, BpjsOfficeId = form.Debtor.BpjsOfficeId },
            },
            FormSection.None),
        _ => (form, FormSection.All),
    };

    public EnrollmentDraft? Draft { get; set; }

    public Person? Person { get; set; }

    public Participation? Participation { get; set; }

    public Loan? Loan { get; set; }

    public Bill? Bill { get; set; }

    /// <summary>The rows a step may have changed.</summary>
    public IEnumerable<object> Changing => new object?[] { Enrollment, Participation, Loan, Bill }.OfType<object>();
}

/// <summary>The people of the two branches a case passes through.</summary>
internal sealed record DemoActors(Actor Officer, Actor Supervisor, Actor Reviewer);
