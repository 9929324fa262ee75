using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace BpjsBjb.Services.Data.Migrations
{
    /// <inheritdoc />
    [DbContext(typeof(BpjsBjbDbContext))]
    [Migration("20261126194000_TellOfCover")]
    public partial class TellOfCover : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder) => migrationBuilder.Sql(SqlScript.Read("notices.v3.sql"));
    }
}
