using BpjsBjb.Services.Access;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace BpjsBjb.Services.Data.Configurations;

internal sealed class SessionConfiguration : IEntityTypeConfiguration<UserSession>
{
    public void Configure(EntityTypeBuilder<UserSession> builder)
    {
        builder.ToTable("user_sessions", table => table.HasCheckConstraint(
            "ck_user_sessions_end", "(ended_at is null) = (end_reason is null)"));
        builder.Property(session => session.Id).ValueGeneratedNever();
        builder.Property(session => session.AddressPrefix).HasMaxLength(60);
        builder.Property(session => session.Browser).HasMaxLength(60);
        builder.HasIndex(session => session.KeyHash).IsUnique().HasDatabaseName("ux_user_sessions_key");
        builder.HasIndex(session => session.UserId).HasDatabaseName("ix_user_sessions_live").HasFilter("ended_at is null");
        builder.HasOne<PortalUser>().WithMany().HasForeignKey(session => session.UserId).OnDelete(DeleteBehavior.Cascade);
    }
}
