using Microsoft.EntityFrameworkCore.Design;

namespace BpjsBjb.Services.Data;

/// <summary>Lets <c>dotnet ef</c> build the model without a server.</summary>
internal sealed class DesignTimeFactory : IDesignTimeDbContextFactory<BpjsBjbDbContext>
{
    public BpjsBjbDbContext CreateDbContext(string[] args) =>
        new(DatabaseSetup.Options("Host=localhost;Database=design"));
}
