using BpjsBjb.Domain.Common;
using BpjsBjb.Domain.Contributions;
using BpjsBjb.Domain.Enrollments;
using BpjsBjb.Domain.Participations;
using BpjsBjb.Domain.People;
using BpjsBjb.Domain.Rules;
using BpjsBjb.Services.Access;
using BpjsBjb.Services.Data;
using BpjsBjb.Services.Data.Demo;
using BpjsBjb.Services.Data.Reference;
using BpjsBjb.Services.Enrollments;
using BpjsBjb.Services.Offices;
using BpjsBjb.Web.Security;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace BpjsBjb.IntegrationTests.Demo;

public sealed class DemoBankTests(DemoDatabase demo) : IClassFixture<DemoDatabase>
{
    private static readonly DateTimeOffset Now = TimeProvider.System.GetUtcNow();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_second_load_adds_nothing()
    {
        await using var db = demo.Open();
        var before = await CountsAsync(db);

        await demo.LoadAsync();

        Assert.InRange(before[0], 400, 460);
        Assert.Equal(before, await CountsAsync(db));
    }

    [Fact]
    public async Task Every_account_on_the_sign_in_page_signs_in_and_no_other()
    {
        await using var db = demo.Open();
        var able = await db.Users.Where(user => user.PasswordHash != null).ToListAsync(Cancel);

        Assert.Equal(DemoAccounts.All.Order(), able.Select(user => (user.Email!, user.Role)).Order());
        Assert.Equal(
            PasswordVerificationResult.Success,
            PasswordRules.Hasher().VerifyHashedPassword(able[0], able[0].PasswordHash!, DemoAccounts.Password));
        Assert.All(await db.Users.ToListAsync(Cancel), user => Assert.True(user.IsDemo));
    }

    [Fact]
    public async Task Every_loan_has_its_participation()
    {
        await using var db = demo.Open();

        Assert.Equal(0, await db.Loans.CountAsync(loan => loan.EmployerId == null && loan.Insured.Count == 0, Cancel));
    }

    [Fact]
    public async Task The_database_and_the_domain_agree_on_every_status()
    {
        await using var db = demo.Open();
        var today = JakartaTime.DateIn(Now);
        var month = Month.Of(today).FirstDay;
        var grace = RuleSheets.Read(Now).LimitOf(LimitKind.GraceMonths, today).Value;
        var stated = (await db.Database
                .SqlQuery<StatedStatus>($"select id, participation_status(id, {today}) as status from participations").ToListAsync(Cancel))
            .ToDictionary(row => row.Id, row => row.Status);
        var covered = (await db.CoveredMonths.Where(row => row.Month == month).Select(row => row.ParticipationId).ToListAsync(Cancel))
            .ToHashSet();
        var claimed = (await db.Database.SqlQuery<Guid>($"select participation_id as \"Value\" from jht_claims").ToListAsync(Cancel)).ToHashSet();

        var participations = await db.Participations.ToListAsync(Cancel);
        Assert.All(participations, row => Assert.Equal(
            ParticipationStates.On(today, row.HasCard, row.CoveredThrough, covered.Contains(row.Id), grace, claimed.Contains(row.Id)).ToString(), stated[row.Id]));
        Assert.Equal(Enum.GetNames<ParticipationStatus>().Order(), stated.Values.Distinct().Order());
    }

    [Fact]
    public async Task The_branch_that_is_shown_has_one_or_more_of_everything()
    {
        await using var db = demo.Open();
        var today = JakartaTime.DateIn(Now);
        var branch = await db.Offices.SingleAsync(office => office.Name == DemoOffices.ShownBranch, Cancel);
        var majalaya = await db.Offices.SingleAsync(office => office.Name == DemoOffices.ShownBpjsBranch, Cancel);
        var cases = await db.Enrollments.Where(e => e.OfficeId == branch.Id).ToListAsync(Cancel);
        var ids = cases.Select(e => e.Id).ToList();
        var bills = await db.Bills.Where(bill => ids.Contains(bill.EnrollmentId!.Value)).ToListAsync(Cancel);

        Assert.Equal(76, cases.Count);
        Assert.Equal(2, cases.Count(e => e.Status == EnrollmentStatus.Draft));
        Assert.Equal(3, cases.Count(e => e.Status == EnrollmentStatus.Returned));
        Assert.Equal(14, cases.Count(e => e.Status == EnrollmentStatus.Submitted && e.BpjsOfficeId == majalaya.Id));
        Assert.Equal(1, cases.Count(e => e.Status == EnrollmentStatus.Submitted && Now - e.SubmittedAt > TimeSpan.FromHours(24)));
        Assert.Equal(2, cases.Count(e => e.Status == EnrollmentStatus.Rejected));
        Assert.Equal(2, cases.Count(e => e.Status == EnrollmentStatus.Withdrawn));
        Assert.Equal(2, cases.Count(e => e.Outcome == AcceptanceOutcome.Declined));
        Assert.Equal(5, bills.Count(bill => bill.StatusOn(today) == BillStatus.Open));
        Assert.Equal(2, bills.Count(bill => bill.StatusOn(today) == BillStatus.Expired));
        Assert.Equal(44, bills.Count(bill => bill.StatusOn(today) == BillStatus.Paid));
    }

    [Fact]
    public async Task Every_form_that_was_sent_would_be_accepted_by_the_form_s_own_check()
    {
        await using var db = demo.Open();
        var forms = new FormVault(demo.Vault());
        var sent = await db.Enrollments.Where(e => e.LoanId != null).ToListAsync(Cancel);
        var check = new ApplicantCheck(RuleSheets.Read(Now), await ReferenceAsync(db), JakartaTime.DateIn(Now));

        Assert.All(sent.Select(forms.Open), form => Assert.DoesNotContain(
            check.Of(form, known: null),
            finding => !finding.IsWarning || !form.PassedWarnings.ContainsKey(EnrollmentService.Key(finding))));
    }

    [Theory]
    [InlineData("3171000101850011", Segment.Pu, "PT Contoh Sejahtera")]
    [InlineData("3171004202900012", Segment.Bpu, null)]
    public async Task The_register_knows_people_without_a_case(string nik, Segment segment, string? employer)
    {
        await using var db = demo.Open();
        var hash = demo.Vault().HashOf(Nik.Parse(nik).Value);

        var member = await db.RegistryMembers.SingleAsync(row => row.NikHash == hash, Cancel);
        Assert.Equal((segment, employer), (member.Segment, member.EmployerName));
        Assert.Equal(Nik.Parse(nik).Value.BirthDate(JakartaTime.DateIn(Now)), member.BirthDate);
        Assert.False(await db.Enrollments.AnyAsync(row => row.NikHash == hash, Cancel));
    }

    private static async Task<int[]> CountsAsync(BpjsBjbDbContext db) =>
    [
        await db.Enrollments.CountAsync(Cancel), await db.Users.CountAsync(Cancel), await db.Offices.CountAsync(Cancel),
        await db.Payments.CountAsync(Cancel), await db.Targets.CountAsync(Cancel), await db.RegistryMembers.CountAsync(Cancel),
    ];

    private static async Task<ReferenceBook> ReferenceAsync(BpjsBjbDbContext db) => new(
        await db.Regions.ToListAsync(Cancel), await db.Offices.ToListAsync(Cancel), await db.BusinessTypes.ToListAsync(Cancel),
        await db.LoanProducts.ToListAsync(Cancel), await db.RegionTiles.ToListAsync(Cancel), TimeProvider.System.Today(), new Dictionary<Guid, Guid>());

    private sealed record StatedStatus(Guid Id, string Status);
}
