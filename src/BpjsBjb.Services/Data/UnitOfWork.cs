using System.Data.Common;
using BpjsBjb.Domain.Common;
using BpjsBjb.Services.Access;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace BpjsBjb.Services.Data;

/// <summary>
/// One transaction for all a use case reads and writes, under the scope of the person it is done for.
/// Whatever was not saved by <see cref="Saving"/> is forgotten at its end.
/// </summary>
internal sealed class UnitOfWork(BpjsBjbDbContext? db) : IAsyncDisposable
{
    /// <summary>Inside somebody else's: the outer one ends it.</summary>
    public static readonly UnitOfWork Joined = new(null);

    /// <summary>Keeps what was done; inside somebody else's, the outer one does.</summary>
    public Task CommitAsync() => db?.Database.CurrentTransaction?.CommitAsync(CancellationToken.None) ?? Task.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        if (db is null) return;

        if (db.Database.CurrentTransaction is { } open) await open.DisposeAsync();
        db.Rows = RowScope.Nobody;
    }
}

internal static class UnitsOfWork
{
    public static Task<UnitOfWork> BeginAsync(this BpjsBjbDbContext db, Actor actor, CancellationToken cancel) =>
        db.BeginAsync(RowScope.Of(actor), cancel);

    /// <summary>Starts the unit of work, or joins the one that is open.</summary>
    /// <exception cref="InvalidOperationException">The open one is another person's: one unit of work has one scope.</exception>
    public static async Task<UnitOfWork> BeginAsync(this BpjsBjbDbContext db, RowScope rows, CancellationToken cancel)
    {
        if (db.Database.CurrentTransaction is not null)
        {
            return db.Rows == rows ? UnitOfWork.Joined : throw new InvalidOperationException("A unit of work is one person's.");
        }

        db.Rows = rows;
        await db.Database.BeginTransactionAsync(cancel);
        return new UnitOfWork(db);
    }
}

/// <summary>Tells PostgreSQL at the start of every transaction whose it is. The settings end with the transaction.</summary>
internal sealed class ScopeSettings : DbTransactionInterceptor
{
    public static readonly ScopeSettings Instance = new();

    /// <summary>Of somebody with an office of their own: the tree stands still for them until the transaction ends (offices.v1.sql).</summary>
    private const string OfficeSql = "select enter_scope($1, $2::int, $3::int, $4::int, $5::int)";

    private const string Sql =
        """
        select set_config('app.user', $1, true), set_config('app.bank_lo', $2, true), set_config('app.bank_hi', $3, true),
               set_config('app.bpjs_lo', $4, true), set_config('app.bpjs_hi', $5, true)
        """;

    public override DbTransaction TransactionStarted(DbConnection connection, TransactionEndEventData eventData, DbTransaction result)
    {
        using var command = Command(connection, eventData, result);
        command.ExecuteNonQuery();
        return result;
    }

    public override async ValueTask<DbTransaction> TransactionStartedAsync(
        DbConnection connection, TransactionEndEventData eventData, DbTransaction result, CancellationToken cancellationToken = default)
    {
        await using var command = Command(connection, eventData, result);
        await command.ExecuteNonQueryAsync(cancellationToken);
        return result;
    }

    private static DbCommand Command(DbConnection connection, TransactionEndEventData eventData, DbTransaction transaction)
    {
        var rows = ((BpjsBjbDbContext)eventData.Context!).Rows;
        var command = connection.CreateCommand();
        command.CommandText = IsOfAnOffice(rows.Bank) || IsOfAnOffice(rows.Bpjs) ? OfficeSql : Sql;
        command.Transaction = transaction;
        Add(command, rows.UserId);
        Add(command, rows.Bank.From);
        Add(command, rows.Bank.To);
        Add(command, rows.Bpjs.From);
        Add(command, rows.Bpjs.To);
        return command;
    }

    private static bool IsOfAnOffice(OfficeInterval interval) => interval != OfficeInterval.Everything && interval != OfficeInterval.Nothing;

    private static void Add(DbCommand command, IFormattable value)
    {
        var parameter = command.CreateParameter();
        parameter.Value = value.ToString(null, System.Globalization.CultureInfo.InvariantCulture);
        command.Parameters.Add(parameter);
    }
}
