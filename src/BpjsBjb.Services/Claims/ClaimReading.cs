using BpjsBjb.Domain.Claims;
using BpjsBjb.Domain.Common;
using BpjsBjb.Services.Common;
using BpjsBjb.Services.Enrollments;

namespace BpjsBjb.Services.Claims;

/// <summary>What was typed of an event, once all of it could be read.</summary>
internal sealed record ReadEvent(ClaimKind Kind, DateOnly HappenedOn, string Place, ClaimTeller ToldBy, DateOnly ToldOn);

/// <summary>Reads what is typed of a claim, a debtor's or a wage earner's, or says every reason why not.</summary>
internal static class ClaimReading
{
    /// <summary>Null where something was refused.</summary>
    public static ReadEvent? Read(this TypedEvent input, List<Refusal> refusals)
    {
        var kind = SectionValidators.Choice<ClaimKind>(input.Kind);
        var teller = SectionValidators.Choice<ClaimTeller>(input.ToldBy);
        if (kind is null) refusals.Add(Claim.KindMissing.On(nameof(input.Kind)));
        var on = TypedText.DayOf(input.HappenedOn, nameof(input.HappenedOn), refusals, TypedDate.Missing);
        var place = TypedText.Of(input.Place);
        if (place is null) refusals.Add(Claim.PlaceMissing.On(nameof(input.Place)));
        if (place?.Length > Claim.LongestPlace) refusals.Add(Claim.PlaceTooLong.With(Claim.LongestPlace).On(nameof(input.Place)));
        if (teller is null) refusals.Add(Claim.TellerMissing.On(nameof(input.ToldBy)));
        var toldOn = TypedText.DayOf(input.ToldOn, nameof(input.ToldOn), refusals, TypedDate.Missing);
        return refusals.Count > 0 ? null : new ReadEvent(kind!.Value, on!.Value, place!, teller!.Value, toldOn!.Value);
    }

    public static Result<ClaimClosure> Read(this CloseClaim input, Claim claim, Actor by, DateTimeOffset now)
    {
        List<Refusal> refusals = [];
        var outcome = SectionValidators.Choice<ClaimOutcome>(input.Outcome);
        if (outcome is null) refusals.Add(ClaimClosure.OutcomeMissing.On(nameof(input.Outcome)));
        var isPaid = outcome == ClaimOutcome.Paid;
        var paidOn = isPaid ? TypedText.DayOf(input.PaidOn, nameof(input.PaidOn), refusals, TypedDate.Missing) : null;
        var amount = isPaid ? Rupiah.Parse(input.Amount) : null;
        if (amount is not null) refusals.AddRange(amount.Refusals.Select(refusal => refusal.On(nameof(input.Amount))));
        return refusals.Count > 0
            ? refusals
            : ClaimClosure.Of(
                claim, outcome!.Value, SectionValidators.Choice<ClaimReason>(input.Reason), isPaid ? (paidOn!.Value, amount!.Value) : null, by, now);
    }
}
