using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace BpjsBjb.Services.Data.Migrations
{
    /// <inheritdoc />
    public partial class AddPasswordLinks : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(
                name: "purpose",
                table: "invitations",
                type: "character varying(40)",
                maxLength: 40,
                nullable: false,
                defaultValue: "FirstPassword");

            migrationBuilder.AddColumn<string>(
                name: "reason",
                table: "invitations",
                type: "character varying(40)",
                maxLength: 40,
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "recognised",
                table: "invitations",
                type: "character varying(40)",
                maxLength: 40,
                nullable: true);

            migrationBuilder.AddCheckConstraint(
                name: "ck_invitations_other",
                table: "invitations",
                sql: "purpose <> 'ForgottenPassword' or created_by <> user_id");

            migrationBuilder.AddCheckConstraint(
                name: "ck_invitations_purpose",
                table: "invitations",
                sql: "case purpose when 'FirstPassword' then reason is null and recognised is null when 'ForgottenPassword' then created_by is not null and reason is not null and recognised is not null else false end");
            migrationBuilder.Sql(SqlScript.Read("password_links.v1.sql"));
        }
    }
}
