using BpjsBjb.Domain.Claims;
using BpjsBjb.Domain.Participations;
using BpjsBjb.Domain.People;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace BpjsBjb.Services.Data.Configurations;

internal sealed class ClaimConfiguration : IEntityTypeConfiguration<Claim>
{
    public void Configure(EntityTypeBuilder<Claim> builder)
    {
        builder.ToTable("claims");
        builder.Property(claim => claim.Id).ValueGeneratedNever();
        builder.HasAlternateKey(claim => new { claim.Id, claim.OpenedBy }).HasName("ak_claims_opened_by");
        builder.HasIndex(claim => claim.ParticipationId).HasDatabaseName("ix_claims_participation");
        builder.HasIndex(claim => claim.PersonId).HasDatabaseName("ix_claims_person");
        builder.HasOne<Participation>().WithMany().HasForeignKey(claim => claim.ParticipationId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<Person>().WithMany().HasForeignKey(claim => claim.PersonId).OnDelete(DeleteBehavior.Restrict);
    }
}

internal sealed class ClaimEventConfiguration : IEntityTypeConfiguration<ClaimEvent>
{
    public void Configure(EntityTypeBuilder<ClaimEvent> builder)
    {
        builder.ToTable("claim_events", table =>
        {
            table.HasCheckConstraint("ck_claim_events_item", "(item is not null) = (kind in ('ItemReceived', 'ItemNotNeeded', 'ItemMissing'))");
            table.HasCheckConstraint("ck_claim_events_reason", "(reason is not null) = (kind = 'ItemNotNeeded')");
        });
        builder.Property(line => line.Id).ValueGeneratedNever();
        builder.HasIndex(line => new { line.ClaimId, line.At }).HasDatabaseName("ix_claim_events_claim");
        builder.HasOne<Claim>().WithMany().HasForeignKey(line => line.ClaimId).OnDelete(DeleteBehavior.Restrict);
    }
}

internal sealed class ClaimHeirConfiguration : IEntityTypeConfiguration<ClaimHeir>
{
    public void Configure(EntityTypeBuilder<ClaimHeir> builder)
    {
        builder.ToTable("claim_heirs");
        builder.Property(heir => heir.Id).ValueGeneratedNever();
        builder.HasIndex(heir => heir.ClaimId).HasDatabaseName("ix_claim_heirs_claim");
        builder.HasOne<Claim>().WithMany().HasForeignKey(heir => heir.ClaimId).OnDelete(DeleteBehavior.Restrict);
    }
}

internal sealed class ClaimClosureConfiguration : IEntityTypeConfiguration<ClaimClosure>
{
    public const string OnceOnly = "ux_claim_closures_claim";
    public const string SecondPerson = "ck_claim_closures_second_person";

    public void Configure(EntityTypeBuilder<ClaimClosure> builder)
    {
        builder.ToTable("claim_closures", table =>
        {
            table.HasCheckConstraint(SecondPerson, "closed_by <> opened_by");
            table.HasCheckConstraint(
                "ck_claim_closures_paid", "(outcome = 'Paid') = (paid_on is not null) and (outcome = 'Paid') = (amount is not null) and coalesce(amount, 1) > 0");
            table.HasCheckConstraint(
                "ck_claim_closures_reason",
                "case outcome when 'RefusedByBpjs' then coalesce(reason in ('NotCovered', 'NotWorkRelated', 'DocumentsIncomplete', 'NoEntitledHeir', 'RefusedOtherwise'), false) "
                + "when 'Withdrawn' then coalesce(reason in ('WrongPerson', 'ReportUntrue', 'WrongKindOfEvent'), false) else reason is null end");
        });
        builder.Property(closure => closure.Id).ValueGeneratedNever();
        builder.HasIndex(closure => new { closure.ClaimId, closure.OpenedBy }).IsUnique().HasDatabaseName(OnceOnly);
        // With whoever opened the claim, so that no other name can be written there.
        builder.HasOne<Claim>().WithOne().HasForeignKey<ClaimClosure>(closure => new { closure.ClaimId, closure.OpenedBy })
            .HasPrincipalKey<Claim>(claim => new { claim.Id, claim.OpenedBy }).HasConstraintName("fk_claim_closures_claims").OnDelete(DeleteBehavior.Restrict);
    }
}

internal sealed class ClaimItemRuleConfiguration : DatedRuleConfiguration<ClaimItemRule>
{
    protected override string Table => "claim_items";
}
