using BpjsBjb.Services.Access;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
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

internal sealed class FactorResetConfiguration : IEntityTypeConfiguration<FactorReset>
{
    public void Configure(EntityTypeBuilder<FactorReset> builder)
    {
        builder.ToTable("factor_resets", table => table.HasCheckConstraint("ck_factor_resets_other", "reset_by <> user_id"));
        builder.Property(reset => reset.Id).ValueGeneratedNever();
        builder.HasOne<PortalUser>().WithMany().HasForeignKey(reset => reset.UserId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<PortalUser>().WithMany().HasForeignKey(reset => reset.ResetBy).OnDelete(DeleteBehavior.Restrict);
    }
}

/// <summary>Identity's own table of passkeys. Nothing in it is secret: the private key stays in the person's device.</summary>
internal sealed class UserPasskeyConfiguration : IEntityTypeConfiguration<IdentityUserPasskey<Guid>>
{
    private const int LongestCredentialId = 1024;

    public void Configure(EntityTypeBuilder<IdentityUserPasskey<Guid>> builder)
    {
        builder.ToTable("user_passkeys");
        builder.HasKey(passkey => passkey.CredentialId);
        builder.Property(passkey => passkey.CredentialId).HasMaxLength(LongestCredentialId);
        builder.Property(passkey => passkey.UserId).Metadata.SetAfterSaveBehavior(PropertySaveBehavior.Ignore);
        builder.OwnsOne(passkey => passkey.Data).ToJson("data");
        builder.HasIndex(passkey => passkey.UserId);
        builder.HasOne<PortalUser>().WithMany().HasForeignKey(passkey => passkey.UserId);
    }
}

/// <summary>Identity's own table of subjects at outside providers: the provider is named by its issuer.</summary>
internal sealed class UserLoginConfiguration : IEntityTypeConfiguration<IdentityUserLogin<Guid>>
{
    public const string OneSubjectPerProvider = "ux_user_logins_user_provider";
    public const string OneUserPerSubject = "pk_user_logins";

    public void Configure(EntityTypeBuilder<IdentityUserLogin<Guid>> builder) =>
        builder.HasIndex(login => new { login.UserId, login.LoginProvider }).IsUnique().HasDatabaseName(OneSubjectPerProvider);
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
