using BpjsBjb.Services.Data.PrivateDatabase;

namespace BpjsBjb.IntegrationTests.PrivateDatabase;

public sealed class PostgresBinariesTests
{
    [Fact]
    public async Task Links_that_an_uninstalled_package_left_behind_are_no_programs()
    {
        var folder = Directory.CreateTempSubdirectory("bpjsbjb-links-");
        try
        {
            foreach (var name in (string[])["initdb", "postgres", "pg_ctl"])
            {
                File.CreateSymbolicLink(Path.Combine(folder.FullName, name), Path.Combine(folder.FullName, "gone", name));
            }

            Assert.Null(await PostgresBinaries.InAsync(folder.FullName, TestContext.Current.CancellationToken));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}
