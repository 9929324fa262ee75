using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace BpjsBjb.Services.Data.Migrations
{
    /// <inheritdoc />
    public partial class KeepPrivacy : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateSequence(
                name: "request_numbers");

            migrationBuilder.CreateTable(
                name: "data_requests",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    number = table.Column<string>(type: "character varying(20)", maxLength: 20, nullable: false, defaultValueSql: "'P-' || to_char(now() at time zone 'Asia/Jakarta', 'YYYY') || '-' || lpad(nextval('request_numbers')::text, 6, '0')"),
                    kind = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    enrollment_id = table.Column<Guid>(type: "uuid", nullable: false),
                    nik_hash = table.Column<byte[]>(type: "bytea", maxLength: 32, nullable: false),
                    bank_position = table.Column<int>(type: "integer", nullable: false),
                    bpjs_position = table.Column<int>(type: "integer", nullable: false),
                    channel = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    received_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    due_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    status = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    wanted_sealed = table.Column<byte[]>(type: "bytea", nullable: true),
                    recorded_by = table.Column<Guid>(type: "uuid", nullable: false),
                    verified_how = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: true),
                    verified_by = table.Column<Guid>(type: "uuid", nullable: true),
                    verified_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    decided_by = table.Column<Guid>(type: "uuid", nullable: true),
                    decided_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    refused_why = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: true),
                    answer_sealed = table.Column<byte[]>(type: "bytea", nullable: true),
                    done_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    lifted_by = table.Column<Guid>(type: "uuid", nullable: true),
                    lifted_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    xmin = table.Column<uint>(type: "xid", rowVersion: true, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_data_requests", x => x.id);
                    table.CheckConstraint("ck_data_requests_decided", "(decided_at is null) = (decided_by is null) and (status in ('Granted', 'Done', 'Refused')) = (decided_at is not null) and (status = 'Refused') = (refused_why is not null) and (status in ('Done', 'Refused')) = (done_at is not null)");
                    table.CheckConstraint("ck_data_requests_four_eyes", "decided_by is null or decided_by <> recorded_by");
                    table.CheckConstraint("ck_data_requests_lifted", "(lifted_at is null) = (lifted_by is null) and (lifted_at is null or (status = 'Done' and kind in ('Restriction', 'Withdrawal')))");
                    table.CheckConstraint("ck_data_requests_verified", "(verified_at is null) = (verified_by is null) and (verified_at is null) = (verified_how is null)");
                    table.ForeignKey(
                        name: "fk_data_requests_enrollments_enrollment_id",
                        column: x => x.enrollment_id,
                        principalTable: "enrollments",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_data_requests_users_decided_by",
                        column: x => x.decided_by,
                        principalTable: "users",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_data_requests_users_lifted_by",
                        column: x => x.lifted_by,
                        principalTable: "users",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_data_requests_users_recorded_by",
                        column: x => x.recorded_by,
                        principalTable: "users",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_data_requests_users_verified_by",
                        column: x => x.verified_by,
                        principalTable: "users",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "retention_rules",
                columns: table => new
                {
                    id = table.Column<int>(type: "integer", nullable: false),
                    purpose = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    months = table.Column<int>(type: "integer", nullable: false),
                    valid_from = table.Column<DateOnly>(type: "date", nullable: false),
                    valid_to = table.Column<DateOnly>(type: "date", nullable: true),
                    regulation = table.Column<string>(type: "character varying(120)", maxLength: 120, nullable: false),
                    article = table.Column<string>(type: "character varying(300)", maxLength: 300, nullable: false),
                    is_confirmed = table.Column<bool>(type: "boolean", nullable: false),
                    recorded_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_retention_rules", x => x.id);
                    table.CheckConstraint("ck_retention_rules_validity", "valid_to is null or valid_to >= valid_from");
                });

            migrationBuilder.CreateIndex(
                name: "ix_data_requests_decided_by",
                table: "data_requests",
                column: "decided_by");

            migrationBuilder.CreateIndex(
                name: "ix_data_requests_lifted_by",
                table: "data_requests",
                column: "lifted_by");

            migrationBuilder.CreateIndex(
                name: "ix_data_requests_nik",
                table: "data_requests",
                columns: new[] { "nik_hash", "status" });

            migrationBuilder.CreateIndex(
                name: "ix_data_requests_recorded_by",
                table: "data_requests",
                column: "recorded_by");

            migrationBuilder.CreateIndex(
                name: "ix_data_requests_verified_by",
                table: "data_requests",
                column: "verified_by");

            migrationBuilder.CreateIndex(
                name: "ix_data_requests_work",
                table: "data_requests",
                columns: new[] { "bank_position", "due_at" });

            migrationBuilder.CreateIndex(
                name: "ux_data_requests_number",
                table: "data_requests",
                column: "number",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ux_data_requests_open",
                table: "data_requests",
                columns: new[] { "enrollment_id", "kind" },
                unique: true,
                filter: "status in ('Received', 'Verified', 'Granted')");
            migrationBuilder.Sql(SqlScript.Read("privacy.v1.sql"));
        }
    }
}
