using BpjsBjb.Domain.Common;
using BpjsBjb.Domain.Loans;
using BpjsBjb.Domain.People;
using BpjsBjb.Domain.Privacy;
using BpjsBjb.Domain.Rules;
using BpjsBjb.Services.Identifiers;
using BpjsBjb.Services.Offices;

namespace BpjsBjb.Services.Enrollments;

/// <summary>What the portal already knows of the person behind a NIK, from its own rows and from BPJS's register.</summary>
internal sealed record KnownPerson(
    string? RecordedName,
    DateOnly? RecordedBirthDate,
    bool HasActiveBpu,
    bool HasPu,
    int BpuMemberships);

/// <summary>Judges a whole application by the rows of the law: everything that blocks and everything that only warns, at once.</summary>
internal sealed class ApplicantCheck(RuleBook rules, ReferenceBook reference, DateOnly today)
{
    public static readonly Refusal BirthDateDiffers = new("debtor.birth-date-differs-from-nik");
    public static readonly Refusal SexDiffers = new("debtor.sex-differs-from-nik");
    public static readonly Refusal NameDiffers = new("debtor.name-differs-from-record");
    public static readonly Refusal BornInFuture = new("debtor.birth-date-in-future");
    public static readonly Refusal TooOld = new("applicant.age-limit-reached");
    public static readonly Refusal TooYoung = new("applicant.too-young");
    public static readonly Refusal TwoJobsAlready = new("applicant.two-jobs-already");
    public static readonly Refusal UnknownBpjsOffice = new("debtor.bpjs-office-unknown");
    public static readonly Refusal UnknownDistrictCode = new("debtor.district-unknown");
    public static readonly Refusal UnknownProduct = new("loan.product-unknown");
    public static readonly Refusal AmountOutsideProduct = new("loan.amount-outside-product");
    public static readonly Refusal TermTooLong = new("loan.term-too-long");
    public static readonly Refusal UnknownBusinessType = new("business.type-unknown");
    public static readonly Refusal RetiredBusinessType = new("business.type-retired");
    public static readonly Refusal RetiredProduct = new("loan.product-retired");
    public static readonly Refusal UnknownBusinessRegency = new("business.regency-unknown");
    public static readonly Refusal WorkersMustBeRegistered = new("business.workers-must-be-registered");
    public static readonly Refusal MonthsNotOffered = new("income.months-not-offered");
    public static readonly Refusal MonthsBeyondTerm = new("income.months-beyond-term");
    public static readonly Refusal DeclineNotAllowed = new("participation.decline-not-allowed");

    /// <summary>Refusals and warnings of one section as typed; an earlier shape refusal hides the later ones of that field.</summary>
    public IReadOnlyList<Refusal> Of(IFormSection section, EnrollmentForm form, KnownPerson? known)
    {
        List<Refusal> findings = [.. SectionValidators.RefusalsOf(section)];
        var refusedFields = findings.Select(finding => finding.Field).ToHashSet();
        var further = section switch
        {
            LoanForm loan => OfLoan(loan),
            DebtorForm debtor => OfDebtor(debtor, known),
            BusinessForm business => OfBusiness(business),
            IncomeForm income => OfIncome(income, form.Loan),
            ConsentForm consent => OfConsent(consent, form.Loan),
            _ => [],
        };
        findings.AddRange(further.Where(finding => !refusedFields.Contains(finding.Field)));
        return findings;
    }

    /// <summary>The whole form; fields carry their section, such as <c>Debtor.Nik</c>.</summary>
    public IReadOnlyList<Refusal> Of(EnrollmentForm form, KnownPerson? known) =>
    [
        .. form.Sections.SelectMany(section =>
            Of(section.Value, form, known).Select(finding => finding.On($"{section.Key}.{finding.Field}"))),
    ];

    private IEnumerable<Refusal> OfLoan(LoanForm loan)
    {
        if (reference.Product(loan.ProductCode) is not { } product)
        {
            yield return UnknownProduct.On(nameof(loan.ProductCode));
            yield break;
        }

        if (product.IsRetired) yield return RetiredProduct.AsWarning().On(nameof(loan.ProductCode));

        var amount = Rupiah.Parse(loan.LoanAmount);
        if (!amount.IsRefused && rules.DutyOf(product.Code, amount.Value, today) is null)
        {
            var ranges = rules.ParticipationDuties.Where(row => row.ProductCode == product.Code && row.AppliesOn(today)).ToList();
            yield return AmountOutsideProduct
                .With(ranges.Min(row => row.AmountAbove) + new Rupiah(1), ranges.Any(row => row.AmountUpTo is null) ? "∞" : ranges.Max(row => row.AmountUpTo)!.Value)
                .On(nameof(loan.LoanAmount));
        }

        if (product.IsForGroups && !Guid.TryParse(loan.GroupId, out _)) yield return LoanGroup.Missing.On(nameof(loan.GroupId));

        var term = SectionValidators.WholeNumber(loan.TermMonths, UnknownProduct, 1, 240);
        if (!term.IsRefused && term.Value > product.MaximumTermMonths)
        {
            yield return TermTooLong.With(product.MaximumTermMonths).On(nameof(loan.TermMonths));
        }
    }

