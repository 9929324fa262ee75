using BpjsBjb.Domain.Common;
using BpjsBjb.Domain.Csr;
using BpjsBjb.Services.Csr;
using BpjsBjb.Services.Offices;
using BpjsBjb.Services.Privacy;
using BpjsBjb.Web.Localisation;
using BpjsBjb.Web.Pages.Audit;
using BpjsBjb.Web.Pages.Enrollments;
using Microsoft.Extensions.Localization;

namespace BpjsBjb.Web.Pages.Privacy;

/// <summary>A person's copy of their data in words: one line a fact, each with what it is about.</summary>
internal sealed class PersonFileText(IStringLocalizer<SharedTexts> texts, ReferenceBook reference)
{
    public IEnumerable<string> Lines(PersonFile file) =>
    [
        CsvText.Line(texts["Copy.About"], texts["Copy.What"], texts["Copy.Value"]),
        CsvText.Line(file.RequestNumber, texts["Copy.MadeAt"], Format.Moment(file.At)),
        .. file.Cases.SelectMany(Case),
        .. file.Loans.SelectMany(Loan),
        .. file.Memberships.SelectMany(Membership),
        .. file.Work.SelectMany(Work),
        .. file.Listings.Select(row => CsvText.Line(
            row.ApplicationNumber, texts["Copy.Listing"], row.Exemption is { } reason ? $"{row.Cooperative}, {texts.Of(reason)}" : row.Cooperative)),
        .. file.Donations.SelectMany(Donation),
        .. file.Bills.SelectMany(Bill),
        .. file.Consents.Select(row => CsvText.Line(
            texts["PrivacyNotice"], row.NoticeVersion,
            $"{texts.Of(row.Basis)}, {texts.Of(row.Manner)}, {Format.Moment(row.RecordedAt)}{(row.WithdrawnAt is { } at ? $", {texts["Copy.Withdrawn"].Value} {Format.Moment(at)}" : "")}")),
        .. file.Looks.Select(row => CsvText.Line(
            texts["Copy.Look"], $"{texts["ReadKind." + row.Kind].Value}, {texts["Enum.ReadPurpose." + row.Purpose].Value}",
            $"{Format.Moment(row.At)}: {AuditWords.Fields(row.Fields, texts)}")),
        .. file.ElsewhereOffices.Select(office => CsvText.Line(texts["Copy.Elsewhere"], office, texts["Copy.ElsewhereText"])),
    ];

    /// <summary>Of somebody who stands on donors' lists alone.</summary>
    public IEnumerable<string> Lines(CsrPersonFile file) =>
    [
        CsvText.Line(texts["Copy.About"], texts["Copy.What"], texts["Copy.Value"]),
        CsvText.Line(file.RequestNumber, texts["Copy.MadeAt"], Format.Moment(file.At)),
        .. file.Listings.SelectMany(Donation),
    ];

    private IEnumerable<string> Case(FiledCase row) =>
    [
        CsvText.Line(row.Reference, texts["Copy.Status"], texts["Status.enrollment." + row.Status]),
        CsvText.Line(row.Reference, texts["Copy.Registered"], Format.Moment(row.RegisteredAt)),
        .. new CaseSummary(texts, reference).Of(row.Form, inFull: true).SelectMany(part => part.Answers)
            .Select(answer => CsvText.Line(row.Reference, texts.Label(answer.Field), answer.Text ?? "")),
    ];

    private IEnumerable<string> Loan(FiledLoan row) =>
    [
        CsvText.Line(row.ApplicationNumber, texts.Label("Loan.ProductCode"), row.ProductCode),
        CsvText.Line(row.ApplicationNumber, texts.Label("Loan.LoanAmount"), Format.Rupiah(row.Amount)),
        CsvText.Line(row.ApplicationNumber, texts.Label("Loan.TermMonths"), Format.Number(row.TermMonths)),
        CsvText.Line(row.ApplicationNumber, texts.Label("Loan.Purpose"), row.Purpose),
        CsvText.Line(row.ApplicationNumber, texts["Copy.Status"], texts["Status.loan." + row.Status]),
        .. row.Payouts.Select(payout => CsvText.Line(
            row.ApplicationNumber, texts["Copy.Payout"], $"{Format.DateShort(payout.ValueDate)}: {Format.Rupiah(payout.Amount)}, {payout.Reference}")),
    ];

