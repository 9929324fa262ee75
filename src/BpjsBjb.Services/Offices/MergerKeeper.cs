using BpjsBjb.Services.Data;
using BpjsBjb.Services.Jobs;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace BpjsBjb.Services.Offices;

/// <summary>
/// Carries out approved mergers on their day, each in one transaction of the database: killed, it has not happened; run twice or on two servers,
/// the second finds it done.
/// </summary>
public sealed class MergerKeeper : IJob
{
    private readonly WorkerDatabase _databases;
    private readonly ReferenceSource _reference;
    private readonly ILogger<MergerKeeper> _log;

    internal MergerKeeper(WorkerDatabase databases, ReferenceSource reference, ILogger<MergerKeeper> log) =>
        (_databases, _reference, _log) = (databases, reference, log);

    public async Task<int> RunAsync(CancellationToken cancel)
    {
        await using var db = _databases.Create();
        var due = await db.Database.SqlQuery<Guid>(
            $"select id as \"Value\" from office_mergers where status = 'Approved' and effective_on <= portal_today() order by effective_on, decided_at, id")
            .ToListAsync(cancel);
        var done = 0;
        foreach (var id in due)
        {
            var isDone = await db.Database.SqlQuery<bool>($"select carry_out_merger({id}) as \"Value\"").ToListAsync(cancel);
            if (isDone is not [true]) continue;

            _reference.Forget();
            _log.MergerDone(id);
            done++;
        }

        return done;
    }
}
