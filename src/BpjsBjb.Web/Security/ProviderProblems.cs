using BpjsBjb.Domain.Common;
using BpjsBjb.Services.Access;

namespace BpjsBjb.Web.Security;

/// <summary>What the person is told of a way through a provider that led nowhere.</summary>
public static class ProviderProblems
{
    public static readonly Refusal NotRight = new("sign-in.provider-not-right");
    public static readonly Refusal Unreachable = new("sign-in.provider-unreachable");
    public static readonly Refusal Cancelled = new("sign-in.provider-cancelled");
    public static readonly Refusal NotFresh = new("sign-in.provider-not-fresh");
    public static readonly Refusal Unknown = new("sign-in.provider-unknown");
    public static readonly Refusal NoRight = new("sign-in.provider-no-right");
    public static readonly Refusal Locked = new("sign-in.provider-locked");
    public static readonly Refusal SomebodyElse = new("sign-in.provider-somebody-else");
    public static readonly Refusal SessionOver = new("sign-in.provider-session-over");

    /// <summary>Somebody without a password changes their factors longer after the provider was asked than a form may stand open.</summary>
    public static readonly Refusal AskAgain = new("sign-in.provider-ask-again");

    private static readonly Dictionary<ProviderProblem, Refusal> Told = new()
    {
        [ProviderProblem.NotRight] = NotRight,
        [ProviderProblem.Unreachable] = Unreachable,
        [ProviderProblem.Cancelled] = Cancelled,
        [ProviderProblem.NotFresh] = NotFresh,
        [ProviderProblem.Unknown] = Unknown,
        [ProviderProblem.NoRight] = NoRight,
        [ProviderProblem.Locked] = Locked,
        [ProviderProblem.SomebodyElse] = SomebodyElse,
        [ProviderProblem.OtherAddress] = ProviderLogins.OtherAddress,
        [ProviderProblem.Taken] = ProviderLogins.Taken,
        [ProviderProblem.LinkNotValid] = InvitationService.NotValid,
        [ProviderProblem.SessionOver] = SessionOver,
    };

    /// <summary>Null for what no address of the portal names.</summary>
    public static Refusal? Of(ProviderProblem? problem) => problem is { } named ? Told.GetValueOrDefault(named) : null;

    internal static ProviderProblem Of(Refusal refusal) => Told.First(pair => pair.Value.Code == refusal.Code).Key;
}
