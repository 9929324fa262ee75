using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace BpjsBjb.Services.Data.Migrations
{
    /// <inheritdoc />
    public partial class AddEmployers : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AlterColumn<Guid>(
                name: "business_id",
                table: "loans",
                type: "uuid",
                nullable: true,
                oldClrType: typeof(Guid),
                oldType: "uuid");

            migrationBuilder.AddColumn<Guid>(
                name: "employer_id",
                table: "loans",
                type: "uuid",
                nullable: true);

            migrationBuilder.AddColumn<Guid>(
                name: "group_id",
                table: "loans",
                type: "uuid",
                nullable: true);

            migrationBuilder.AddColumn<bool>(
                name: "is_for_groups",
                table: "loan_products",
                type: "boolean",
                nullable: false,
                defaultValue: false);

            migrationBuilder.CreateTable(
                name: "business_type_answers",
                columns: table => new
                {
                    id = table.Column<int>(type: "integer", nullable: false),
                    words = table.Column<string>(type: "character varying(300)", maxLength: 300, nullable: false),
                    question_id = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    question_en = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    answer_id = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    answer_en = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    business_type_id = table.Column<string>(type: "character varying(10)", maxLength: 10, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_business_type_answers", x => x.id);
                    table.ForeignKey(
                        name: "fk_business_type_answers_business_types_business_type_id",
                        column: x => x.business_type_id,
                        principalTable: "business_types",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "employers",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    legal_form = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    name = table.Column<string>(type: "character varying(120)", maxLength: 120, nullable: false),
                    name_search = table.Column<string>(type: "character varying(120)", maxLength: 120, nullable: false),
                    npwp_sealed = table.Column<byte[]>(type: "bytea", nullable: false),
                    npwp_hash = table.Column<byte[]>(type: "bytea", nullable: false),
                    nib = table.Column<string>(type: "character varying(13)", maxLength: 13, nullable: true),
                    cooperative_number = table.Column<string>(type: "character varying(20)", maxLength: 20, nullable: true),
                    npp = table.Column<string>(type: "character varying(32)", maxLength: 32, nullable: true),
                    npp_by = table.Column<Guid>(type: "uuid", nullable: true),
                    npp_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    business_type_id = table.Column<string>(type: "character varying(10)", maxLength: 10, nullable: false),
                    risk_group = table.Column<int>(type: "integer", nullable: false),
                    capital = table.Column<long>(type: "bigint", nullable: false),
                    annual_sales = table.Column<long>(type: "bigint", nullable: true),
                    @class = table.Column<string>(name: "class", type: "character varying(40)", maxLength: 40, nullable: false),
                    regency_code = table.Column<string>(type: "character varying(4)", maxLength: 4, nullable: false),
                    office_id = table.Column<Guid>(type: "uuid", nullable: false),
                    bank_position = table.Column<int>(type: "integer", nullable: false),
                    bpjs_office_id = table.Column<Guid>(type: "uuid", nullable: false),
                    bpjs_position = table.Column<int>(type: "integer", nullable: false),
                    registered_by = table.Column<Guid>(type: "uuid", nullable: false),
                    registered_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    xmin = table.Column<uint>(type: "xid", rowVersion: true, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_employers", x => x.id);
                    table.CheckConstraint("ck_employers_amounts", "capital >= 0 and coalesce(annual_sales, 0) >= 0");
                    table.CheckConstraint("ck_employers_cooperative_number", "cooperative_number is null or legal_form = 'Cooperative'");
                    table.CheckConstraint("ck_employers_four_eyes", "npp_by is null or npp_by <> registered_by");
                    table.CheckConstraint("ck_employers_npp", "(npp is null) = (npp_by is null) and (npp is null) = (npp_at is null)");
                    table.CheckConstraint("ck_employers_risk_group", "risk_group between 1 and 5");
                    table.ForeignKey(
                        name: "fk_employers_business_types_business_type_id",
                        column: x => x.business_type_id,
                        principalTable: "business_types",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_employers_offices_bpjs_office_id",
                        column: x => x.bpjs_office_id,
                        principalTable: "offices",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_employers_offices_office_id",
                        column: x => x.office_id,
                        principalTable: "offices",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "loan_groups",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    name = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: false),
                    office_id = table.Column<Guid>(type: "uuid", nullable: false),
                    bank_position = table.Column<int>(type: "integer", nullable: false),
                    bpjs_position = table.Column<int>(type: "integer", nullable: false),
                    registered_by = table.Column<Guid>(type: "uuid", nullable: false),
                    registered_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_loan_groups", x => x.id);
                    table.ForeignKey(
                        name: "fk_loan_groups_offices_office_id",
                        column: x => x.office_id,
                        principalTable: "offices",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "loan_members",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    loan_id = table.Column<Guid>(type: "uuid", nullable: false),
                    nik_hash = table.Column<byte[]>(type: "bytea", nullable: false),
                    nik_sealed = table.Column<byte[]>(type: "bytea", nullable: false),
                    full_name = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: false),
                    exemption = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: true),
                    added_by = table.Column<Guid>(type: "uuid", nullable: false),
                    added_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_loan_members", x => x.id);
                    table.ForeignKey(
                        name: "fk_loan_members_loans_loan_id",
                        column: x => x.loan_id,
                        principalTable: "loans",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "employer_payments",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    employer_id = table.Column<Guid>(type: "uuid", nullable: false),
                    month = table.Column<DateOnly>(type: "date", nullable: false),
                    worker_count = table.Column<int>(type: "integer", nullable: false),
                    amount = table.Column<long>(type: "bigint", nullable: false),
                    paid_on = table.Column<DateOnly>(type: "date", nullable: false),
                    reference = table.Column<string>(type: "character varying(60)", maxLength: 60, nullable: false),
                    recorded_by = table.Column<Guid>(type: "uuid", nullable: false),
                    recorded_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_employer_payments", x => x.id);
                    table.CheckConstraint("ck_employer_payments_amount", "amount > 0 and worker_count > 0 and month = date_trunc('month', month::timestamp)::date");
                    table.ForeignKey(
                        name: "fk_employer_payments_employers_employer_id",
                        column: x => x.employer_id,
                        principalTable: "employers",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "employer_workers",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    employer_id = table.Column<Guid>(type: "uuid", nullable: false),
                    nik_hash = table.Column<byte[]>(type: "bytea", nullable: false),
                    nik_sealed = table.Column<byte[]>(type: "bytea", nullable: false),
                    full_name = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: false),
                    birth_date = table.Column<DateOnly>(type: "date", nullable: false),
                    role = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    wage_sealed = table.Column<byte[]>(type: "bytea", nullable: false),
                    valid_from = table.Column<DateOnly>(type: "date", nullable: false),
                    valid_to = table.Column<DateOnly>(type: "date", nullable: true),
                    registered_by = table.Column<Guid>(type: "uuid", nullable: false),
                    registered_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    xmin = table.Column<uint>(type: "xid", rowVersion: true, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_employer_workers", x => x.id);
                    table.CheckConstraint("ck_employer_workers_days", "valid_to is null or valid_to >= valid_from");
                    table.ForeignKey(
                        name: "fk_employer_workers_employers_employer_id",
                        column: x => x.employer_id,
                        principalTable: "employers",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "worker_months",
                columns: table => new
                {
                    employer_id = table.Column<Guid>(type: "uuid", nullable: false),
                    nik_hash = table.Column<byte[]>(type: "bytea", nullable: false),
                    month = table.Column<DateOnly>(type: "date", nullable: false),
                    payment_id = table.Column<Guid>(type: "uuid", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_worker_months", x => new { x.employer_id, x.nik_hash, x.month });
                    table.ForeignKey(
                        name: "fk_worker_months_employer_payments_payment_id",
                        column: x => x.payment_id,
                        principalTable: "employer_payments",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_worker_months_employers_employer_id",
                        column: x => x.employer_id,
                        principalTable: "employers",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateIndex(
                name: "ix_loans_employer",
                table: "loans",
                column: "employer_id",
                filter: "employer_id is not null");

            migrationBuilder.CreateIndex(
                name: "ix_loans_group",
                table: "loans",
                column: "group_id",
                filter: "group_id is not null");

            migrationBuilder.AddCheckConstraint(
                name: "ck_loans_debtor",
                table: "loans",
                sql: "num_nonnulls(business_id, employer_id) = 1 and (employer_id is null or group_id is null)");

            migrationBuilder.CreateIndex(
                name: "ix_business_type_answers_business_type_id",
                table: "business_type_answers",
                column: "business_type_id");

            migrationBuilder.CreateIndex(
                name: "ix_employer_payments_employer",
                table: "employer_payments",
                columns: new[] { "employer_id", "month" });

            migrationBuilder.CreateIndex(
                name: "ux_employer_payments_reference",
                table: "employer_payments",
                column: "reference",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ux_employer_workers_open",
                table: "employer_workers",
                columns: new[] { "employer_id", "nik_hash" },
                unique: true,
                filter: "valid_to is null");

            migrationBuilder.CreateIndex(
                name: "ix_employers_bpjs_office_id",
                table: "employers",
                column: "bpjs_office_id");

            migrationBuilder.CreateIndex(
                name: "ix_employers_business_type_id",
                table: "employers",
                column: "business_type_id");

            migrationBuilder.CreateIndex(
                name: "ix_employers_office_id",
                table: "employers",
                column: "office_id");

            migrationBuilder.CreateIndex(
                name: "ix_employers_place",
                table: "employers",
                columns: new[] { "bank_position", "bpjs_position" });

            migrationBuilder.CreateIndex(
                name: "ux_employers_npp",
                table: "employers",
                column: "npp",
                unique: true,
                filter: "npp is not null");

            migrationBuilder.CreateIndex(
                name: "ux_employers_npwp",
                table: "employers",
                column: "npwp_hash",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_loan_groups_place",
                table: "loan_groups",
                columns: new[] { "bank_position", "bpjs_position" });

            migrationBuilder.CreateIndex(
                name: "ux_loan_groups_name",
                table: "loan_groups",
                columns: new[] { "office_id", "name" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ux_loan_members_nik",
                table: "loan_members",
                columns: new[] { "loan_id", "nik_hash" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_worker_months_payment_id",
                table: "worker_months",
                column: "payment_id");

            migrationBuilder.AddForeignKey(
                name: "fk_loans_employers_employer_id",
                table: "loans",
                column: "employer_id",
                principalTable: "employers",
                principalColumn: "id",
                onDelete: ReferentialAction.Restrict);

            migrationBuilder.AddForeignKey(
                name: "fk_loans_loan_groups_group_id",
                table: "loans",
                column: "group_id",
                principalTable: "loan_groups",
                principalColumn: "id",
                onDelete: ReferentialAction.Restrict);

            migrationBuilder.Sql(SqlScript.Read("employers.v1.sql"));
        }
    }
}
