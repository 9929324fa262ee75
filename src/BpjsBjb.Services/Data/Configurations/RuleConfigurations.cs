using BpjsBjb.Domain.Rules;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace BpjsBjb.Services.Data.Configurations;

/// <summary>What every rule table has in common: a fixed id, a citation, and validity (no overlap: guards.sql).</summary>
internal abstract class DatedRuleConfiguration<TRule> : IEntityTypeConfiguration<TRule>
    where TRule : DatedRule
{
    protected abstract string Table { get; }

    public void Configure(EntityTypeBuilder<TRule> builder)
    {
        builder.ToTable(Table, table => table.HasCheckConstraint(
            $"ck_{Table}_validity", "valid_to is null or valid_to >= valid_from"));
        builder.Property(rule => rule.Id).ValueGeneratedNever();
        builder.Property(rule => rule.Regulation).HasMaxLength(120);
        builder.Property(rule => rule.Article).HasMaxLength(300);
        builder.Ignore(rule => rule.Citation);
    }
}

internal sealed class ContributionBracketConfiguration : DatedRuleConfiguration<ContributionBracket>
{
    protected override string Table => "contribution_brackets";
}

internal sealed class FlatContributionConfiguration : DatedRuleConfiguration<FlatContribution>
{
    protected override string Table => "flat_contributions";
}

internal sealed class ContributionDiscountConfiguration : DatedRuleConfiguration<ContributionDiscount>
{
    protected override string Table => "contribution_discounts";
}

internal sealed class ProgramDutyConfiguration : DatedRuleConfiguration<ProgramDuty>
{
    protected override string Table => "program_duties";
}

internal sealed class PrepaymentTermConfiguration : DatedRuleConfiguration<PrepaymentTerm>
{
    protected override string Table => "prepayment_terms";
}

internal sealed class ParticipationDutyConfiguration : DatedRuleConfiguration<ParticipationDuty>
{
    protected override string Table => "participation_duties";
}

internal sealed class LimitConfiguration : DatedRuleConfiguration<Limit>
{
    protected override string Table => "limits";
}

internal sealed class EnterpriseClassRuleConfiguration : DatedRuleConfiguration<EnterpriseClassRule>
{
    protected override string Table => "enterprise_classes";
}

internal sealed class BenefitRuleConfiguration : DatedRuleConfiguration<BenefitRule>
{
    protected override string Table => "benefits";
}
