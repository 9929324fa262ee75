using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace BpjsBjb.Services.Data.Migrations
{
    /// <inheritdoc />
    public partial class FollowClaims : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "claim_items",
                columns: table => new
                {
                    id = table.Column<int>(type: "integer", nullable: false),
                    kind = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    item = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    is_required = table.Column<bool>(type: "boolean", nullable: false),
                    form = table.Column<string>(type: "text", nullable: false),
                    valid_from = table.Column<DateOnly>(type: "date", nullable: false),
                    valid_to = table.Column<DateOnly>(type: "date", nullable: true),
                    regulation = table.Column<string>(type: "character varying(120)", maxLength: 120, nullable: false),
                    article = table.Column<string>(type: "character varying(300)", maxLength: 300, nullable: false),
                    is_confirmed = table.Column<bool>(type: "boolean", nullable: false),
                    recorded_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_claim_items", x => x.id);
                    table.CheckConstraint("ck_claim_items_validity", "valid_to is null or valid_to >= valid_from");
                });

            migrationBuilder.CreateTable(
                name: "claims",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    participation_id = table.Column<Guid>(type: "uuid", nullable: false),
                    person_id = table.Column<Guid>(type: "uuid", nullable: false),
                    kind = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    happened_on = table.Column<DateOnly>(type: "date", nullable: false),
                    happened_time = table.Column<TimeOnly>(type: "time without time zone", nullable: true),
                    place_sealed = table.Column<byte[]>(type: "bytea", nullable: true),
                    told_by = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    told_on = table.Column<DateOnly>(type: "date", nullable: false),
                    opened_by = table.Column<Guid>(type: "uuid", nullable: false),
                    opened_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_claims", x => x.id);
                    table.UniqueConstraint("ak_claims_opened_by", x => new { x.id, x.opened_by });
                    table.ForeignKey(
                        name: "fk_claims_participations_participation_id",
                        column: x => x.participation_id,
                        principalTable: "participations",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_claims_people_person_id",
                        column: x => x.person_id,
                        principalTable: "people",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "claim_closures",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    claim_id = table.Column<Guid>(type: "uuid", nullable: false),
                    participation_id = table.Column<Guid>(type: "uuid", nullable: false),
                    opened_by = table.Column<Guid>(type: "uuid", nullable: false),
                    outcome = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    reason = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: true),
                    paid_on = table.Column<DateOnly>(type: "date", nullable: true),
                    amount = table.Column<long>(type: "bigint", nullable: true),
                    closed_by = table.Column<Guid>(type: "uuid", nullable: false),
                    closed_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_claim_closures", x => x.id);
                    table.CheckConstraint("ck_claim_closures_paid", "(outcome = 'Paid') = (paid_on is not null) and (outcome = 'Paid') = (amount is not null) and coalesce(amount, 1) > 0");
                    table.CheckConstraint("ck_claim_closures_reason", "case outcome when 'RefusedByBpjs' then coalesce(reason in ('NotCovered', 'NotWorkRelated', 'DocumentsIncomplete', 'NoEntitledHeir', 'RefusedOtherwise'), false) when 'Withdrawn' then coalesce(reason in ('WrongPerson', 'ReportUntrue', 'WrongKindOfEvent'), false) else reason is null end");
                    table.CheckConstraint("ck_claim_closures_second_person", "closed_by <> opened_by");
                    table.ForeignKey(
                        name: "fk_claim_closures_claims",
                        columns: x => new { x.claim_id, x.opened_by },
                        principalTable: "claims",
                        principalColumns: new[] { "id", "opened_by" },
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "claim_events",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    claim_id = table.Column<Guid>(type: "uuid", nullable: false),
                    participation_id = table.Column<Guid>(type: "uuid", nullable: false),
                    kind = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    item = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: true),
                    on = table.Column<DateOnly>(type: "date", nullable: false),
                    reason = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: true),
                    by = table.Column<Guid>(type: "uuid", nullable: false),
                    at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_claim_events", x => x.id);
                    table.CheckConstraint("ck_claim_events_item", "(item is not null) = (kind in ('ItemReceived', 'ItemNotNeeded', 'ItemMissing'))");
                    table.CheckConstraint("ck_claim_events_reason", "(reason is not null) = (kind = 'ItemNotNeeded')");
                    table.ForeignKey(
                        name: "fk_claim_events_claims_claim_id",
                        column: x => x.claim_id,
                        principalTable: "claims",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "claim_heirs",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    claim_id = table.Column<Guid>(type: "uuid", nullable: false),
                    participation_id = table.Column<Guid>(type: "uuid", nullable: false),
                    name_sealed = table.Column<byte[]>(type: "bytea", nullable: false),
                    relation = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    phone_sealed = table.Column<byte[]>(type: "bytea", nullable: true),
                    added_by = table.Column<Guid>(type: "uuid", nullable: false),
                    added_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_claim_heirs", x => x.id);
                    table.ForeignKey(
                        name: "fk_claim_heirs_claims_claim_id",
                        column: x => x.claim_id,
                        principalTable: "claims",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateIndex(
                name: "ux_claim_closures_claim",
                table: "claim_closures",
                columns: new[] { "claim_id", "opened_by" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_claim_events_claim",
                table: "claim_events",
                columns: new[] { "claim_id", "at" });

            migrationBuilder.CreateIndex(
                name: "ix_claim_heirs_claim",
                table: "claim_heirs",
                column: "claim_id");

            migrationBuilder.CreateIndex(
                name: "ix_claims_participation",
                table: "claims",
                column: "participation_id");

            migrationBuilder.CreateIndex(
                name: "ix_claims_person",
                table: "claims",
                column: "person_id");

            migrationBuilder.Sql(SqlScript.Read("claims.v1.sql"));
        }
    }
}
