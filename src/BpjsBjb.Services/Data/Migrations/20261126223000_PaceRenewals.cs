using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace BpjsBjb.Services.Data.Migrations
{
    /// <inheritdoc />
    [DbContext(typeof(BpjsBjbDbContext))]
    [Migration("20261126223000_PaceRenewals")]
    public partial class PaceRenewals : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder) => migrationBuilder.Sql(SqlScript.Read("cover.v2.sql"));
    }
}
