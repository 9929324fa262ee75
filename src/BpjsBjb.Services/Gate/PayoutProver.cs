using BpjsBjb.Services.Data;
using BpjsBjb.Services.Jobs;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace BpjsBjb.Services.Gate;

/// <summary>
/// Proves every payout once more, from the ledger and the trail. Whoever went around the gate, as only a superuser of the database can, is found here.
/// </summary>
public sealed class PayoutProver : IJob
{
    private readonly WorkerDatabase _databases;
    private readonly ILogger<PayoutProver> _log;

    internal PayoutProver(WorkerDatabase databases, ILogger<PayoutProver> log) => (_databases, _log) = (databases, log);

    /// <returns>How many differences there are.</returns>
    public async Task<int> RunAsync(CancellationToken cancel)
    {
        await using var db = _databases.Create();
        var differences = await db.Database.SqlQuery<int>($"select prove_disbursements() as \"Value\"").SingleAsync(cancel);
        if (differences > 0) _log.PayoutsDiffer(differences);
        return differences;
    }
}
