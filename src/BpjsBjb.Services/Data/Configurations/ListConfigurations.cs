using BpjsBjb.Services.Contributions;
using BpjsBjb.Services.Enrollments;
using BpjsBjb.Services.Loans;
using BpjsBjb.Services.Reviews;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace BpjsBjb.Services.Data.Configurations;

internal sealed class FacilityConfiguration : IEntityTypeConfiguration<Facility>
{
    public void Configure(EntityTypeBuilder<Facility> builder) => builder.HasNoKey().ToView("facilities");
}

internal sealed class FacilityMonthConfiguration : IEntityTypeConfiguration<FacilityMonth>
{
    public void Configure(EntityTypeBuilder<FacilityMonth> builder) => builder.HasNoKey().ToView("facility_months");
}

internal sealed class CaseStandingConfiguration : IEntityTypeConfiguration<CaseStanding>
{
    public void Configure(EntityTypeBuilder<CaseStanding> builder) => builder.HasNoKey().ToView("case_standings");
}

internal sealed class CaseMonthConfiguration : IEntityTypeConfiguration<CaseMonth>
{
    public void Configure(EntityTypeBuilder<CaseMonth> builder) => builder.HasNoKey().ToView("case_months");
}

internal sealed class ReviewQueueConfiguration : IEntityTypeConfiguration<ReviewQueueRow>
{
    public void Configure(EntityTypeBuilder<ReviewQueueRow> builder) => builder.HasNoKey().ToView("review_queue");
}

internal sealed class CaseBillConfiguration : IEntityTypeConfiguration<CaseBill>
{
    public void Configure(EntityTypeBuilder<CaseBill> builder) => builder.HasNoKey().ToView("case_bills");
}
