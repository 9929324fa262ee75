using BpjsBjb.Domain.Common;
using BpjsBjb.Services.Access;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace BpjsBjb.Services.Data;

/// <summary>The one way to save: the unit of work committed whole, the database's refusals as codes, and a commit nothing can cancel.</summary>
internal static class Saving
{
    /// <summary>SQLSTATE class of the portal's own guards; the message is the refusal's code.</summary>
    private const string GuardClass = "BJ";

    /// <param name="db">What was changed.</param>
    /// <param name="changedMeanwhile">The refusal when a row's version is no longer the one that was shown.</param>
    /// <param name="byConstraint">The refusal for each unique index or guard that may have the last word here.</param>
    /// <param name="cancel">Stops the work, never the commit: a cancelled commit may be done and reported as not done.</param>
    /// <param name="alsoRun">One statement more inside the same transaction, after the rows are written.</param>
    /// <returns>Why the database refused; empty when all is stored.</returns>
    public static Task<IReadOnlyList<Refusal>> TrySaveAsync(
        this BpjsBjbDbContext db,
        Refusal changedMeanwhile,
        IReadOnlyDictionary<string, Refusal> byConstraint,
        CancellationToken cancel,
        FormattableString? alsoRun = null) =>
        db.TrySaveAsync(changedMeanwhile, byConstraint, alsoRun is null ? [] : [alsoRun], cancel);

    /// <summary>The same with several statements, one after another.</summary>
    public static async Task<IReadOnlyList<Refusal>> TrySaveAsync(
        this BpjsBjbDbContext db,
        Refusal changedMeanwhile,
        IReadOnlyDictionary<string, Refusal> byConstraint,
        IReadOnlyList<FormattableString> alsoRun,
        CancellationToken cancel)
    {
        try
        {
            if (db.Database.CurrentTransaction is null) await db.Database.BeginTransactionAsync(cancel);
            await db.SaveChangesAsync(cancel);
            foreach (var statement in alsoRun) await db.Database.ExecuteSqlInterpolatedAsync(statement, cancel);
            await db.Database.CurrentTransaction!.CommitAsync(CancellationToken.None);
            return [];
        }
        catch (DbUpdateConcurrencyException)
        {
            return await AgainAsync(db, changedMeanwhile, cancel);
        }
        catch (DbUpdateException failure) when (failure.InnerException is PostgresException inner && Known(inner, byConstraint) is { } known)
        {
            return await AgainAsync(db, known, cancel);
        }
        catch (PostgresException failure) when (Known(failure, byConstraint) is not null)
        {
            return await AgainAsync(db, Known(failure, byConstraint)!, cancel); // a deferred constraint speaks at commit
        }
        finally
        {
            // What was saved, or not, is over: a caller that looks once more does so in a transaction of its own.
            if (db.Rows == RowScope.Nobody && db.Database.CurrentTransaction is { } open) await open.DisposeAsync();
        }
    }

    /// <summary>The failed transaction reads nothing any more; the unit of work goes on in a fresh one, to see what is stored now.</summary>
    private static async Task<IReadOnlyList<Refusal>> AgainAsync(BpjsBjbDbContext db, Refusal refusal, CancellationToken cancel)
    {
        if (db.Database.CurrentTransaction is { } failed) await failed.DisposeAsync();
        await db.Database.BeginTransactionAsync(cancel);
        return [refusal];
    }

    private static Refusal? Known(PostgresException failure, IReadOnlyDictionary<string, Refusal> byConstraint)
    {
        if (failure.SqlState.StartsWith(GuardClass, StringComparison.Ordinal))
        {
            return byConstraint.GetValueOrDefault(failure.MessageText) ?? new Refusal(failure.MessageText);
        }

        // A partition's key carries the partition's name: covered_months_2026_pkey stands for the ledger's own key.
        var constraint = failure.ConstraintName ?? "";
        return byConstraint.FirstOrDefault(pair => constraint.StartsWith(pair.Key, StringComparison.Ordinal)).Value;
    }
}
