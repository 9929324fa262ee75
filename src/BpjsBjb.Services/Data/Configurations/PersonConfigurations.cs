using BpjsBjb.Domain.Businesses;
using BpjsBjb.Domain.Offices;
using BpjsBjb.Domain.Participations;
using BpjsBjb.Domain.People;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace BpjsBjb.Services.Data.Configurations;

internal sealed class PersonConfiguration : IEntityTypeConfiguration<Person>
{
    public const string OnePersonPerNik = "ux_people_nik";

    public void Configure(EntityTypeBuilder<Person> builder)
    {
        builder.ToTable("people");
        builder.Property(person => person.Id).ValueGeneratedNever();
        builder.Property(person => person.FullName).HasMaxLength(PersonName.MaximumLength);
        builder.Property(person => person.NameSearch).HasMaxLength(PersonName.MaximumLength);
        builder.Property(person => person.BirthPlace).HasMaxLength(100);
        builder.Property(person => person.DistrictCode).HasMaxLength(6);
        builder.HasIndex(person => person.NikHash).IsUnique().HasDatabaseName(OnePersonPerNik);
        builder.HasIndex(person => new { person.NameSearch, person.BirthDate }).HasDatabaseName("ix_people_name_birth_date");
    }
}

internal sealed class HeirConfiguration : IEntityTypeConfiguration<Heir>
{
    public void Configure(EntityTypeBuilder<Heir> builder)
    {
        builder.Property(heir => heir.Id).ValueGeneratedNever();
        builder.HasOne<Participation>().WithMany().HasForeignKey(heir => heir.ParticipationId);
    }
}

internal sealed class RegistryMemberConfiguration : IEntityTypeConfiguration<RegistryMember>
{
    public void Configure(EntityTypeBuilder<RegistryMember> builder)
    {
        builder.Property(member => member.Id).ValueGeneratedNever();
        builder.Property(member => member.FullName).HasMaxLength(PersonName.MaximumLength);
        builder.HasIndex(member => member.NikHash).HasDatabaseName("ix_registry_members_nik");
    }
}

internal sealed class BusinessConfiguration : IEntityTypeConfiguration<Business>
{
    public void Configure(EntityTypeBuilder<Business> builder)
    {
        builder.ToTable(table => table.HasCheckConstraint(
            "ck_businesses_amounts", "capital >= 0 and coalesce(annual_sales, 0) >= 0 and worker_count >= 0"));
        builder.Property(business => business.Id).ValueGeneratedNever();
        builder.Property(business => business.Description).HasMaxLength(200);
        builder.Property(business => business.RegencyCode).HasMaxLength(4);
        builder.Property(business => business.BusinessTypeId).HasMaxLength(10);
        builder.Property(business => business.RiskGroup).ValueGeneratedOnAddOrUpdate();
        builder.HasOne<Person>().WithMany().HasForeignKey(business => business.PersonId);
        builder.HasOne<BusinessType>().WithMany().HasForeignKey(business => business.BusinessTypeId);
    }
}

internal sealed class ParticipationConfiguration : IEntityTypeConfiguration<Participation>
{
    public const string OnePerPersonAndSegment = "ux_participations_person_segment";
    public const string OneCardOnce = "ux_participations_kpj";

    public void Configure(EntityTypeBuilder<Participation> builder)
    {
        builder.Property(participation => participation.Id).ValueGeneratedNever();
        builder.Property(participation => participation.Version).IsRowVersion();
        builder.Ignore(participation => participation.HasCard);
        builder.HasAlternateKey(participation => new { participation.Id, participation.PersonId }).HasName("ak_participations_person");
        builder.HasIndex(participation => new { participation.PersonId, participation.Segment }).IsUnique()
            .HasDatabaseName(OnePerPersonAndSegment);
        builder.HasIndex(participation => participation.KpjHash).IsUnique().HasDatabaseName(OneCardOnce).HasFilter("kpj_hash is not null");
        builder.HasIndex(participation => participation.CoveredThrough).HasDatabaseName("ix_participations_covered_through");
        builder.HasOne<Person>().WithMany().HasForeignKey(participation => participation.PersonId);
        builder.HasOne<Office>().WithMany().HasForeignKey(participation => participation.BpjsOfficeId).OnDelete(DeleteBehavior.Restrict);
        builder.Property(participation => participation.CoveredFrom).Metadata.SetAfterSaveBehavior(
            Microsoft.EntityFrameworkCore.Metadata.PropertySaveBehavior.Ignore);
        builder.Property(participation => participation.CoveredThrough).Metadata.SetAfterSaveBehavior(
            Microsoft.EntityFrameworkCore.Metadata.PropertySaveBehavior.Ignore);
    }
}

internal sealed class CoveredMonthConfiguration : IEntityTypeConfiguration<CoveredMonth>
{
    public const string OncePerMonth = "pk_covered_months";

    public void Configure(EntityTypeBuilder<CoveredMonth> builder)
    {
        builder.ToTable("covered_months", table => table.ExcludeFromMigrations()); // partitioned: made by guards.v1.sql
        builder.HasKey(row => new { row.ParticipationId, row.Month });
    }
}
