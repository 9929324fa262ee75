using BpjsBjb.Domain.Rules;
using BpjsBjb.Services.Rules;
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
        builder.Ignore(rule => rule.SupersededAt);
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

internal sealed class EvidenceDutyConfiguration : DatedRuleConfiguration<EvidenceDuty>
{
    protected override string Table => "evidence_duties";
}

internal sealed class ProductGuaranteeConfiguration : DatedRuleConfiguration<ProductGuarantee>
{
    protected override string Table => "product_guarantees";
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

internal sealed class WageRateConfiguration : DatedRuleConfiguration<WageRate>
{
    protected override string Table => "wage_rates";
}

internal sealed class JpWageCeilingConfiguration : DatedRuleConfiguration<JpWageCeiling>
{
    protected override string Table => "jp_wage_ceilings";
}

internal sealed class WageProgramDutyConfiguration : DatedRuleConfiguration<WageProgramDuty>
{
    protected override string Table => "wage_program_duties";
}

internal sealed class JkpShareConfiguration : DatedRuleConfiguration<JkpShare>
{
    protected override string Table => "jkp_shares";
}

internal sealed class SupersededRuleConfiguration : IEntityTypeConfiguration<SupersededRule>
{
    public void Configure(EntityTypeBuilder<SupersededRule> builder)
    {
        builder.ToTable("superseded_rules", table => table.HasCheckConstraint("ck_superseded_rules_known", "superseded_at > recorded_at"));
        builder.HasKey(rule => new { rule.Kind, rule.RuleId, rule.SupersededAt });
        builder.Property(rule => rule.Kind).HasMaxLength(40);
        builder.Property(rule => rule.Row).HasColumnType("jsonb");
    }
}
