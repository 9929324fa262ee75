using BpjsBjb.Domain.Common;

namespace BpjsBjb.Services.Access;

/// <summary>Whose work a transaction is and which rows PostgreSQL lets it touch: the settings <c>app.*</c> its row policies read.</summary>
internal sealed record RowScope(Guid UserId, OfficeInterval Bank, OfficeInterval Bpjs)
{
    /// <summary>Before somebody has signed in: the portal itself, which sees no debtor.</summary>
    public static readonly RowScope Nobody = new(Guid.Empty, OfficeInterval.Nothing, OfficeInterval.Nothing);

    /// <summary>The portal's own work in the background, and the owner's at a migration.</summary>
    public static readonly RowScope Everything = new(Guid.Empty, OfficeInterval.Everything, OfficeInterval.Everything);

    /// <summary>A person at their own account, who has shown a password, a key or a link: named in the trail, and sees no debtor.</summary>
    public static RowScope OfAccount(Guid userId) => new(userId, OfficeInterval.Nothing, OfficeInterval.Nothing);

    public static RowScope Of(Actor actor) => new(actor.UserId, actor.Bank, actor.Bpjs);

    /// <summary>The same settings for a connection string's <c>Options</c>: they hold for the whole session.</summary>
    public string AsSessionOptions() =>
        $"-c app.user={UserId} -c app.bank_lo={Bank.From} -c app.bank_hi={Bank.To} -c app.bpjs_lo={Bpjs.From} -c app.bpjs_hi={Bpjs.To}";
}
