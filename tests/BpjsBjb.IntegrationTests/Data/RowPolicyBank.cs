using BpjsBjb.Domain.Participations;
using BpjsBjb.IntegrationTests.Support;
using BpjsBjb.Services.Proofs;
using BpjsBjb.Services.Reviews;

namespace BpjsBjb.IntegrationTests.Data;

/// <summary>One case of the office at Soreang from the form to the proof, and what BPJS knows of its person.</summary>
public sealed class RowPolicyBank(PostgresServer server) : IAsyncLifetime
{
    public Desk Desk { get; } = new(server);

    public async ValueTask InitializeAsync()
    {
        await Desk.InitializeAsync();
        var form = A.Form();
        await Desk.RegisterAtBpjsAsync(form, Segment.Pu, "PT Rekaan");
        await Desk.Get<ReviewClaims>().ClaimAsync(await Desk.SubmittedAsync(), SmallBank.Reviewer.Actor, Desk.Cancel);
        await Desk.Get<EscalationKeeper>().RunAsync(Desk.Cancel);
        var loan = await Desk.ClearedAsync(form);
        await Desk.GroupAsync();
        await Desk.PaidEmployerAsync();
        await Desk.CooperativeLoanAsync();
        await Desk.Get<ProofService>().IssueAsync(loan.Id, SmallBank.Officer.Actor, Desk.Cancel);
    }

    public ValueTask DisposeAsync() => Desk.DisposeAsync();
}
