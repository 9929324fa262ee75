using BpjsBjb.Services.Access;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace BpjsBjb.Services.Data.Configurations;

internal sealed class UserAuthenticatorConfiguration : IEntityTypeConfiguration<UserAuthenticator>
{
    public void Configure(EntityTypeBuilder<UserAuthenticator> builder)
    {
        builder.ToTable("user_authenticators");
        builder.HasKey(row => row.UserId).HasName("pk_user_authenticators");
        builder.Property(row => row.UserId).ValueGeneratedNever();
        builder.HasOne<PortalUser>().WithOne().HasForeignKey<UserAuthenticator>(row => row.UserId);
    }
}

internal sealed class UserRecoveryCodeConfiguration : IEntityTypeConfiguration<UserRecoveryCode>
{
    public void Configure(EntityTypeBuilder<UserRecoveryCode> builder)
    {
        builder.ToTable("user_recovery_codes", table => table.HasCheckConstraint("ck_user_recovery_codes_hash", "octet_length(code_hash) = 32"));
        builder.HasKey(row => new { row.UserId, row.CodeHash });
        builder.HasOne<PortalUser>().WithMany().HasForeignKey(row => row.UserId);
    }
}