    private IEnumerable<Refusal> OfDebtor(DebtorForm debtor, KnownPerson? known)
    {
        var birthDate = TypedDate.Parse(debtor.BirthDate);
        var nik = Nik.Parse(debtor.Nik);
        if (!nik.IsRefused)
        {
            foreach (var finding in OfNik(nik.Value, debtor, birthDate)) yield return finding;
        }

        if (!birthDate.IsRefused)
        {
            foreach (var finding in OfAge(birthDate.Value, known)) yield return finding.On(nameof(debtor.BirthDate));
        }

        if (known is { BpuMemberships: var jobs, HasActiveBpu: false } && jobs >= rules.LimitOf(LimitKind.BpuJobs, today).Value)
        {
            yield return TwoJobsAlready.With(jobs).On(nameof(debtor.Nik));
        }

        if (known?.RecordedName is { } recorded && debtor.FullName is { } stated
            && PersonName.Normalised(recorded) != PersonName.Normalised(stated))
        {
            yield return NameDiffers.AsWarning().On(nameof(debtor.FullName));
        }

        // A card is issued where the family lived then, and lists of regions are never complete: it warns.
        if (!string.IsNullOrWhiteSpace(debtor.Kk) && Kk.Parse(debtor.Kk) is { IsRefused: false } kk && reference.Region(kk.Value.RegencyCode) is null)
        {
            yield return IdentifierChecks.UnknownKkRegion.AsWarning().With(kk.Value.RegencyCode).On(nameof(debtor.Kk));
        }

        if (!Guid.TryParse(debtor.BpjsOfficeId, out var office) || reference.BpjsBranches.All(branch => branch.Id != office))
        {
            yield return UnknownBpjsOffice.On(nameof(debtor.BpjsOfficeId));
        }

        if (debtor.DistrictCode != ReferenceBook.OutsideDistrict && reference.Region(debtor.DistrictCode) is not { Code.Length: 6 })
        {
            yield return UnknownDistrictCode.On(nameof(debtor.DistrictCode));
        }
    }

    /// <summary>Region and birth date in the number are those of first registration: a difference warns, only a province that does not exist blocks.</summary>
    private IEnumerable<Refusal> OfNik(Nik nik, DebtorForm debtor, Result<DateOnly> birthDate)
    {
        foreach (var finding in NikRegions.FindingsOf(nik, reference)) yield return finding.On(nameof(debtor.Nik));

        if (!birthDate.IsRefused && birthDate.Value != nik.BirthDate(today))
        {
            yield return BirthDateDiffers.AsWarning().With(nik.BirthDate(today)).On(nameof(debtor.BirthDate));
        }

        if (SectionValidators.Choice<Sex>(debtor.Sex) is { } sex && sex != nik.Sex)
        {
            yield return SexDiffers.AsWarning().On(nameof(debtor.Sex));
        }
    }

    /// <summary>The age limit is tested once, at entry: a member already covered goes on (Perdir 22/PERDIR.02/072022, BPU 9e).</summary>
    private IEnumerable<Refusal> OfAge(DateOnly birthDate, KnownPerson? known)
    {
        if (birthDate > today)
        {
            yield return BornInFuture;
            yield break;
        }

        var below = rules.LimitOf(LimitKind.BpuAgeBelow, today).Value;
        var from = rules.LimitOf(LimitKind.BpuAgeFrom, today).Value;
        if (birthDate.AddYears(below) <= today && known is not { HasActiveBpu: true }) yield return TooOld.With(below);
        if (birthDate.AddYears(from) > today) yield return TooYoung.With(from);
    }

    private IEnumerable<Refusal> OfBusiness(BusinessForm business)
    {
        var type = reference.BusinessType(business.BusinessTypeId);
        if (type is null) yield return UnknownBusinessType.On(nameof(business.BusinessTypeId));
        if (type is { IsRetired: true }) yield return RetiredBusinessType.AsWarning().On(nameof(business.BusinessTypeId));
        if (business.RegencyCode != ReferenceBook.OutsideRegency && reference.Regencies.All(regency => regency.Code != business.RegencyCode))
        {
            yield return UnknownBusinessRegency.On(nameof(business.RegencyCode));
        }

        // PP 44/2015 art. 4: the employer registers the workers; this portal does not stop the owner's own cover for it.
        if (SectionValidators.YesOrNo(business.EmploysWorkers) is true)
        {
            yield return WorkersMustBeRegistered.AsWarning().On(nameof(business.WorkerCount));
        }
    }

    private IEnumerable<Refusal> OfIncome(IncomeForm income, LoanForm loan)
    {
        var months = SectionValidators.WholeNumber(income.Months, MonthsNotOffered, 1, 240);
        if (months.IsRefused) yield break;

        var terms = rules.PrepaymentTermsOn(today);
        if (terms.All(term => term.Months != months.Value))
        {
            yield return MonthsNotOffered.With(string.Join(", ", terms.Select(term => term.Months))).On(nameof(income.Months));
        }

        var loanTerm = SectionValidators.WholeNumber(loan.TermMonths, MonthsNotOffered, 1, 240);
        if (!loanTerm.IsRefused && months.Value > loanTerm.Value && months.Value > 1)
        {
            yield return MonthsBeyondTerm.With(loanTerm.Value).On(nameof(income.Months));
        }
    }

    private IEnumerable<Refusal> OfConsent(ConsentForm consent, LoanForm loan)
    {
        if (consent.TextVersion != rules.NoticeOn(today).Version) yield return Consent.NoticeOutdated.On(nameof(consent.Given));
        if (SectionValidators.YesOrNo(consent.TakesPart) is not false) yield break;

        var amount = Rupiah.Parse(loan.LoanAmount);
        if (amount.IsRefused || rules.DutyOf(loan.ProductCode, amount.Value, today)?.Duty != Duty.Offered)
        {
            yield return DeclineNotAllowed.On(nameof(consent.TakesPart));
        }
    }
}
