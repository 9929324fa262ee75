using BpjsBjb.Domain.Common;
using BpjsBjb.Domain.Csr;
using BpjsBjb.Domain.People;
using BpjsBjb.Domain.Rules;
using BpjsBjb.Services.Sheets;

namespace BpjsBjb.Services.Csr;

/// <summary>One person on a list, whole enough to be kept.</summary>
internal sealed record CandidateRow(
    Nik Nik, byte[] NikHash, string FullName, string Occupation, string RegionCode, CandidateEvidence Evidence, string EvidenceNumber, string Nominator);

/// <summary>A row of a list with what was found: faults refuse it, warnings do not.</summary>
public sealed record CheckedCandidate(SheetRow Row, IReadOnlyList<Refusal> Warnings)
{
    /// <summary>Null when the row is refused.</summary>
    internal CandidateRow? Person { get; init; }

    public bool IsRefused => Row.Faults.Count > 0;
}

/// <summary>The template of a list of names: its columns, once, for the file that goes out, the one that comes in and the form.</summary>
public sealed class CandidateSheet
{
    public const string Nik = "nik";
    public const string FullName = "full_name";
    public const string Occupation = "occupation";
    public const string Region = "region";
    public const string Evidence = "evidence";
    public const string EvidenceNumber = "evidence_number";
    public const string Nominator = "nominator";

    internal CandidateSheet(IReadOnlyList<CsrOccupation> occupations) => (Occupations, Columns) = (occupations,
    [
        new(Nik, CellKind.Text) { IsRequired = true, Longest = 25, Width = 22 },
        new(FullName, CellKind.Text) { IsRequired = true, Longest = PersonName.MaximumLength, Width = 32 },
        new(Occupation, CellKind.Choice) { IsRequired = true, Choices = [.. occupations.Where(one => !one.IsRetired).Select(one => one.Code)], Width = 26 },
        new(Region, CellKind.Text) { IsRequired = true, Longest = 60, Width = 24 },
        new(Evidence, CellKind.Choice) { IsRequired = true, Choices = Enum.GetNames<CandidateEvidence>(), Width = 26 },
        new(EvidenceNumber, CellKind.Text) { IsRequired = true, Longest = Candidate.LongestEvidence, Width = 24 },
        new(Nominator, CellKind.Text) { IsRequired = true, Longest = Candidate.LongestNominator, Width = 30 },
    ]);

    public IReadOnlyList<CsrOccupation> Occupations { get; }

    public IReadOnlyList<SheetColumn> Columns { get; }

    /// <summary>Looks at every row for itself, in the fund and among its own list.</summary>
    /// <param name="known">What the portal knows of a number, by its hash.</param>
    /// <param name="seen">Numbers of earlier rows of the list; these are added.</param>
    /// <param name="regencies">Names and codes of regencies, as they may be typed.</param>
    /// <param name="quotas">Regions of the fund: a person outside them cannot be paid for.</param>
    internal static IReadOnlyList<CheckedCandidate> Check(
        IReadOnlyList<(SheetRow Row, Nik? Nik, byte[]? Hash)> rows, IReadOnlyDictionary<string, KnownCandidate> known, IDictionary<string, int> seen,
        IReadOnlyDictionary<string, string> regencies, IReadOnlyList<string> quotas, Month first, int months, RuleBook rules)
    {
        List<CheckedCandidate> found = new(rows.Count);
        foreach (var (row, nik, hash) in rows)
        {
            List<CellFault> faults = [.. row.Faults];
            List<Refusal> warnings = [];
            var name = PersonName.Parse(row[FullName]);
            if (row[FullName] is not null) faults.AddRange(name.Refusals.Select(refusal => At(FullName, refusal, row)));

            var region = row[Region] is { } typed ? regencies.GetValueOrDefault(RegionKey(typed)) : null;
            if (row[Region] is not null && region is null) faults.Add(At(Region, Candidate.RegionUnknown, row));
            else if (region is not null && !quotas.Any(quota => region.StartsWith(quota, StringComparison.Ordinal))) faults.Add(At(Region, Candidate.RegionNotOfFund, row));

            if (row[Nik] is not null && nik is null)
            {
                faults.AddRange(Domain.People.Nik.Parse(row[Nik]).Refusals.Select(refusal => At(Nik, refusal, row)));
            }
            else if (nik is not null && hash is not null)
            {
                var key = Convert.ToHexString(hash);
                if (!seen.TryAdd(key, row.Number)) faults.Add(At(Nik, Candidate.Twice.With(seen[key]), row));
                foreach (var finding in Candidate.Check(nik, known.GetValueOrDefault(key) ?? KnownCandidate.Nothing, first, months, rules))
                {
                    if (finding.IsWarning) warnings.Add(finding.On(Nik));
                    else faults.Add(At(Nik, finding, row));
                }
            }

            found.Add(new CheckedCandidate(row with { Faults = faults }, warnings)
            {
                Person = faults.Count > 0
                    ? null
                    : new CandidateRow(
                        nik!, hash!, name.Value, row[Occupation]!, region!, Enum.Parse<CandidateEvidence>(row[Evidence]!), row[EvidenceNumber]!, row[Nominator]!),
            });
        }

        return found;
    }

    /// <summary>3218, 32.18, Kab. Pangandaran, Kabupaten Pangandaran or pangandaran kab: as people write it.</summary>
    internal static string RegionKey(string typed)
    {
        var bare = PersonName.Normalised(typed);
        var digits = bare.Replace(" ", "", StringComparison.Ordinal);
        if (digits.All(char.IsAsciiDigit)) return digits;

        return bare.Replace("kabupaten ", "kab ", StringComparison.Ordinal);
    }

    private static CellFault At(string column, Refusal refusal, SheetRow row) => new(column, refusal.On(column), row[column]);
}
