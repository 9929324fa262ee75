using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace BpjsBjb.Services.Data.Migrations
{
    /// <inheritdoc />
    public partial class KeepOneOpenCasePerNik : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.RenameIndex(
                name: "ix_enrollments_nik",
                table: "enrollments",
                newName: "ux_enrollments_open_nik");

            migrationBuilder.CreateIndex(
                name: "ix_enrollments_nik",
                table: "enrollments",
                column: "nik_hash");
        }
    }
}
