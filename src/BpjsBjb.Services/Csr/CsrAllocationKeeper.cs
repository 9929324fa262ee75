using BpjsBjb.Services.Data;
using BpjsBjb.Services.Jobs;
using Microsoft.EntityFrameworkCore;

namespace BpjsBjb.Services.Csr;

/// <summary>Binds the months of large allocations slice by slice, each its own transaction: killed, it goes on where it was; twice, it binds nothing twice.</summary>
public sealed class CsrAllocationKeeper : IJob
{
    /// <summary>People whose months are bound at once: a moment's work, so that whoever takes the proposal back waits no longer.</summary>
    internal const int Slice = 2_500;

    private readonly WorkerDatabase _databases;

    internal CsrAllocationKeeper(WorkerDatabase databases) => _databases = databases;

    /// <returns>How many people were gone through.</returns>
    public async Task<int> RunAsync(CancellationToken cancel)
    {
        await using var db = _databases.Create();
        var open = await db.Database.SqlQuery<Guid>(
            $"select id as \"Value\" from csr_allocations where status = 'Proposed' and not is_filled order by proposed_at").ToListAsync(cancel);
        var gone = 0;
        foreach (var id in open)
        {
            while (await db.Database.SqlQuery<int>($"select csr_bind({id}, {Slice}) as \"Value\"").SingleAsync(cancel) is var people and > 0) gone += people;
        }

        return gone;
    }
}
