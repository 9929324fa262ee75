using System.Globalization;
using System.Text.RegularExpressions;
using BpjsBjb.Domain.Common;

namespace BpjsBjb.Domain.Loans;

/// <summary>Why a layer of guarantee no longer stands.</summary>
public enum GuaranteeEnd
{
    /// <summary>Another certificate takes its place; until it does, nothing new is paid out.</summary>
    Replaced,

    /// <summary>The guarantor took it back; until the layer stands again or is let go, nothing new is paid out.</summary>
    Withdrawn,

    /// <summary>The bank goes on without it. Said by somebody else than whoever recorded it.</summary>
    Released,

    /// <summary>It never was. Said by somebody else than whoever recorded it.</summary>
    RecordedInError,

    LoanClosed,
}

/// <summary>What a layer of guarantee of a loan is refused for. The rules themselves are the database's (guarantees.v1.sql).</summary>
public static partial class LoanGuarantee
{
    /// <summary>The most layers a loan may have at once.</summary>
    public const int MostLayers = 9;

    /// <summary>The whole of what is not paid back, in basis points.</summary>
    public const int Whole = 10_000;

    public static readonly Refusal LayerMissing = new("guarantee.layer-missing");
    public static readonly Refusal LayerTaken = new("guarantee.layer-taken");
    public static readonly Refusal GuarantorMissing = new("guarantee.guarantor-missing");
    public static readonly Refusal NotAGuarantor = new("guarantee.not-a-guarantor");
    /// <summary>Said by the database: the scheme stands for loans of another kind of debtor alone.</summary>
    public static readonly Refusal NotForThisDebtor = new("guarantee.not-for-this-debtor");
    public static readonly Refusal SchemeNotInForce = new("guarantee.scheme-not-in-force");
    public static readonly Refusal ShareNotAPercentage = new("guarantee.share-not-a-percentage");
    public static readonly Refusal AboveCover = new("guarantee.above-cover");
    public static readonly Refusal AboveWhole = new("guarantee.above-whole");
    public static readonly Refusal CertificateMalformed = new("guarantee.certificate-malformed");
    public static readonly Refusal CertificateUsed = new("guarantee.certificate-used");
    public static readonly Refusal EndsBeforeItBegins = new("guarantee.ends-before-it-begins");
    public static readonly Refusal UnknownLoan = new("guarantee.loan-unknown");
    public static readonly Refusal Unknown = new("guarantee.unknown");
    public static readonly Refusal EndMissing = new("guarantee.end-missing");
    public static readonly Refusal EndInTheFuture = new("guarantee.end-in-the-future");
    public static readonly Refusal AlreadyEnded = new("guarantee.already-ended");
    public static readonly Refusal OwnRecord = new("guarantee.own-record");
    public static readonly Refusal LoanOpen = new("guarantee.loan-open");

    /// <summary>Reads 70, 70,5 and 70.25 as basis points of the whole.</summary>
    public static Result<int> ParseShare(string? text)
    {
        var typed = (text ?? "").Trim().TrimEnd('%').TrimEnd().Replace(',', '.');
        if (!Percentage().IsMatch(typed)) return ShareNotAPercentage;

        var share = (int)(decimal.Parse(typed, CultureInfo.InvariantCulture) * 100);
        return share is > 0 and <= Whole ? share : ShareNotAPercentage;
    }

    /// <summary>In capitals and without blanks around it: the same certificate typed twice is the same.</summary>
    public static Result<string> ParseCertificate(string? text)
    {
        var typed = (text ?? "").Trim().ToUpperInvariant();
        return Certificate().IsMatch(typed) ? typed : CertificateMalformed;
    }

    [GeneratedRegex(@"^[0-9]{1,3}(\.[0-9]{1,2})?$", RegexOptions.NonBacktracking)]
    private static partial Regex Percentage();

    [GeneratedRegex(@"^[A-Z0-9][A-Z0-9./-]{2,39}$", RegexOptions.NonBacktracking)]
    private static partial Regex Certificate();
}
