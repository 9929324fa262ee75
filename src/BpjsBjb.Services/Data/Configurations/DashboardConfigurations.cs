using BpjsBjb.Services.Dashboards;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace BpjsBjb.Services.Data.Configurations;

internal sealed class ParticipantMonthConfiguration : IEntityTypeConfiguration<ParticipantMonth>
{
    public void Configure(EntityTypeBuilder<ParticipantMonth> builder) => builder.HasNoKey().ToView("participant_months");
}

internal sealed class ContributionReceiptConfiguration : IEntityTypeConfiguration<ContributionReceipt>
{
    public void Configure(EntityTypeBuilder<ContributionReceipt> builder) => builder.HasNoKey().ToView("contribution_receipts");
}

internal sealed class TargetInForceConfiguration : IEntityTypeConfiguration<TargetInForce>
{
    public void Configure(EntityTypeBuilder<TargetInForce> builder) => builder.HasNoKey().ToView("targets_in_force");
}
