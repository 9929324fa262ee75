using System.Globalization;
using BpjsBjb.Domain.Businesses;
using BpjsBjb.Domain.Dashboards;
using BpjsBjb.Domain.Loans;
using BpjsBjb.Domain.Offices;
using BpjsBjb.Services.Data;
using BpjsBjb.Services.Sheets;
using Microsoft.EntityFrameworkCore;

namespace BpjsBjb.Services.Reference;

/// <summary>Every kind of reference data kept on the common pages.</summary>
public static class ReferenceKinds
{
    public static readonly IReadOnlyList<ReferenceKind> All =
        [new RegionKind(), new BusinessTypeKind(), new LoanProductKind(), new GuarantorKindOfRow(), new TargetKind(), new OfficeRowKind(), new OccupationKind()];

    public static ReferenceKind? Named(string? name) => All.FirstOrDefault(kind => kind.Name == name);
}

internal sealed class RegionKind : ReferenceKind<Region>
{
    public override ReferenceName Id => ReferenceName.Regions;

    public override string Table => "regions";

    public override IReadOnlyList<SheetColumn> Columns { get; } =
    [
        new("code", CellKind.Text) { IsRequired = true, Longest = 6, Width = 10 },
        new("name", CellKind.Text) { IsRequired = true, Width = 40 },
        new("parent_code", CellKind.Text) { IsShownOnly = true, Width = 10 },
        new("is_retired", CellKind.YesNo) { Width = 12 },
    ];

    public override IReadOnlyList<string> KeyColumns => ["code"];

    public override string RetiredColumn => "is_retired";

    internal override IEnumerable<CellFault> Check(SheetRow row, IReadOnlySet<string> keys, IReadOnlySet<string> codes, bool isNew)
    {
        if (row["code"] is not { } code) yield break;

        if (code.Length is not (2 or 4 or 6) || !code.All(char.IsAsciiDigit)) yield return At("code", ReferenceRefusal.RegionCodeNotDigits, row);
        else if (isNew && code.Length > 2 && !keys.Contains(code[..^2])) yield return At("code", ReferenceRefusal.RegionParentMissing.With(code[..^2]), row);
    }

    protected override IReadOnlyList<string?> ValuesOf(Region row) => [row.Code, row.Name, row.ParentCode, Written(row.IsRetired)];

    /// <summary>Its own code says what it lies in; places elsewhere have no province here.</summary>
    protected override Region RowOf(SheetRow row, Region? present) => new()
    {
        Code = row["code"]!,
        Name = row["name"]!,
        ParentCode = present is null ? (row["code"] is { Length: > 2 } code ? code[..^2] : null) : present.ParentCode,
        IsRetired = row["is_retired"] == "true",
    };
}

internal sealed class BusinessTypeKind : ReferenceKind<BusinessType>
{
    public override ReferenceName Id => ReferenceName.BusinessTypes;

    public override string Table => "business_types";

    public override IReadOnlyList<SheetColumn> Columns { get; } =
    [
        new("id", CellKind.Text) { IsRequired = true, Longest = 10, Width = 10 },
        new("name", CellKind.Text) { IsRequired = true, Longest = 300, Width = 60 },
        new("risk_group", CellKind.Whole) { IsRequired = true, Least = 1, Most = 5, Width = 14 },
        new("aliases", CellKind.Text) { Longest = 1000, Width = 60 },
        new("is_retired", CellKind.YesNo) { Width = 12 },
    ];

    public override IReadOnlyList<string> KeyColumns => ["id"];

    public override string RetiredColumn => "is_retired";

    internal override IEnumerable<CellFault> Check(SheetRow row, IReadOnlySet<string> keys, IReadOnlySet<string> codes, bool isNew)
    {
        if (row["id"] is { } id && !IsCode(id)) yield return At("id", ReferenceRefusal.CodeNotACode, row);
    }

    protected override IReadOnlyList<string?> ValuesOf(BusinessType row) =>
        [row.Id, row.Name, row.RiskGroup.ToString(CultureInfo.InvariantCulture), row.Aliases.Length == 0 ? null : row.Aliases, Written(row.IsRetired)];

