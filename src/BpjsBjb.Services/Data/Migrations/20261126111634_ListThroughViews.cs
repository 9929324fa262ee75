using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace BpjsBjb.Services.Data.Migrations
{
    /// <inheritdoc />
    public partial class ListThroughViews : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateIndex(
                name: "ix_loans_place",
                table: "loans",
                columns: new[] { "bank_position", "bpjs_position" });

            migrationBuilder.CreateIndex(
                name: "ix_enrollments_place",
                table: "enrollments",
                columns: new[] { "bank_position", "bpjs_position" });

            migrationBuilder.Sql(SqlScript.Read("rows.v3.sql"));
        }
    }
}