    private IEnumerable<string> Membership(FiledMembership row) =>
    [
        CsvText.Line(texts["Copy.Membership"], "KPJ", row.Kpj ?? ""),
        CsvText.Line(texts["Copy.Membership"], texts["Copy.Base"], Format.Rupiah(row.ContributionBase)),
        CsvText.Line(
            texts["Copy.Membership"], texts["Copy.Covered"],
            row is { CoveredFrom: { } from, CoveredThrough: { } through } ? $"{Format.DateShort(from)} – {Format.DateShort(through)}" : ""),
    ];

    private IEnumerable<string> Work(FiledWork row) =>
    [
        CsvText.Line(
            row.Employer, texts["Copy.Wage"],
            $"{texts.Of(row.Role)}, {Format.Rupiah(row.Wage)}, {Format.DateShort(row.From)} – {(row.To is { } last ? Format.DateShort(last) : "")}"),
        .. row.Covered.Select(month => CsvText.Line(row.Employer, texts["Copy.Covered"], Format.Month(Month.Of(month)))),
    ];

    private IEnumerable<string> Donation(FiledDonation row) =>
    [
        CsvText.Line(row.FundNumber, texts["Copy.Fund"], $"{row.FundName}, {row.Donor}"),
        CsvText.Line(row.FundNumber, texts["Copy.List"], row.FileName.Length > 0 ? $"{row.FileName}, {Format.Moment(row.ListedAt)}" : Format.Moment(row.ListedAt)),
        CsvText.Line(row.FundNumber, "NIK", row.Nik),
        CsvText.Line(row.FundNumber, texts["Copy.Name"], row.FullName),
        CsvText.Line(row.FundNumber, texts["Copy.Occupation"], Language.Current == Language.Indonesian ? row.Occupation : row.OccupationEn),
        CsvText.Line(row.FundNumber, texts["Copy.Regency"], reference.RegionName(row.RegionCode)),
        CsvText.Line(row.FundNumber, texts["Copy.Evidence"], $"{texts.Of(row.Evidence)}, {row.EvidenceNumber}"),
        CsvText.Line(row.FundNumber, texts["Copy.Nominator"], row.Nominator),
        .. row.Paid.Select(month => CsvText.Line(row.FundNumber, texts["Copy.Covered"], $"{Format.Month(month)}, {texts["Copy.PaidBy"].Value} {row.Donor}")),
        .. row.Open.Select(month => CsvText.Line(row.FundNumber, texts["Copy.ToPay"], Format.Month(month))),
        .. row.Elsewhere.Select(month => CsvText.Line(row.FundNumber, texts["Copy.OtherPayer"], $"{Format.Month(month.Month)}, {texts.Of(month.Payer)}")),
        .. new[] { row.NextPayer }.OfType<NextPayer>().Select(next => CsvText.Line(row.FundNumber, texts["Copy.NextPayer"], texts.Of(next))),
        .. row.Benefits.Select(benefit => CsvText.Line(row.FundNumber, texts["Copy.Benefit"], $"{texts.Of(benefit.Kind)}, {Format.DateShort(benefit.HappenedOn)}")),
    ];

    private IEnumerable<string> Bill(FiledBill row) =>
    [
        CsvText.Line(
            row.Number, texts["Copy.Bill"],
            $"{Format.Rupiah(row.Total)}, {Format.DateShort(row.DueOn)}{(row.PaidOn is { } day ? $", {texts["Copy.Paid"].Value} {Format.DateShort(day)}" : "")}"),
    ];
}
