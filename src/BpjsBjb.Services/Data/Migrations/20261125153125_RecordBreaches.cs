using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace BpjsBjb.Services.Data.Migrations
{
    /// <inheritdoc />
    public partial class RecordBreaches : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateSequence(
                name: "breach_numbers");

            migrationBuilder.CreateTable(
                name: "breach_incidents",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    number = table.Column<string>(type: "character varying(20)", maxLength: 20, nullable: false, defaultValueSql: "'I-' || to_char(now() at time zone 'Asia/Jakarta', 'YYYY') || '-' || lpad(nextval('breach_numbers')::text, 6, '0')"),
                    status = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    discovered_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    due_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    window_from = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    window_before = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    reader_id = table.Column<Guid>(type: "uuid", nullable: true),
                    address = table.Column<string>(type: "character varying(45)", maxLength: 45, nullable: true),
                    what_sealed = table.Column<byte[]>(type: "bytea", nullable: false),
                    measures_sealed = table.Column<byte[]>(type: "bytea", nullable: true),
                    opened_by = table.Column<Guid>(type: "uuid", nullable: false),
                    opened_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    authority_told_by = table.Column<Guid>(type: "uuid", nullable: true),
                    authority_told_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    people_told_by = table.Column<Guid>(type: "uuid", nullable: true),
                    people_told_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    closed_by = table.Column<Guid>(type: "uuid", nullable: true),
                    closed_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    xmin = table.Column<uint>(type: "xid", rowVersion: true, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_breach_incidents", x => x.id);
                    table.CheckConstraint("ck_breach_incidents_status", "(status = 'Open') = (authority_told_at is null or people_told_at is null) and (status = 'Closed') = (closed_at is not null) and (authority_told_at is null) = (authority_told_by is null) and (people_told_at is null) = (people_told_by is null) and (closed_at is null) = (closed_by is null)");
                    table.CheckConstraint("ck_breach_incidents_window", "window_before > window_from and due_at > discovered_at");
                    table.ForeignKey(
                        name: "fk_breach_incidents_users_opened_by",
                        column: x => x.opened_by,
                        principalTable: "users",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_breach_incidents_users_reader_id",
                        column: x => x.reader_id,
                        principalTable: "users",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateIndex(
                name: "ix_breach_incidents_opened_by",
                table: "breach_incidents",
                column: "opened_by");

            migrationBuilder.CreateIndex(
                name: "ix_breach_incidents_reader_id",
                table: "breach_incidents",
                column: "reader_id");

            migrationBuilder.CreateIndex(
                name: "ux_breach_incidents_number",
                table: "breach_incidents",
                column: "number",
                unique: true);
            migrationBuilder.Sql(SqlScript.Read("breaches.v1.sql"));
        }
    }
}
