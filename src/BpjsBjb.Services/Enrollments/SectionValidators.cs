using System.Globalization;
using BpjsBjb.Domain.Common;
using BpjsBjb.Domain.Loans;
using BpjsBjb.Domain.People;
using BpjsBjb.Domain.Rules;
using BpjsBjb.Services.Common;
using FluentValidation;

namespace BpjsBjb.Services.Enrollments;

/// <summary>Shape of each section: is it there, is it a NIK, does it fit. What needs the law or a date is <see cref="ApplicantCheck"/>.</summary>
internal static class SectionValidators
{
    private static readonly LoanFormValidator Loan = new();
    private static readonly DebtorFormValidator Debtor = new();
    private static readonly BusinessFormValidator Business = new();
    private static readonly IncomeFormValidator Income = new();
    private static readonly HeirsFormValidator Heirs = new();
    private static readonly ConsentFormValidator Consent = new();

    public static Refusal[] RefusalsOf(IFormSection section) => section switch
    {
        LoanForm loan => Loan.Refusals(loan),
        DebtorForm debtor => Debtor.Refusals(debtor),
        BusinessForm business => Business.Refusals(business),
        IncomeForm income => Income.Refusals(income),
        HeirsForm heirs => Heirs.Refusals(heirs),
        ConsentForm consent => Consent.Refusals(consent),
        _ => throw new ArgumentOutOfRangeException(nameof(section)),
    };

    public static Result<int> WholeNumber(string? text, Refusal missing, int from, int to)
    {
        var typed = (text ?? "").Trim();
        if (typed.Length == 0) return missing;
        return typed.Length <= 6 && typed.All(char.IsAsciiDigit)
               && int.Parse(typed, CultureInfo.InvariantCulture) is var number && number >= from && number <= to
            ? number
            : new Refusal("number.out-of-range").With(from, to);
    }

    public static bool? YesOrNo(string? text) => text switch { "true" => true, "false" => false, _ => null };

    public static TEnum? Choice<TEnum>(string? text)
        where TEnum : struct, Enum =>
        Enum.GetNames<TEnum>().Contains(text) ? Enum.Parse<TEnum>(text!) : null;

    private sealed class LoanFormValidator : AbstractValidator<LoanForm>
    {
        public LoanFormValidator()
        {
            RuleFor(loan => loan.ProductCode).MustBeText("loan.product-missing", 30);
            RuleFor(loan => loan.LoanAmount).MustParse(Rupiah.Parse);
            RuleFor(loan => loan.TermMonths).MustParse(text => WholeNumber(text, new Refusal("loan.term-missing"), 1, 240));
            RuleFor(loan => loan.Purpose).MustBeText("loan.purpose-missing", 200);
            RuleFor(loan => loan.ApplicationNumber).MustBeText("loan.application-number-missing", 40);
        }
    }

    private sealed class DebtorFormValidator : AbstractValidator<DebtorForm>
    {
        public DebtorFormValidator()
        {
            RuleFor(debtor => debtor.Nik).MustParse(Nik.Parse);
            RuleFor(debtor => debtor.FullName).MustParse(PersonName.Parse);
            RuleFor(debtor => debtor.Kk).MayParse(Kk.Parse);
            RuleFor(debtor => debtor.BpjsOfficeId).MustBeText("debtor.bpjs-office-missing", 36);
            RuleFor(debtor => debtor.BirthPlace).MustBeText("debtor.birth-place-missing", 100);
            RuleFor(debtor => debtor.BirthDate).MustParse(TypedDate.Parse);
            RuleFor(debtor => debtor.Sex).Custom((text, context) =>
            {
                if (Choice<Sex>(text) is null) context.Refuse(new Refusal("debtor.sex-missing"));
            });
            RuleFor(debtor => debtor.MotherName).MustParse(PersonName.Parse);
            RuleFor(debtor => debtor.Phone).MustParse(MobilePhone.Parse);
            RuleFor(debtor => debtor.Email).Custom((text, context) =>
            {
                if (!string.IsNullOrWhiteSpace(text) && !IsEmail(text.Trim())) context.Refuse(new Refusal("debtor.email-not-an-address"));
            });
            RuleFor(debtor => debtor.Address).MustBeText("debtor.address-missing", 200);
            RuleFor(debtor => debtor.DistrictCode).MustBeText("debtor.district-missing", 6);
            RuleFor(debtor => debtor.StatedKpj).MayParse(Kpj.Parse);
        }