    protected override BusinessType RowOf(SheetRow row, BusinessType? present) => new()
    {
        Id = row["id"]!,
        Name = row["name"]!,
        RiskGroup = int.Parse(row["risk_group"]!, CultureInfo.InvariantCulture),
        Aliases = row["aliases"] ?? "",
        IsRetired = row["is_retired"] == "true",
    };
}

internal sealed class LoanProductKind : ReferenceKind<LoanProduct>
{
    public override ReferenceName Id => ReferenceName.LoanProducts;

    public override string Table => "loan_products";

    public override IReadOnlyList<SheetColumn> Columns { get; } =
    [
        new("code", CellKind.Text) { IsRequired = true, Longest = 30, Width = 22 },
        new("name", CellKind.Text) { IsRequired = true, Width = 40 },
        new("maximum_term_months", CellKind.Whole) { IsRequired = true, Least = 1, Most = 600 },
        new("order", CellKind.Whole) { IsRequired = true, Most = 999, Width = 10 },
        new("is_retired", CellKind.YesNo) { Width = 12 },
        new("is_for_groups", CellKind.YesNo) { Width = 12 },
    ];

    public override IReadOnlyList<string> KeyColumns => ["code"];

    public override string RetiredColumn => "is_retired";

    internal override IEnumerable<CellFault> Check(SheetRow row, IReadOnlySet<string> keys, IReadOnlySet<string> codes, bool isNew)
    {
        if (row["code"] is { } code && !IsCode(code)) yield return At("code", ReferenceRefusal.CodeNotACode, row);
    }

    protected override IReadOnlyList<string?> ValuesOf(LoanProduct row) =>
    [
        row.Code, row.Name, row.MaximumTermMonths.ToString(CultureInfo.InvariantCulture), row.Order.ToString(CultureInfo.InvariantCulture),
        Written(row.IsRetired), Written(row.IsForGroups),
    ];

    protected override LoanProduct RowOf(SheetRow row, LoanProduct? present) => new()
    {
        Code = row["code"]!,
        Name = row["name"]!,
        MaximumTermMonths = int.Parse(row["maximum_term_months"]!, CultureInfo.InvariantCulture),
        Order = int.Parse(row["order"]!, CultureInfo.InvariantCulture),
        IsRetired = row["is_retired"] == "true",
        IsForGroups = row["is_for_groups"] == "true",
    };
}

internal sealed class GuarantorKindOfRow : ReferenceKind<Guarantor>
{
    public override ReferenceName Id => ReferenceName.Guarantors;

    public override string Table => "guarantors";

    public override IReadOnlyList<SheetColumn> Columns { get; } =
    [
        new("code", CellKind.Text) { IsRequired = true, Longest = 30, Width = 24 },
        new("name", CellKind.Text) { IsRequired = true, Width = 40 },
        new("kind", CellKind.Choice) { IsRequired = true, Choices = Enum.GetNames<GuarantorKind>(), Width = 28 },
        new("role", CellKind.Choice) { IsRequired = true, Choices = Enum.GetNames<GuarantorRole>(), Width = 16 },
        new("cover_percent", CellKind.Percent) { Most = 100 },
        new("premium_percent", CellKind.Percent) { Most = 100 },
        new("legal_basis", CellKind.Text) { IsRequired = true, Longest = 300, Width = 60 },
        new("valid_from", CellKind.Day),
        new("valid_to", CellKind.Day),
        new("is_confirmed", CellKind.YesNo),
        new("source", CellKind.Text) { IsDetail = true, Longest = 300, Width = 60 },
    ];

    public override IReadOnlyList<string> KeyColumns => ["code"];

    internal override IEnumerable<CellFault> Check(SheetRow row, IReadOnlySet<string> keys, IReadOnlySet<string> codes, bool isNew)
    {
        if (row["code"] is { } code && !IsCode(code)) yield return At("code", ReferenceRefusal.CodeNotACode, row);
        if (row["role"] == nameof(GuarantorRole.Funding) && row["cover_percent"] is not null) yield return At("cover_percent", ReferenceRefusal.FundingCoversNothing, row);
        if (string.CompareOrdinal(row["valid_to"], row["valid_from"]) < 0 && row["valid_to"] is not null) yield return At("valid_to", ReferenceRefusal.EndsBeforeStart, row);
    }

