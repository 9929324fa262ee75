using System.Text.Json.Serialization;

namespace BpjsBjb.Services.Enrollments;

/// <summary>Parts of the application, in the order of the task list. Flags, so that "done" is one number.</summary>
[Flags]
public enum FormSection
{
    None = 0,
    Loan = 1,
    Debtor = 2,
    Business = 4,
    Income = 8,
    Heirs = 16,
    Consent = 32,
    All = Loan | Debtor | Business | Income | Heirs | Consent,
}

/// <summary>A part of the form. Everything is text exactly as typed; parsing and judging come later.</summary>
public interface IFormSection
{
    FormSection Section { get; }

    /// <summary>True while nothing was answered yet.</summary>
    bool IsUntouched { get; }
}

/// <summary>The whole application as typed. It is what a draft stores, sealed, and what a submission is checked from.</summary>
public sealed record EnrollmentForm
{
    public LoanForm Loan { get; init; } = new();

    public DebtorForm Debtor { get; init; } = new();

    public BusinessForm Business { get; init; } = new();

    public IncomeForm Income { get; init; } = new();

    public HeirsForm Heirs { get; init; } = new();

    public ConsentForm Consent { get; init; } = new();

    /// <summary>Warnings passed with a reason: code at field → the officer's reason.</summary>
    public IReadOnlyDictionary<string, string> PassedWarnings { get; init; } = new Dictionary<string, string>();

    /// <summary>Of a case that came back: what was sent before, and which fields were sent back. Null until then.</summary>
    public SentForm? SentBefore { get; init; }

    /// <summary>The sections by the name their fields carry in refusals: <c>Debtor.Nik</c>.</summary>
    [JsonIgnore]
    public IReadOnlyList<KeyValuePair<string, IFormSection>> Sections =>
    [
        new(nameof(Loan), Loan), new(nameof(Debtor), Debtor), new(nameof(Business), Business),
        new(nameof(Income), Income), new(nameof(Heirs), Heirs), new(nameof(Consent), Consent),
    ];

    public EnrollmentForm With(IFormSection section) => section switch
    {
        LoanForm loan => this with { Loan = loan },
        DebtorForm debtor => this with { Debtor = debtor },
        BusinessForm business => this with { Business = business },
        IncomeForm income => this with { Income = income },
        HeirsForm heirs => this with { Heirs = heirs },
        ConsentForm consent => this with { Consent = consent },
        _ => throw new ArgumentOutOfRangeException(nameof(section)),
    };
}

/// <summary>A form as it was sent, without what was sent before it.</summary>
/// <param name="Fields">Fields sent back, such as <c>Debtor.FullName</c>.</param>
public sealed record SentForm(IReadOnlyList<string> Fields, EnrollmentForm Form);

public sealed record LoanForm : IFormSection
{
    [JsonIgnore]
    public FormSection Section => FormSection.Loan;

    [JsonIgnore]
    public bool IsUntouched => this == new LoanForm();

    public string? ProductCode { get; init; }

    public string? LoanAmount { get; init; }

    public string? TermMonths { get; init; }

    public string? Purpose { get; init; }

    public string? ApplicationNumber { get; init; }

    /// <summary>The group the debtor borrows in, for products with groups.</summary>
    public string? GroupId { get; init; }
}

public sealed record DebtorForm : IFormSection
{
    [JsonIgnore]
    public FormSection Section => FormSection.Debtor;

    [JsonIgnore]
    public bool IsUntouched => this == new DebtorForm();

    public string? Nik { get; init; }

    public string? FullName { get; init; }

    /// <summary>Nomor Kartu Keluarga; may be left out.</summary>
    public string? Kk { get; init; }

    public string? BpjsOfficeId { get; init; }

    public string? BirthPlace { get; init; }

    public string? BirthDate { get; init; }

    public string? Sex { get; init; }

    public string? MotherName { get; init; }

    public string? Phone { get; init; }

    public string? Email { get; init; }

    public string? Address { get; init; }

    public string? DistrictCode { get; init; }

    /// <summary>What the debtor says: <c>None</c>, <c>Pu</c> or <c>Bpu</c>.</summary>
    public string? StatedMembership { get; init; }

    public string? StatedKpj { get; init; }
}

public sealed record BusinessForm : IFormSection
{
    [JsonIgnore]
    public FormSection Section => FormSection.Business;

    [JsonIgnore]
    public bool IsUntouched => this == new BusinessForm();

    public string? BusinessTypeId { get; init; }

    public string? Description { get; init; }

    public string? Sector { get; init; }

    public string? RegencyCode { get; init; }

    public string? Capital { get; init; }

    public string? AnnualSales { get; init; }

    /// <summary><c>true</c> or <c>false</c>: an owner who employs people has other duties.</summary>
    public string? EmploysWorkers { get; init; }

    public string? WorkerCount { get; init; }
}

public sealed record IncomeForm : IFormSection
{
    [JsonIgnore]
    public FormSection Section => FormSection.Income;

    [JsonIgnore]
    public bool IsUntouched => MonthlyIncome is null && Months is null;

    public string? MonthlyIncome { get; init; }

    /// <summary><c>true</c> when old-age savings are wanted.</summary>
    public string? WithJht { get; init; }

    public string? Months { get; init; }
}

public sealed record HeirsForm : IFormSection
{
    public const int Most = 3;

    [JsonIgnore]
    public FormSection Section => FormSection.Heirs;

    [JsonIgnore]
    public bool IsUntouched => Heirs.All(heir => heir.IsEmpty);

    /// <summary>A list and no collection expression: what is posted is bound into it.</summary>
    public IReadOnlyList<HeirForm> Heirs { get; init; } = new List<HeirForm> { new(), new(), new() };
}

public sealed record HeirForm
{
    public string? Name { get; init; }

    public string? Relation { get; init; }

    public string? Phone { get; init; }

    public bool IsEmpty => string.IsNullOrWhiteSpace(Name) && string.IsNullOrWhiteSpace(Relation) && string.IsNullOrWhiteSpace(Phone);
}

public sealed record ConsentForm : IFormSection
{
    [JsonIgnore]
    public FormSection Section => FormSection.Consent;

    [JsonIgnore]
    public bool IsUntouched => Given is not "true" && TakesPart is null;

    /// <summary><c>true</c> when the debtor agreed to the text shown.</summary>
    public string? Given { get; init; }

    /// <summary>Version of the privacy notice that was shown.</summary>
    public string? TextVersion { get; init; }

    /// <summary>How the debtor was told; read aloud where nothing was chosen.</summary>
    public string? Manner { get; init; }

    /// <summary><c>false</c> when the debtor declines where the product only offers participation.</summary>
    public string? TakesPart { get; init; }

    public string? DeclineReason { get; init; }
}
