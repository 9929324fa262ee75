using System.ComponentModel;
using System.Diagnostics;
using System.Text;
using Npgsql;

namespace BpjsBjb.IntegrationTests.Access;

/// <summary>A whole database as its backup would hold it.</summary>
internal static class Dump
{
    /// <summary>By <c>pg_dump</c> where there is one that knows the server, else by copying out every table.</summary>
    public static async Task<string> OfAsync(string ownerConnectionString) =>
        await ByPgDumpAsync(new NpgsqlConnectionStringBuilder(ownerConnectionString)) ?? await ByCopyAsync(ownerConnectionString);

    private static async Task<string?> ByPgDumpAsync(NpgsqlConnectionStringBuilder target)
    {
        var start = new ProcessStartInfo("pg_dump") { RedirectStandardOutput = true, RedirectStandardError = true };
        string[] words = ["-h", target.Host!, "-p", $"{target.Port}", "-U", target.Username!, "-d", target.Database!, "--enable-row-security"];
        foreach (var word in words) start.ArgumentList.Add(word);
        start.Environment["PGPASSWORD"] = target.Password;
        try
        {
            using var process = Process.Start(start)!;
            var failed = process.StandardError.ReadToEndAsync();
            var text = await process.StandardOutput.ReadToEndAsync();
            await failed;
            await process.WaitForExitAsync();
            return process.ExitCode == 0 ? text : null;
        }
        catch (Win32Exception)
        {
            return null; // none installed
        }
    }

    private static async Task<string> ByCopyAsync(string ownerConnectionString)
    {
        await using var connection = new NpgsqlConnection(ownerConnectionString);
        await connection.OpenAsync();
        List<string> tables = [];
        await using (var find = new NpgsqlCommand(
            "select relname::text from pg_class where relkind = 'r' and relnamespace = 'public'::regnamespace", connection))
        await using (var reader = await find.ExecuteReaderAsync())
        {
            while (await reader.ReadAsync()) tables.Add(reader.GetString(0));
        }

        var all = new StringBuilder();
        foreach (var table in tables)
        {
            using var copy = await connection.BeginTextExportAsync($"copy (select * from \"{table}\") to stdout");
            all.Append(await copy.ReadToEndAsync());
        }

        return all.ToString();
    }
}
