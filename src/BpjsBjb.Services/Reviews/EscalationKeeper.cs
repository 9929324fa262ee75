using BpjsBjb.Services.Data;
using BpjsBjb.Services.Jobs;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace BpjsBjb.Services.Reviews;

/// <summary>
/// Makes cases that waited longer than the service limit the supervisor's. A batch is one statement: killed, it has written nothing; run twice or
/// on two servers, the second finds the rows there.
/// </summary>
public sealed class EscalationKeeper : IJob
{
    private const int Batch = 5_000;

    private readonly WorkerDatabase _databases;
    private readonly ILogger<EscalationKeeper> _log;

    internal EscalationKeeper(WorkerDatabase databases, ILogger<EscalationKeeper> log) => (_databases, _log) = (databases, log);

    public async Task<int> RunAsync(CancellationToken cancel)
    {
        await using var db = _databases.Create();
        var all = 0;
        while (await db.Database.SqlQuery<int>($"select escalate_overdue({Batch}) as \"Value\"").ToListAsync(cancel) is [> 0 and var written])
        {
            _log.ReviewsEscalated(written);
            all += written;
            if (written < Batch) break;
        }

        return all;
    }
}
