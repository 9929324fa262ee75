using BpjsBjb.Domain.Rules;

namespace BpjsBjb.UnitTests.Rules;

public sealed class RuleAudienceTests
{
    [Theory]
    [InlineData(LimitKind.GraceMonths, "LoanOfficer BranchSupervisor BpjsReviewer BpjsSupervisor")]
    [InlineData(LimitKind.JkmWaitingMonths, "LoanOfficer BranchSupervisor BpjsReviewer BpjsSupervisor")]
    [InlineData(LimitKind.BpuAgeBelow, "LoanOfficer BranchSupervisor BpjsReviewer BpjsSupervisor")]
    [InlineData(LimitKind.RecertificationDays, "BranchSupervisor RegionalAdmin SystemAdmin")]
    [InlineData(LimitKind.ErasureHours, "LoanOfficer BranchSupervisor RegionalAdmin")]
    [InlineData(LimitKind.BreachNoticeHours, "SystemAdmin Auditor")]
    [InlineData(LimitKind.SignInFailures, "SystemAdmin Auditor")]
    [InlineData(LimitKind.ReviewHours, "BpjsReviewer BpjsSupervisor")]
    public void A_limit_is_news_to_those_who_keep_it(LimitKind kind, string roles)
    {
        var limit = new Limit { Regulation = "PP Rekaan 1/2026", Article = "ps. 2", Kind = kind, Value = 1 };

        Assert.Equal(roles, string.Join(' ', RuleAudience.Of(limit)));
    }

    [Fact]
    public void Every_rule_is_news_to_somebody()
    {
        foreach (var rule in Shipped.Rules.Limits.Concat<DatedRule>(Shipped.Rules.Brackets).Concat(Shipped.Rules.WageRates))
        {
            Assert.NotEmpty(RuleAudience.Of(rule));
            Assert.DoesNotContain(RuleAudience.Of(rule), role => !Enum.IsDefined(role));
        }
    }
}
