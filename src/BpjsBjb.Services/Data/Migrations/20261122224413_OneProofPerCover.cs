using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace BpjsBjb.Services.Data.Migrations
{
    /// <inheritdoc />
    public partial class OneProofPerCover : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "ix_proofs_loan_id",
                table: "proofs");

            migrationBuilder.CreateIndex(
                name: "ux_proofs_loan_cover",
                table: "proofs",
                columns: new[] { "loan_id", "covered_from", "covered_through" },
                unique: true);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "ux_proofs_loan_cover",
                table: "proofs");

            migrationBuilder.CreateIndex(
                name: "ix_proofs_loan_id",
                table: "proofs",
                column: "loan_id");
        }
    }
}
