namespace BpjsBjb.Services.Employers;

/// <summary>An employer as typed.</summary>
public sealed record StateEmployer
{
    /// <summary>Of this one form, so that a double click makes one employer.</summary>
    public Guid Key { get; init; }

    public string? LegalForm { get; init; }

    public string? Name { get; init; }

    public string? Npwp { get; init; }

    /// <summary>Number of the place of business; may be left out.</summary>
    public string? Nitku { get; init; }

    public string? Nib { get; init; }

    public string? CooperativeNumber { get; init; }

    public string? BusinessTypeId { get; init; }

    public string? Capital { get; init; }

    public string? AnnualSales { get; init; }

    public string? RegencyCode { get; init; }

    public string? BpjsOfficeId { get; init; }
}

/// <summary>A worker with a wage from a day on, as typed. The NIK of somebody already listed is not asked again.</summary>
public sealed record StateWorker
{
    public string? Nik { get; init; }

    public string? FullName { get; init; }

    public string? BirthDate { get; init; }

    public string? Role { get; init; }

    public string? MonthlyWage { get; init; }

    public string? From { get; init; }
}

/// <summary>The month a payment is for is in the address; this is the rest, as typed.</summary>
public sealed record RecordEmployerPayment
{
    public string? Amount { get; init; }

    public string? PaidOn { get; init; }

    public string? Reference { get; init; }
}

/// <summary>An employer's loan as typed.</summary>
public sealed record ApplyForLoan
{
    public string? ProductCode { get; init; }

    public string? LoanAmount { get; init; }

    public string? TermMonths { get; init; }

    public string? ApplicationNumber { get; init; }

    public string? Purpose { get; init; }

    /// <summary>First member of a cooperative's list; the others follow on the loan's own page.</summary>
    public AddMember Member { get; init; } = new();
}

/// <summary>A member of a cooperative as typed.</summary>
public sealed record AddMember
{
    public string? Nik { get; init; }

    public string? FullName { get; init; }

    /// <summary><c>false</c> with a reason where the member need not be covered.</summary>
    public string? IsRequired { get; init; }

    public string? Exemption { get; init; }
}
