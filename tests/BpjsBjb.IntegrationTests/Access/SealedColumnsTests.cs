using BpjsBjb.IntegrationTests.Support;
using BpjsBjb.Services.Access;
using BpjsBjb.Services.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;

namespace BpjsBjb.IntegrationTests.Access;

public sealed class SealedColumnsTests(Desk desk) : IClassFixture<Desk>
{
    [Fact]
    public void Every_sealed_column_of_the_model_is_one_a_rotation_walks_through()
    {
        using var db = new BpjsBjbDbContext(DatabaseSetup.Options(desk.Database.AppConnectionString));
        var inModel =
            from entity in db.Model.GetEntityTypes()
            where entity.GetTableName() is not null
            from property in entity.GetProperties()
            let column = property.GetColumnName(StoreObjectIdentifier.Table(entity.GetTableName()!, entity.GetSchema()))
            where column is not null && column.EndsWith("_sealed", StringComparison.Ordinal)
            select $"{entity.GetTableName()}.{column}";

        Assert.Empty(inModel.Except(SealedColumns.All.Select(column => $"{column.Table}.{column.Column}")));
    }

    [Fact]
    public async Task And_so_is_every_one_of_the_database() => Assert.Equal(
        (await desk.Database.ListAsync<string>(
            """
            select table_name || '.' || column_name from information_schema.columns
             where table_schema = 'public' and column_name like '%\_sealed'
            """)).Order(StringComparer.Ordinal),
        SealedColumns.All.Select(column => $"{column.Table}.{column.Column}").Order(StringComparer.Ordinal));
}
