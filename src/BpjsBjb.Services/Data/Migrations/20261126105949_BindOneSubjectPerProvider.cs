using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace BpjsBjb.Services.Data.Migrations
{
    /// <inheritdoc />
    public partial class BindOneSubjectPerProvider : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "ix_user_logins_user_id",
                table: "user_logins");

            migrationBuilder.CreateIndex(
                name: "ux_user_logins_user_provider",
                table: "user_logins",
                columns: new[] { "user_id", "login_provider" },
                unique: true);
            migrationBuilder.Sql(SqlScript.Read("user_logins.v1.sql"));
        }
    }
}