    protected override IReadOnlyList<string?> ValuesOf(Guarantor row) =>
    [
        row.Code, row.Name, row.Kind.ToString(), row.Role.ToString(), Written(row.CoverPercent), Written(row.PremiumPercent), row.LegalBasis,
        Written(row.ValidFrom), Written(row.ValidTo), Written(row.IsConfirmed), row.Source,
    ];

    protected override Guarantor RowOf(SheetRow row, Guarantor? present) => new()
    {
        Code = row["code"]!,
        Name = row["name"]!,
        Kind = Enum.Parse<GuarantorKind>(row["kind"]!),
        Role = Enum.Parse<GuarantorRole>(row["role"]!),
        CoverPercent = PercentOf(row["cover_percent"]),
        PremiumPercent = PercentOf(row["premium_percent"]),
        LegalBasis = row["legal_basis"]!,
        ValidFrom = DayOf(row["valid_from"]),
        ValidTo = DayOf(row["valid_to"]),
        IsConfirmed = row["is_confirmed"] == "true",
        Source = row["source"],
    };

    private static decimal? PercentOf(string? written) => written is null ? null : decimal.Parse(written, CultureInfo.InvariantCulture);
}

/// <summary>What counts now; a change is a further version, and every earlier one stays.</summary>
internal sealed class TargetKind : ReferenceKind<Target>
{
    public override ReferenceName Id => ReferenceName.Targets;

    public override string Table => "targets";

    public override IReadOnlyList<SheetColumn> Columns { get; } =
    [
        new("regency_code", CellKind.Text) { IsRequired = true, Longest = 4, Width = 12 },
        new("month", CellKind.Month) { IsRequired = true, Width = 12 },
        new("measure", CellKind.Choice) { IsRequired = true, Choices = Enum.GetNames<Measure>() },
        new("amount", CellKind.Whole) { IsRequired = true },
        new("version", CellKind.Whole) { IsShownOnly = true, Width = 10 },
    ];

    public override IReadOnlyList<string> KeyColumns => ["regency_code", "month", "measure"];

    internal override Task<int> CountAsync(BpjsBjbDbContext db, CancellationToken cancel) => db.TargetsInForce.CountAsync(cancel);

    internal override async Task<IReadOnlyList<StoredRow>> ReadAsync(BpjsBjbDbContext db, CancellationToken cancel) =>
        [.. (await base.ReadAsync(db, cancel)).GroupBy(row => row.Key).Select(versions => versions.MaxBy(VersionOf)!)];

    internal override IEnumerable<CellFault> Check(SheetRow row, IReadOnlySet<string> keys, IReadOnlySet<string> codes, bool isNew)
    {
        if (row["regency_code"] is { } code && (code.Length != 4 || !codes.Contains(code))) yield return At("regency_code", ReferenceRefusal.TargetRegionUnknown, row);
    }

    internal override async Task<IReadOnlyList<FormattableString>> WriteAsync(
        BpjsBjbDbContext db, IReadOnlyList<SheetRow> rows, DateTimeOffset now, CancellationToken cancel)
    {
        var versions = (await ReadAsync(db, cancel)).ToDictionary(row => row.Key, VersionOf);
        db.AddRange(rows.Select(row => Of(row, versions.GetValueOrDefault(KeyOf(row)) + 1)));
        return [];
    }

    protected override IReadOnlyList<string?> ValuesOf(Target row) =>
    [
        row.RegencyCode, CellText.Written(row.Month), row.Measure.ToString(), row.Amount.ToString(CultureInfo.InvariantCulture),
        row.Version.ToString(CultureInfo.InvariantCulture),
    ];

    protected override Target RowOf(SheetRow row, Target? present) => Of(row, (present?.Version ?? 0) + 1);

    private static Target Of(SheetRow row, int version) => new()
    {
        RegencyCode = row["regency_code"]!,
        Month = CellText.DayOf(row["month"]!),
        Measure = Enum.Parse<Measure>(row["measure"]!),
        Amount = long.Parse(row["amount"]!, CultureInfo.InvariantCulture),
        Version = version,
    };

    private static int VersionOf(StoredRow row) => int.Parse(row.Values["version"]!, CultureInfo.InvariantCulture);
}
