using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace BpjsBjb.Services.Data.Migrations
{
    /// <inheritdoc />
    public partial class AddAccessGrants : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "access_grants",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    user_id = table.Column<Guid>(type: "uuid", nullable: false),
                    role = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    office_id = table.Column<Guid>(type: "uuid", nullable: false),
                    valid_to = table.Column<DateOnly>(type: "date", nullable: true),
                    origin = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    proposed_by = table.Column<Guid>(type: "uuid", nullable: true),
                    proposed_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    approved_by = table.Column<Guid>(type: "uuid", nullable: true),
                    approved_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    refused_by = table.Column<Guid>(type: "uuid", nullable: true),
                    refused_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    ended_by = table.Column<Guid>(type: "uuid", nullable: true),
                    ended_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    ended_why = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: true),
                    recertified_by = table.Column<Guid>(type: "uuid", nullable: true),
                    recertified_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    xmin = table.Column<uint>(type: "xid", rowVersion: true, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_access_grants", x => x.id);
                    table.CheckConstraint("ck_access_grants_confirmer", "recertified_by is null or recertified_by <> user_id");
                    table.CheckConstraint("ck_access_grants_decided_once", "(approved_at is null or refused_at is null) and (refused_at is null) = (refused_by is null)");
                    table.CheckConstraint("ck_access_grants_ended", "(ended_at is null) = (ended_by is null) and (ended_at is null) = (ended_why is null) and (ended_at is null or (approved_at is not null and ended_at >= approved_at))");
                    table.CheckConstraint("ck_access_grants_four_eyes", "approved_by is null or (approved_by <> proposed_by and approved_by <> user_id)");
                    table.CheckConstraint("ck_access_grants_origin", "case when origin = 'Admins' then proposed_by is not null and (approved_at is null) = (approved_by is null) else proposed_by is null and approved_by is null and approved_at is not null end");
                    table.ForeignKey(
                        name: "fk_access_grants_offices_office_id",
                        column: x => x.office_id,
                        principalTable: "offices",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_access_grants_users_approved_by",
                        column: x => x.approved_by,
                        principalTable: "users",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_access_grants_users_ended_by",
                        column: x => x.ended_by,
                        principalTable: "users",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_access_grants_users_proposed_by",
                        column: x => x.proposed_by,
                        principalTable: "users",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_access_grants_users_recertified_by",
                        column: x => x.recertified_by,
                        principalTable: "users",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_access_grants_users_refused_by",
                        column: x => x.refused_by,
                        principalTable: "users",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_access_grants_users_user_id",
                        column: x => x.user_id,
                        principalTable: "users",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "invitations",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    user_id = table.Column<Guid>(type: "uuid", nullable: false),
                    token_hash = table.Column<byte[]>(type: "bytea", nullable: false),
                    created_by = table.Column<Guid>(type: "uuid", nullable: true),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    expires_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    used_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_invitations", x => x.id);
                    table.ForeignKey(
                        name: "fk_invitations_users_created_by",
                        column: x => x.created_by,
                        principalTable: "users",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_invitations_users_user_id",
                        column: x => x.user_id,
                        principalTable: "users",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateIndex(
                name: "ix_access_grants_approved_by",
                table: "access_grants",
                column: "approved_by");

            migrationBuilder.CreateIndex(
                name: "ix_access_grants_ended_by",
                table: "access_grants",
                column: "ended_by");

            migrationBuilder.CreateIndex(
                name: "ix_access_grants_office_id",
                table: "access_grants",
                column: "office_id");

            migrationBuilder.CreateIndex(
                name: "ix_access_grants_proposed_by",
                table: "access_grants",
                column: "proposed_by");

            migrationBuilder.CreateIndex(
                name: "ix_access_grants_recertified_by",
                table: "access_grants",
                column: "recertified_by");

            migrationBuilder.CreateIndex(
                name: "ix_access_grants_refused_by",
                table: "access_grants",
                column: "refused_by");

            migrationBuilder.CreateIndex(
                name: "ix_access_grants_user",
                table: "access_grants",
                columns: new[] { "user_id", "proposed_at" });

            migrationBuilder.CreateIndex(
                name: "ux_access_grants_proposal",
                table: "access_grants",
                column: "user_id",
                unique: true,
                filter: "approved_at is null and refused_at is null");

            migrationBuilder.CreateIndex(
                name: "ix_invitations_created_by",
                table: "invitations",
                column: "created_by");

            migrationBuilder.CreateIndex(
                name: "ix_invitations_user_id",
                table: "invitations",
                column: "user_id");

            migrationBuilder.CreateIndex(
                name: "ux_invitations_token",
                table: "invitations",
                column: "token_hash",
                unique: true);
            migrationBuilder.Sql(SqlScript.Read("access_grants.v1.sql"));
        }
    }
}
