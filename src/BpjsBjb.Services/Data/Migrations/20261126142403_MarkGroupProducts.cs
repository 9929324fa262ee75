using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace BpjsBjb.Services.Data.Migrations
{
    /// <inheritdoc />
    [DbContext(typeof(BpjsBjbDbContext))]
    [Migration("20261126142403_MarkGroupProducts")]
    public partial class MarkGroupProducts : Migration
    {
        /// <summary>A portal already in use has the product from before it was known that its debtors borrow in groups.</summary>
        protected override void Up(MigrationBuilder migrationBuilder) =>
            migrationBuilder.Sql("update loan_products set is_for_groups = true where code = 'MESRA'");
    }
}
