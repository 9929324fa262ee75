using BpjsBjb.Services.Data;
using BpjsBjb.Services.Jobs;
using Microsoft.EntityFrameworkCore;

namespace BpjsBjb.Services.Gate;

/// <summary>Looks again at every loan whose waiver ran out. Run twice or on two servers it looks once.</summary>
public sealed class WaiverKeeper : IJob
{
    private readonly WorkerDatabase _databases;

    internal WaiverKeeper(WorkerDatabase databases) => _databases = databases;

    /// <returns>How many waivers ran out.</returns>
    public async Task<int> RunAsync(CancellationToken cancel)
    {
        await using var db = _databases.Create();
        return await db.Database.SqlQuery<int>($"select reopen_expired_waivers() as \"Value\"").SingleAsync(cancel);
    }
}
