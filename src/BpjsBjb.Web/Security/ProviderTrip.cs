using System.Globalization;
using Microsoft.AspNetCore.Authentication;

namespace BpjsBjb.Web.Security;

/// <summary>What somebody goes to a provider for.</summary>
public enum ProviderErrand
{
    SignIn,

    /// <summary>Instead of the password once more, in the session they have.</summary>
    Confirm,

    /// <summary>From now on the provider vouches for the account they are signed in to.</summary>
    Bind,

    /// <summary>A one-time link, used up without choosing a password.</summary>
    Accept,
}

/// <summary>
/// What is remembered of the way there and back, sealed in <c>state</c>: the session's own cookie is Strict and does not come back with the person.
/// </summary>
internal sealed record ProviderTrip(ProviderErrand Errand, DateTimeOffset BegunAt, Guid? UserId, Guid? SessionId, string? Token)
{
    public void WriteTo(AuthenticationProperties state)
    {
        state.Items[nameof(Errand)] = Errand.ToString();
        state.Items[nameof(BegunAt)] = BegunAt.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        if (UserId is { } user) state.Items[nameof(UserId)] = user.ToString();
        if (SessionId is { } session) state.Items[nameof(SessionId)] = session.ToString();
        if (Token is not null) state.Items[nameof(Token)] = Token;
    }

    /// <summary>Null for a state that is missing or not of this portal.</summary>
    public static ProviderTrip? Of(AuthenticationProperties? state) =>
        state is not null && Enum.TryParse<ProviderErrand>(TextOf(state, nameof(Errand)), out var errand)
        && long.TryParse(TextOf(state, nameof(BegunAt)), NumberStyles.None, CultureInfo.InvariantCulture, out var begun)
            ? new ProviderTrip(
                errand, DateTimeOffset.FromUnixTimeSeconds(begun), IdOf(state, nameof(UserId)), IdOf(state, nameof(SessionId)),
                TextOf(state, nameof(Token)))
            : null;

    private static string? TextOf(AuthenticationProperties state, string name) => state.Items.TryGetValue(name, out var text) ? text : null;

    private static Guid? IdOf(AuthenticationProperties state, string name) =>
        Guid.TryParse(TextOf(state, name), out var id) ? id : null;
}
