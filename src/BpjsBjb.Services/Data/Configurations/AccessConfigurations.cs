using BpjsBjb.Domain.Access;
using BpjsBjb.Domain.Offices;
using BpjsBjb.Services.Access;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace BpjsBjb.Services.Data.Configurations;

internal sealed class AccessGrantConfiguration : IEntityTypeConfiguration<AccessGrant>
{
    public const string FourEyes = "ck_access_grants_four_eyes";
    public const string OneProposal = "ux_access_grants_proposal";
    public const string OneInForce = "ex_access_grants_in_force";

    public void Configure(EntityTypeBuilder<AccessGrant> builder)
    {
        builder.ToTable(table =>
        {
            table.HasCheckConstraint(FourEyes, "approved_by is null or (approved_by <> proposed_by and approved_by <> user_id)");
            table.HasCheckConstraint("ck_access_grants_confirmer", "recertified_by is null or recertified_by <> user_id");
            table.HasCheckConstraint(
                "ck_access_grants_origin",
                "case when origin = 'Admins' then proposed_by is not null and (approved_at is null) = (approved_by is null) "
                + "else proposed_by is null and approved_by is null and approved_at is not null end");
            table.HasCheckConstraint(
                "ck_access_grants_decided_once", "(approved_at is null or refused_at is null) and (refused_at is null) = (refused_by is null)");
            table.HasCheckConstraint(
                "ck_access_grants_ended",
                "(ended_at is null) = (ended_by is null) and (ended_at is null) = (ended_why is null) "
                + "and (ended_at is null or (approved_at is not null and ended_at >= approved_at))");
        });
        builder.Property(grant => grant.Id).ValueGeneratedNever();
        builder.Property(grant => grant.Version).IsRowVersion();
        builder.HasIndex(grant => grant.UserId).IsUnique().HasDatabaseName(OneProposal).HasFilter("approved_at is null and refused_at is null");
        builder.HasIndex(grant => new { grant.UserId, grant.ProposedAt }).HasDatabaseName("ix_access_grants_user");
        builder.HasOne<Office>().WithMany().HasForeignKey(grant => grant.OfficeId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<PortalUser>().WithMany().HasForeignKey(grant => grant.UserId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<PortalUser>().WithMany().HasForeignKey(grant => grant.ProposedBy).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<PortalUser>().WithMany().HasForeignKey(grant => grant.ApprovedBy).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<PortalUser>().WithMany().HasForeignKey(grant => grant.RefusedBy).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<PortalUser>().WithMany().HasForeignKey(grant => grant.EndedBy).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<PortalUser>().WithMany().HasForeignKey(grant => grant.RecertifiedBy).OnDelete(DeleteBehavior.Restrict);
    }
}

internal sealed class InvitationConfiguration : IEntityTypeConfiguration<Invitation>
{
    public const string Other = "ck_invitations_other";

    public void Configure(EntityTypeBuilder<Invitation> builder)
    {
        builder.ToTable("invitations", table =>
        {
            table.HasCheckConstraint(Other, "purpose <> 'ForgottenPassword' or created_by <> user_id");
            table.HasCheckConstraint(
                "ck_invitations_purpose",
                "case purpose when 'FirstPassword' then reason is null and recognised is null "
                + "when 'ForgottenPassword' then created_by is not null and reason is not null and recognised is not null else false end");
        });
        builder.Property(invitation => invitation.Id).ValueGeneratedNever();
        builder.HasIndex(invitation => invitation.TokenHash).IsUnique().HasDatabaseName("ux_invitations_token");
        builder.HasOne<PortalUser>().WithMany().HasForeignKey(invitation => invitation.UserId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<PortalUser>().WithMany().HasForeignKey(invitation => invitation.CreatedBy).OnDelete(DeleteBehavior.Restrict);
    }
}
