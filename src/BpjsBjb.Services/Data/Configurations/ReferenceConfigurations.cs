using BpjsBjb.Domain.Businesses;
using BpjsBjb.Domain.Dashboards;
using BpjsBjb.Domain.Loans;
using BpjsBjb.Domain.Offices;
using BpjsBjb.Services.Access;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace BpjsBjb.Services.Data.Configurations;

internal sealed class OfficeConfiguration : IEntityTypeConfiguration<Office>
{
    public void Configure(EntityTypeBuilder<Office> builder)
    {
        builder.ToTable(table => table.HasCheckConstraint("ck_offices_interval", "position <= position_end"));
        builder.Property(office => office.Id).ValueGeneratedNever();
        builder.Property(office => office.Name).HasMaxLength(100);
        builder.Property(office => office.Code).HasMaxLength(20);
        builder.HasIndex(office => new { office.Institution, office.Position }).IsUnique().HasDatabaseName("ux_offices_position");
        builder.HasOne<Office>().WithMany().HasForeignKey(office => office.ParentId);
    }
}

internal sealed class RegionConfiguration : IEntityTypeConfiguration<Region>
{
    public void Configure(EntityTypeBuilder<Region> builder)
    {
        builder.HasKey(region => region.Code);
        builder.Property(region => region.Code).HasMaxLength(6);
        builder.Property(region => region.Name).HasMaxLength(100);
        builder.HasIndex(region => region.ParentCode).HasDatabaseName("ix_regions_parent");
    }
}

internal sealed class RegionTileConfiguration : IEntityTypeConfiguration<RegionTile>
{
    public void Configure(EntityTypeBuilder<RegionTile> builder)
    {
        builder.HasKey(tile => tile.RegencyCode);
        builder.Property(tile => tile.RegencyCode).HasMaxLength(4);
        builder.Property(tile => tile.Column).HasColumnName("map_column");
        builder.Property(tile => tile.Row).HasColumnName("map_row");
        builder.HasIndex(tile => new { tile.Column, tile.Row }).IsUnique().HasDatabaseName("ux_region_tiles_place");
    }
}

internal sealed class BusinessTypeConfiguration : IEntityTypeConfiguration<BusinessType>
{
    public void Configure(EntityTypeBuilder<BusinessType> builder)
    {
        builder.Property(type => type.Id).HasMaxLength(10).ValueGeneratedNever();
        builder.Property(type => type.Name).HasMaxLength(300);
    }
}

internal sealed class LoanProductConfiguration : IEntityTypeConfiguration<LoanProduct>
{
    public void Configure(EntityTypeBuilder<LoanProduct> builder)
    {
        builder.HasKey(product => product.Code);
        builder.Property(product => product.Code).HasMaxLength(30);
        builder.Property(product => product.Name).HasMaxLength(100);
    }
}

internal sealed class GuarantorConfiguration : IEntityTypeConfiguration<Guarantor>
{
    public void Configure(EntityTypeBuilder<Guarantor> builder)
    {
        builder.HasKey(guarantor => guarantor.Code);
        builder.Property(guarantor => guarantor.Code).HasMaxLength(30);
        builder.Property(guarantor => guarantor.Name).HasMaxLength(100);
        builder.Property(guarantor => guarantor.CoverPercent).HasPrecision(5, 2);
        builder.Property(guarantor => guarantor.PremiumPercent).HasPrecision(5, 2);
        builder.Property(guarantor => guarantor.LegalBasis).HasMaxLength(300);
        builder.Property(guarantor => guarantor.Source).HasMaxLength(300);
    }
}

internal sealed class TargetConfiguration : IEntityTypeConfiguration<Target>
{
    public void Configure(EntityTypeBuilder<Target> builder) =>
        builder.HasKey(target => new { target.RegencyCode, target.Month, target.Measure, target.Version });
}

internal sealed class BaselineConfiguration : IEntityTypeConfiguration<Baseline>
{
    public void Configure(EntityTypeBuilder<Baseline> builder) => builder.Property(row => row.Id).ValueGeneratedNever();
}

internal sealed class KeyCheckConfiguration : IEntityTypeConfiguration<KeyCheck>
{
    public void Configure(EntityTypeBuilder<KeyCheck> builder)
    {
        builder.ToTable("key_checks");
        builder.HasKey(check => check.Version);
        builder.Property(check => check.Version).ValueGeneratedNever();
    }
}

internal sealed class KeyRingConfiguration : IEntityTypeConfiguration<KeyRingEntry>
{
    public void Configure(EntityTypeBuilder<KeyRingEntry> builder)
    {
        builder.ToTable("key_ring");
        builder.Property(entry => entry.Id).ValueGeneratedNever();
    }
}

internal sealed class PortalUserConfiguration : IEntityTypeConfiguration<PortalUser>
{
    public void Configure(EntityTypeBuilder<PortalUser> builder)
    {
        builder.Property(user => user.FullName).HasMaxLength(100);
        // The grant in force moves these, in the database; a stale copy must not move them back.
        builder.Property(user => user.Role).Metadata.SetAfterSaveBehavior(PropertySaveBehavior.Ignore);
        builder.Property(user => user.OfficeId).Metadata.SetAfterSaveBehavior(PropertySaveBehavior.Ignore);
        // Failures are counted by statements of their own: Identity writes whole users, and a stale copy would forgive them.
        builder.Property(user => user.AccessFailedCount).Metadata.SetAfterSaveBehavior(PropertySaveBehavior.Ignore);
        builder.Property(user => user.LocksInARow).Metadata.SetAfterSaveBehavior(PropertySaveBehavior.Ignore);
        builder.Property(user => user.LockoutEnd).Metadata.SetAfterSaveBehavior(PropertySaveBehavior.Ignore);
        builder.HasOne<Office>().WithMany().HasForeignKey(user => user.OfficeId).OnDelete(DeleteBehavior.Restrict);
    }
}
