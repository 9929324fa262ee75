using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace BpjsBjb.Services.Data.Migrations
{
    /// <inheritdoc />
    public partial class AddDashboardViews : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateIndex(
                name: "ix_payments_paid_on",
                table: "payments",
                column: "paid_on");

            migrationBuilder.CreateIndex(
                name: "ix_enrollments_decided",
                table: "enrollments",
                column: "decided_at",
                filter: "decided_by is not null");

            migrationBuilder.Sql(SqlScript.Read("participant_months.v1.sql"));
            migrationBuilder.Sql(SqlScript.Read("contribution_receipts.v1.sql"));
            migrationBuilder.Sql(SqlScript.Read("targets_in_force.v1.sql"));
        }
    }
}
