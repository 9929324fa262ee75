using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace BpjsBjb.Services.Data.Migrations
{
    /// <inheritdoc />
    public partial class GrantExistingUsers : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.Sql(SqlScript.Read("access_grants_existing.v1.sql"));
        }
    }
}
