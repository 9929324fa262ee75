using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace BpjsBjb.Services.Data.Migrations
{
    /// <inheritdoc />
    [DbContext(typeof(BpjsBjbDbContext))]
    [Migration("20261126143000_KeepReferenceData")]
    public partial class KeepReferenceData : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.Sql(SqlScript.Read("audit.v3.sql"));
            migrationBuilder.Sql(SqlScript.Read("reference.v1.sql"));
        }
    }
}
