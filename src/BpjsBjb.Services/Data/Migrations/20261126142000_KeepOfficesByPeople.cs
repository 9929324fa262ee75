using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace BpjsBjb.Services.Data.Migrations
{
    /// <inheritdoc />
    [DbContext(typeof(BpjsBjbDbContext))]
    [Migration("20261126142000_KeepOfficesByPeople")]
    public partial class KeepOfficesByPeople : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(name: "ux_offices_code", table: "offices");
            migrationBuilder.Sql(SqlScript.Read("offices.v1.sql"));
            migrationBuilder.Sql("set role bpjsbjb_figures");
            migrationBuilder.Sql(SqlScript.Read("participant_months.v2.sql"));
            migrationBuilder.Sql(SqlScript.Read("contribution_receipts.v2.sql"));
            migrationBuilder.Sql("set role bpjsbjb_owner");
            migrationBuilder.Sql("revoke create on schema public from bpjsbjb_figures");
        }
    }
}
