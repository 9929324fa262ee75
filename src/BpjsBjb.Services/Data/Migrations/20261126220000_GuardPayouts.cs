using System;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace BpjsBjb.Services.Data.Migrations
{
    /// <inheritdoc />
    [DbContext(typeof(BpjsBjbDbContext))]
    [Migration("20261126220000_GuardPayouts")]
    public partial class GuardPayouts : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "evidence_duties",
                columns: table => new
                {
                    id = table.Column<int>(type: "integer", nullable: false),
                    product_code = table.Column<string>(type: "text", nullable: true),
                    strength = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    valid_from = table.Column<DateOnly>(type: "date", nullable: false),
                    valid_to = table.Column<DateOnly>(type: "date", nullable: true),
                    regulation = table.Column<string>(type: "character varying(120)", maxLength: 120, nullable: false),
                    article = table.Column<string>(type: "character varying(300)", maxLength: 300, nullable: false),
                    is_confirmed = table.Column<bool>(type: "boolean", nullable: false),
                    recorded_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_evidence_duties", x => x.id);
                    table.CheckConstraint("ck_evidence_duties_validity", "valid_to is null or valid_to >= valid_from");
                });
            migrationBuilder.Sql(SqlScript.Read("gate.v1.sql"));
        }
    }
}