        private static bool IsEmail(string text)
        {
            var at = text.IndexOf('@', StringComparison.Ordinal);
            return text.Length <= 100 && at > 0 && at == text.LastIndexOf('@') && text.IndexOf('.', at) > at + 1
                && !text.EndsWith('.') && !text.Any(char.IsWhiteSpace);
        }
    }

    private sealed class BusinessFormValidator : AbstractValidator<BusinessForm>
    {
        public BusinessFormValidator()
        {
            RuleFor(business => business.BusinessTypeId).MustBeText("business.type-missing", 10);
            RuleFor(business => business.Description).MustBeText("business.description-missing", 200);
            RuleFor(business => business.Sector).Custom((text, context) =>
            {
                if (Choice<ContributionSector>(text) is null) context.Refuse(new Refusal("business.sector-missing"));
            });
            RuleFor(business => business.RegencyCode).MustBeText("business.regency-missing", 4);
            RuleFor(business => business.Capital).MustParse(Rupiah.Parse);
            RuleFor(business => business.AnnualSales).MayParse(Rupiah.Parse);
            RuleFor(business => business.EmploysWorkers).Custom((text, context) =>
            {
                if (YesOrNo(text) is null) context.Refuse(new Refusal("business.employs-workers-missing"));
            });
            RuleFor(business => business.WorkerCount)
                .MustParse(text => WholeNumber(text, new Refusal("business.worker-count-missing"), 1, 100_000))
                .When(business => YesOrNo(business.EmploysWorkers) is true);
        }
    }

    private sealed class IncomeFormValidator : AbstractValidator<IncomeForm>
    {
        public IncomeFormValidator()
        {
            RuleFor(income => income.MonthlyIncome).MustParse(Rupiah.Parse);
            RuleFor(income => income.Months).MustParse(text => WholeNumber(text, new Refusal("income.months-missing"), 1, 240));
        }
    }

    private sealed class HeirsFormValidator : AbstractValidator<HeirsForm>
    {
        public HeirsFormValidator()
        {
            RuleFor(form => form.Heirs).Custom((heirs, context) =>
            {
                for (var i = 0; i < heirs.Count; i++)
                {
                    if (heirs[i].IsEmpty && (i > 0 || heirs.Any(heir => !heir.IsEmpty))) continue;

                    Report(PersonName.Parse(heirs[i].Name).Refusals, $"Heirs[{i}].Name");
                    if (Choice<HeirRelation>(heirs[i].Relation) is null) Report([new Refusal("heir.relation-missing")], $"Heirs[{i}].Relation");
                    if (!string.IsNullOrWhiteSpace(heirs[i].Phone)) Report(MobilePhone.Parse(heirs[i].Phone).Refusals, $"Heirs[{i}].Phone");
                }

                void Report(IEnumerable<Refusal> refusals, string field)
                {
                    foreach (var refusal in refusals)
                    {
                        context.AddFailure(new FluentValidation.Results.ValidationFailure(field, refusal.Code) { CustomState = refusal });
                    }
                }
            });
        }
    }

    private sealed class ConsentFormValidator : AbstractValidator<ConsentForm>
    {
        public ConsentFormValidator()
        {
            RuleFor(consent => consent.Given).Custom((text, context) =>
            {
                if (YesOrNo(text) is not true) context.Refuse(Domain.Privacy.Consent.Missing);
            });
            RuleFor(consent => consent.DeclineReason).Custom((text, context) =>
            {
                if (YesOrNo(context.InstanceToValidate.TakesPart) is false && Choice<DeclineReason>(text) is null)
                {
                    context.Refuse(new Refusal("participation.decline-reason-missing"));
                }
            });
        }
    }
}
