using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace BpjsBjb.Services.Data.Migrations
{
    /// <inheritdoc />
    public partial class AddWageRules : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "jkp_shares",
                columns: table => new
                {
                    id = table.Column<int>(type: "integer", nullable: false),
                    source = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    hundredths = table.Column<int>(type: "integer", nullable: false),
                    valid_from = table.Column<DateOnly>(type: "date", nullable: false),
                    valid_to = table.Column<DateOnly>(type: "date", nullable: true),
                    regulation = table.Column<string>(type: "character varying(120)", maxLength: 120, nullable: false),
                    article = table.Column<string>(type: "character varying(300)", maxLength: 300, nullable: false),
                    is_confirmed = table.Column<bool>(type: "boolean", nullable: false),
                    recorded_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_jkp_shares", x => x.id);
                    table.CheckConstraint("ck_jkp_shares_validity", "valid_to is null or valid_to >= valid_from");
                });

            migrationBuilder.CreateTable(
                name: "jp_wage_ceilings",
                columns: table => new
                {
                    id = table.Column<int>(type: "integer", nullable: false),
                    ceiling = table.Column<long>(type: "bigint", nullable: false),
                    renewed_on = table.Column<DateOnly>(type: "date", nullable: false),
                    valid_from = table.Column<DateOnly>(type: "date", nullable: false),
                    valid_to = table.Column<DateOnly>(type: "date", nullable: true),
                    regulation = table.Column<string>(type: "character varying(120)", maxLength: 120, nullable: false),
                    article = table.Column<string>(type: "character varying(300)", maxLength: 300, nullable: false),
                    is_confirmed = table.Column<bool>(type: "boolean", nullable: false),
                    recorded_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_jp_wage_ceilings", x => x.id);
                    table.CheckConstraint("ck_jp_wage_ceilings_validity", "valid_to is null or valid_to >= valid_from");
                });

            migrationBuilder.CreateTable(
                name: "superseded_rules",
                columns: table => new
                {
                    kind = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    rule_id = table.Column<int>(type: "integer", nullable: false),
                    superseded_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    recorded_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    row = table.Column<string>(type: "jsonb", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_superseded_rules", x => new { x.kind, x.rule_id, x.superseded_at });
                    table.CheckConstraint("ck_superseded_rules_known", "superseded_at > recorded_at");
                });

            migrationBuilder.CreateTable(
                name: "wage_program_duties",
                columns: table => new
                {
                    id = table.Column<int>(type: "integer", nullable: false),
                    @class = table.Column<string>(name: "class", type: "character varying(40)", maxLength: 40, nullable: false),
                    program = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    is_mandatory = table.Column<bool>(type: "boolean", nullable: false),
                    valid_from = table.Column<DateOnly>(type: "date", nullable: false),
                    valid_to = table.Column<DateOnly>(type: "date", nullable: true),
                    regulation = table.Column<string>(type: "character varying(120)", maxLength: 120, nullable: false),
                    article = table.Column<string>(type: "character varying(300)", maxLength: 300, nullable: false),
                    is_confirmed = table.Column<bool>(type: "boolean", nullable: false),
                    recorded_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_wage_program_duties", x => x.id);
                    table.CheckConstraint("ck_wage_program_duties_validity", "valid_to is null or valid_to >= valid_from");
                });

            migrationBuilder.CreateTable(
                name: "wage_rates",
                columns: table => new
                {
                    id = table.Column<int>(type: "integer", nullable: false),
                    program = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    payer = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    risk_group = table.Column<int>(type: "integer", nullable: true),
                    hundredths = table.Column<int>(type: "integer", nullable: false),
                    valid_from = table.Column<DateOnly>(type: "date", nullable: false),
                    valid_to = table.Column<DateOnly>(type: "date", nullable: true),
                    regulation = table.Column<string>(type: "character varying(120)", maxLength: 120, nullable: false),
                    article = table.Column<string>(type: "character varying(300)", maxLength: 300, nullable: false),
                    is_confirmed = table.Column<bool>(type: "boolean", nullable: false),
                    recorded_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_wage_rates", x => x.id);
                    table.CheckConstraint("ck_wage_rates_validity", "valid_to is null or valid_to >= valid_from");
                });

            migrationBuilder.Sql(SqlScript.Read("rules.v1.sql"));
        }
    }
}
