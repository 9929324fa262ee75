using BpjsBjb.Domain.Claims;
using BpjsBjb.Domain.Common;
using BpjsBjb.Services.Claims;
using BpjsBjb.Services.Offices;
using BpjsBjb.Web.Localisation;
using Microsoft.Extensions.Localization;
using Microsoft.Extensions.Options;

namespace BpjsBjb.Web.Proofs;

/// <summary>The file of a claim as it stands on paper: the page and the PDF print the same one.</summary>
public sealed record ClaimPaper(
    string ProductName, string Tagline, PaperText Title, string Lead, IReadOnlyList<PaperSection> Sections, string Printed);

/// <summary>Writes the file of a claim out in Indonesian, whatever language the reader has chosen.</summary>
public sealed class ClaimPaperSource(
    IStringLocalizer<PaperTexts> texts, IStringLocalizer<SharedTexts> words, IOptions<PortalOptions> portal, ReferenceSource reference, TimeProvider clock)
{
    /// <summary>A field of a form that somebody else fills in by hand.</summary>
    private const string ByHand = "..............................";

    public async Task<ClaimPaper> OfAsync(ClaimFile file, string printedBy, CancellationToken cancel)
    {
        var book = await reference.ReadAsync(cancel);
        return Language.In(Language.Indonesian, () => new ClaimPaper(
            portal.Value.ProductName, words["Tagline"], Text("Claim.Title"), texts["Claim.Lead"],
            [
                Readiness(file.Claim), Event(file.Claim), Participant(file, book), Work(file, book), Months(file.Claim), Proofs(file), Heirs(file),
                Documents(file.Claim), .. Forms(file, book), Expected(file.Claim),
            ],
            texts["Printed", Format.Moment(clock.GetUtcNow()), printedBy]));
    }

    private PaperSection Readiness(ClaimDetails claim)
    {
        List<string> missing = [.. claim.Missing.Select(line => Named(line.Rule))];
        if (claim.Kind.IsDeath() && claim.Heirs.Count == 0) missing.Add(texts["Claim.NoHeir"]);
        return new PaperSection(Text("Claim.Readiness"),
        [
            Row("Claim.IsReady", texts[claim.IsReady ? "Claim.Ready" : "Claim.NotReady"]),
            new(Text("Claim.Missing"), missing.Count == 0 ? [Format.Nothing] : missing),
        ]);
    }

    private PaperSection Event(ClaimDetails claim) => new(Text("Claim.Event"),
    [
        Row("Claim.Kind", words.Of(claim.Kind)),
        Row("Claim.When", WhenOf(claim)),
        Row("Claim.Place", claim.Place ?? Format.Nothing),
        Row("Claim.Told", $"{words.Of(claim.ToldBy)}, {Format.DateLong(claim.ToldOn)}"),
        Row("Claim.Elapsed", texts["Claim.Days", claim.ElapsedDays]),
        new(Text("Claim.Terms"), [.. claim.Deadlines.Select(deadline => TermOf(deadline, claim.Now))]),
    ]);

    private PaperSection Participant(ClaimFile file, ReferenceBook book) => new(Text("Participant"),
    [
        Row("FullName", file.Claim.FullName),
        Row("Claim.Nik", file.Claim.Nik.Grouped),
        Row("BirthDate", $"{file.BirthPlace}, {Format.DateLong(file.Claim.BirthDate)}"),
        Row("Claim.Sex", words.Of(file.Sex)),
        Row("Address", AddressOf(file, book)),
        Row("Claim.Phone", file.Phone),
        Row("Kpj", file.Claim.Kpj ?? Format.Nothing),
        Row("Programs", file.Claim.WithJht ? "JKK, JKM, JHT" : "JKK, JKM"),
        Row("Claim.BpjsOffice", book.OfficeName(file.BpjsOfficeId)),
    ]);

    private PaperSection Work(ClaimFile file, ReferenceBook book) => new(Text("Claim.Work"),
        file.Business is not { } business
            ? [Row("Business", Format.Nothing)]
            :
            [
                Row("Business", book.BusinessType(business.BusinessTypeId)?.Name ?? Format.Nothing),
                Row("Claim.Description", business.Description),
                Row("Claim.Regency", book.RegencyName(business.RegencyCode)),
                Row("Base", Format.Rupiah(file.Claim.Outlook.Base)),
            ]);

    private PaperSection Months(ClaimDetails claim) => new(Text("Claim.Months"),
    [
        new(Text("Claim.Counted"), MonthsOf(claim.Outlook.Counted)),
        new(Text("Claim.PaidTooLate"), MonthsOf(claim.Outlook.PaidTooLate)),
        new(Text("Claim.PaidAhead"), MonthsOf(claim.Outlook.PaidAhead)),
    ]);

    private PaperSection Proofs(ClaimFile file) => new(Text("Claim.Proofs"),
    [
        new(Text("Claim.ProofNumbers"), file.Proofs.Count == 0
            ? [Format.Nothing]
            : [.. file.Proofs.Select(proof => $"{proof.DocumentNumber}, {Format.DateShort(proof.From)} – {Format.DateShort(proof.Through)}")]),
    ]);

    private PaperSection Heirs(ClaimFile file) => new(Text("Claim.Heirs"),
        file.Heirs.Count == 0
            ? [Row("Claim.HeirName", Format.Nothing)]
            : [.. file.Heirs.Select(heir => new PaperRow(new PaperText(words.Of(heir.Relation), ""), [heir.Phone is { } phone ? $"{heir.Name}, {phone}" : heir.Name]))]);

    private PaperSection Documents(ClaimDetails claim) => new(Text("Claim.Documents"),
    [
        .. claim.Checklist.Select(line => new PaperRow(new PaperText(Named(line.Rule), ""), [StateOf(line)])),
    ]);

    /// <summary>Each form of the list, field by field as far as the data go.</summary>
    private IEnumerable<PaperSection> Forms(ClaimFile file, ReferenceBook book)
    {
        var claim = file.Claim;
        foreach (var rule in claim.Checklist.Select(line => line.Rule).Where(rule => rule.Form.Length > 0))
        {
            List<PaperRow> rows =
            [
                Row("FullName", claim.FullName), Row("Claim.Nik", claim.Nik.Grouped), Row("Kpj", claim.Kpj ?? Format.Nothing),
                Row("BirthDate", $"{file.BirthPlace}, {Format.DateLong(claim.BirthDate)}"), Row("Address", AddressOf(file, book)),
            ];
            if (rule.Item == ClaimItem.DeathClaimForm)
            {
                rows.Add(Row("Claim.DiedOn", WhenOf(claim)));
                rows.Add(Row("Claim.Place", claim.Place ?? ByHand));
                rows.Add(Row("Claim.Applicant", file.Heirs.Count > 0 ? file.Heirs[0].Name : ByHand));
                rows.Add(Row("Claim.ApplicantRelation", file.Heirs.Count > 0 ? words.Of(file.Heirs[0].Relation) : ByHand));
                rows.Add(Row("Claim.ApplicantAccount", ByHand));
                rows.Add(Row("Claim.SchoolChildren", ByHand));
            }
            else
            {
                rows.Add(Row("Claim.JobDescription", file.Business?.Description ?? ByHand));
                rows.Add(Row("Base", Format.Rupiah(claim.Outlook.Base)));
                rows.Add(Row("Claim.When", WhenOf(claim)));
                rows.Add(Row("Claim.Place", claim.Place ?? ByHand));
                rows.AddRange(rule.Item switch
                {
                    ClaimItem.AccidentReport or ClaimItem.DiseaseReport => [Row("Claim.HowItHappened", ByHand), Row("Claim.Witnesses", ByHand)],
                    ClaimItem.AccidentEndReport or ClaimItem.DiseaseEndReport => [Row("Claim.Outcome", claim.Kind.IsDeath() ? words.Of(claim.Kind) : ByHand), Row("Claim.TreatedUntil", ByHand)],
                    _ => (PaperRow[])[Row("Claim.Diagnosis", ByHand), Row("Claim.Doctor", ByHand)],
                });
            }

            rows.Add(Row("Claim.Signature", ByHand));
            yield return new PaperSection(new PaperText(texts["Claim.FormTitle", rule.Form], Language.In(Language.English, () => texts["Claim.FormTitle", rule.Form].Value)), rows);
        }
    }

    private PaperSection Expected(ClaimDetails claim) => new(Text("Claim.Expected"),
    [
        .. claim.Outlook.Lines.Select(line => new PaperRow(
            new PaperText(words.Of(line.Rule.Kind), ""),
            [
                $"{(line.Amount is { } amount ? Format.Rupiah(amount) : texts["Claim.NoCeiling"].Value)}, {words.Of(line.State)}: {words.Of(line.Reason)}",
                $"{line.Rule.Regulation}, {line.Rule.Article}{(line.Rule.IsConfirmed ? "" : $" ({words["Unconfirmed"].Value})")}",
            ])),
        Row("Claim.Whose", words["NotCollateral"]),
    ]);

    private string TermOf(ClaimDeadline deadline, DateTimeOffset now)
    {
        var state = deadline.DoneOn is { } done ? texts["Claim.DoneOn", Format.DateShort(done)]
            : deadline.IsOverdueAt(now) ? texts["Claim.Overdue"] : texts["Claim.DaysLeft", deadline.DaysLeftAt(now)];
        return $"{words.Of(deadline.Kind)}: {Format.Moment(deadline.DueAt)}, {state.Value}";
    }

    private string StateOf(ChecklistLine line) => line switch
    {
        { State: ItemState.Received, Last: { } last } => $"{words["Status.item.Received"].Value}, {Format.DateShort(last.On)}",
        { State: ItemState.NotNeeded, Last.Reason: { } reason } => $"{words["Status.item.NotNeeded"].Value}: {words.Of(reason)}",
        { IsOpen: false } => texts["Claim.WhereItApplies"],
        _ => words["Status.item.Missing"],
    };

    /// <summary>One line a payment: its months, its day, who paid and how much.</summary>
    private IReadOnlyList<string> MonthsOf(IReadOnlyList<LedgerMonth> months) => months.Count == 0
        ? [Format.Nothing]
        :
        [
            .. months.GroupBy(month => (month.PaidOn, month.RecordedOn, month.Payer)).Select(group =>
            {
                var (first, last) = (group.First().Month, group.Last().Month);
                var span = first == last ? Format.Month(first) : $"{Format.Month(first)} – {Format.Month(last)}";
                return group.Key.PaidOn is { } day
                    ? texts["Claim.PaidLine", span, Format.DateShort(day), words.Of(group.Key.Payer), Format.Rupiah(group.Select(month => month.Amount).Sum())].Value
                    : texts["Claim.VouchedLine", span, Format.DateShort(group.Key.RecordedOn)].Value;
            }),
        ];

    private string Named(ClaimItemRule rule) => rule.Form.Length > 0 ? $"{words.Of(rule.Item)} ({rule.Form})" : words.Of(rule.Item);

    private static string AddressOf(ClaimFile file, ReferenceBook book) =>
        $"{file.Address}, {book.RegionName(file.DistrictCode)}, {book.RegencyName(file.DistrictCode)}";

    private static string WhenOf(ClaimDetails claim) =>
        claim.HappenedTime is { } time ? $"{Format.DateLong(claim.HappenedOn)}, {time:HH.mm} WIB" : Format.DateLong(claim.HappenedOn);

    private PaperRow Row(string key, string value) => new(Text(key), [value]);

    private PaperText Text(string key) => new(texts[key], Language.In(Language.English, () => texts[key].Value));
}
