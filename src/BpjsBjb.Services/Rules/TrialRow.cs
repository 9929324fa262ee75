using System.IO.Compression;
using System.Text.Json;
using BpjsBjb.Domain.Common;
using BpjsBjb.Domain.Participations;
using BpjsBjb.Domain.Rules;

namespace BpjsBjb.Services.Rules;

/// <summary>
/// One debtor of a run as it is kept: by reference and office, without a name or a number of a person. A wage earner has the application number
/// of the employer's facility and a running number.
/// </summary>
internal sealed record TrialRow(string Reference, Guid OfficeId, string RegionCode, TrialOutcome Outcome)
{
    /// <summary>A line a debtor, compressed: a hundred thousand fit in a few megabytes.</summary>
    public static byte[] Pack(IReadOnlyList<TrialRow> rows)
    {
        using var packed = new MemoryStream();
        using (var stream = new GZipStream(packed, CompressionLevel.Fastest))
        {
            JsonSerializer.Serialize(stream, rows.Select(Line.Of));
        }

        return packed.ToArray();
    }

    public static IReadOnlyList<TrialRow> Unpack(byte[] packed)
    {
        using var stream = new GZipStream(new MemoryStream(packed), CompressionMode.Decompress);
        return [.. JsonSerializer.Deserialize<IReadOnlyList<Line>>(stream)!.Select(line => line.Row())];
    }

    private sealed record Line(
        string Reference, Guid Office, string Region, long Before, long After, Duty? DutyBefore, Duty? DutyAfter, ParticipationStatus? StatusBefore,
        ParticipationStatus? StatusAfter, int Prepaid, long Credit, EmployerOutcome? Employer = null, bool? HeldBefore = null, bool? HeldAfter = null)
    {
        public static Line Of(TrialRow row) => new(
            row.Reference, row.OfficeId, row.RegionCode, row.Outcome.Before.Amount, row.Outcome.After.Amount, row.Outcome.DutyBefore,
            row.Outcome.DutyAfter, row.Outcome.StatusBefore, row.Outcome.StatusAfter, row.Outcome.PrepaidMonths, row.Outcome.Credit, row.Outcome.Employer,
            row.Outcome.HeldBefore, row.Outcome.HeldAfter);

        public TrialRow Row() => new(Reference, Office, Region, new TrialOutcome(
            new Rupiah(Before), new Rupiah(After), DutyBefore, DutyAfter, StatusBefore, StatusAfter, Prepaid, Credit)
        {
            Employer = Employer,
            HeldBefore = HeldBefore,
            HeldAfter = HeldAfter,
        });
    }
}
