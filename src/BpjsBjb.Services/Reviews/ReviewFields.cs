namespace BpjsBjb.Services.Reviews;

/// <summary>Fields a reviewer compares and may send back, by their name in the form.</summary>
public static class ReviewFields
{
    public static readonly IReadOnlyList<string> Returnable =
    [
        "Debtor.Nik", "Debtor.Kk", "Debtor.FullName", "Debtor.BirthPlace", "Debtor.BirthDate", "Debtor.Sex", "Debtor.MotherName", "Debtor.Phone",
        "Debtor.Address", "Debtor.DistrictCode", "Debtor.StatedMembership", "Business.BusinessTypeId", "Business.EmploysWorkers",
        "Income.MonthlyIncome", "Heirs.Heirs",
    ];
}
