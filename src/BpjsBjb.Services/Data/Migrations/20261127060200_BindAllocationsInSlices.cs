using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace BpjsBjb.Services.Data.Migrations
{
    /// <inheritdoc />
    [DbContext(typeof(BpjsBjbDbContext))]
    [Migration("20261127060200_BindAllocationsInSlices")]
    public partial class BindAllocationsInSlices : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.Sql(SqlScript.Read("csr.v5.sql"));
        }
    }
}
