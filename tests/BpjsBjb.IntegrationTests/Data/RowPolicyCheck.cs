using BpjsBjb.IntegrationTests.Support;
using BpjsBjb.Services.Access;
using Npgsql;

namespace BpjsBjb.IntegrationTests.Data;

/// <summary>Looks at the second wall from the portal's own login and lists every hole it finds.</summary>
internal sealed class RowPolicyCheck(TestDatabase database)
{
    private static readonly RowScope[] Strangers =
    [
        RowScope.Nobody, RowScope.Of(SmallBank.OtherOfficer.Actor), RowScope.Of(SmallBank.OtherReviewer.Actor), RowScope.Of(SmallBank.OtherRegional.Actor),
    ];

    /// <summary>Rows of the office at Soreang must be there; nobody else's.</summary>
    public async Task<IReadOnlyList<string>> HolesAsync()
    {
        List<string> holes = [];
        holes.AddRange(await UnforcedAsync());
        var tables = await TablesAndViewsAsync();
        holes.AddRange(await WithoutScopeAsync(tables));
        foreach (var stranger in Strangers) holes.AddRange(await ShownAsync(tables, stranger));
        return holes;
    }

    private async Task<IEnumerable<string>> UnforcedAsync()
    {
        var unforced = await database.ListAsync<string>(
            """
            select relname from pg_class
             where relnamespace = 'public'::regnamespace and relkind in ('r', 'p') and not (relrowsecurity and relforcerowsecurity)
            """);
        // A policy that asks nothing opens the table to whomever it is for, whatever the other policies say.
        var open = await database.ListAsync<string>(
            """
            select tablename || ': ' || policyname from pg_policies
             where schemaname = 'public' and (qual = 'true' or with_check = 'true')
               and not roles <@ array['bpjsbjb_figures', 'bpjsbjb_lookup', 'bpjsbjb_offices', 'bpjsbjb_gate', 'bpjsbjb_owner']::name[]
            """);
        var policed = await database.ListAsync<string>("select distinct tablename::text from pg_policies where schemaname = 'public' and 'public' = any(roles)");
        return unforced.Except(RowPolicyTests.WithoutPolicy.Keys).Select(table => $"{table} forces no row policy")
            .Concat(open.Select(policy => $"{policy} asks nothing"))
            .Concat((await TablesAsync()).Except(policed).Select(table => $"{table} has no policy"));
    }

    /// <summary>Tables with a reader's rows, without the ledger's partitions, which show nothing by themselves.</summary>
    private Task<IReadOnlyList<string>> TablesAsync() => RelationsAsync("relkind in ('r', 'p') and not relispartition");

    /// <summary>The same, and the views that show them.</summary>
    private Task<IReadOnlyList<string>> TablesAndViewsAsync() => RelationsAsync("relkind in ('r', 'p', 'v') and not relispartition");

    private async Task<IReadOnlyList<string>> RelationsAsync(string which)
    {
        var all = await database.ListAsync<string>($"select relname::text from pg_class where relnamespace = 'public'::regnamespace and {which} order by 1");
        return [.. all.Except(RowPolicyTests.WithoutPolicy.Keys)];
    }

    private async Task<IEnumerable<string>> WithoutScopeAsync(IReadOnlyList<string> tables)
    {
        List<string> holes = [];
        var filled = (await CountsAsync(tables, RowScope.Everything)).Where(table => table.Rows > 0);
        foreach (var (table, _) in filled)
        {
            try
            {
                await database.AsAppAsync(null, $"""select count(*) from (select 1 from "{table}") rows""");
                holes.Add($"{table} is read without a scope");
            }
            catch (PostgresException refusal) when (refusal.SqlState is PostgresErrorCodes.UndefinedObject or PostgresErrorCodes.InvalidTextRepresentation)
            {
                // As it must be: loud.
            }
        }

        return holes;
    }

    private async Task<IEnumerable<string>> ShownAsync(IReadOnlyList<string> tables, RowScope stranger) =>
        from table in await CountsAsync(tables, stranger)
        where table.Rows > 0
        select $"{table.Name} shows a stranger {table.Rows} rows";

    private async Task<IReadOnlyList<(string Name, long Rows)>> CountsAsync(IReadOnlyList<string> tables, RowScope scope)
    {
        var counts = string.Join(" union all ", tables.Select(table => $"""select '{table}' as name, count(*) as rows from "{table}" """));
        var all = (string)(await database.AsAppAsync(scope, $"select string_agg(name || ':' || rows, ' ') from ({counts}) counts"))!;
        return [.. all.Split(' ').Select(one => one.Split(':')).Select(one => (one[0], long.Parse(one[1], System.Globalization.CultureInfo.InvariantCulture)))];
    }
}
