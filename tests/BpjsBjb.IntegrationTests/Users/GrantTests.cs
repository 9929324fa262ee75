using BpjsBjb.Domain.Common;
using BpjsBjb.IntegrationTests.Support;
using BpjsBjb.Services.Access;

namespace BpjsBjb.IntegrationTests.Users;

public sealed class GrantTests(Desk desk, PostgresServer server) : IClassFixture<Desk>
{
    private static readonly Actor One = SmallBank.Admin.Actor;
    private static readonly Actor Other = SmallBank.OtherAdmin.Actor;

    private GrantService Grants => desk.Get<GrantService>();

    private UserSearch Users => desk.Get<UserSearch>();

    [Fact]
    public async Task Nobody_approves_what_they_proposed_themselves()
    {
        var user = (await Grants.InviteAsync(Invitee(), One, Desk.Cancel)).Value;
        var proposal = await ProposalOfAsync(user);

        Assert.Equal(["grant.own-proposal"], (await Grants.ApproveAsync(proposal.Id, proposal.Version, One, Desk.Cancel)).Codes());
        var refusal = await desk.Database.RefusalAsync(
            "update access_grants set approved_by = proposed_by, approved_at = $2 where id = $1", proposal.Id, A.Now);
        Assert.Equal("ck_access_grants_four_eyes", refusal.ConstraintName);
    }

    [Fact]
    public async Task Nobody_approves_their_own_rights()
    {
        var proposed = await Grants.ProposeAsync(One.UserId, Right(Role.Auditor, SmallBank.Admin.OfficeId), Other, Desk.Cancel);
        var proposal = await ProposalOfAsync(One.UserId);

        Assert.Equal(["grant.own-rights"], (await Grants.ApproveAsync(proposed.Value, proposal.Version, One, Desk.Cancel)).Codes());
        var refusal = await desk.Database.RefusalAsync(
            "update access_grants set approved_by = user_id, approved_at = $2 where id = $1", proposal.Id, A.Now);
        Assert.Equal("ck_access_grants_four_eyes", refusal.ConstraintName);
        Assert.Empty((await Grants.RefuseAsync(proposal.Id, proposal.Version, One, Desk.Cancel)).Refusals);
    }

    [Fact]
    public async Task Only_an_administrator_decides_even_in_the_database()
    {
        var user = (await Grants.InviteAsync(Invitee(), One, Desk.Cancel)).Value;
        var proposal = await ProposalOfAsync(user);

        var refusal = await desk.Database.RefusalAsync(
            "update access_grants set approved_by = $2, approved_at = $3 where id = $1", proposal.Id, SmallBank.Officer.Id, A.Now);

        Assert.Equal("grant.not-an-admin", refusal.MessageText);
    }

    [Fact]
    public async Task Two_grants_of_one_user_are_never_in_force_at_once()
    {
        var refusal = await desk.Database.RefusalAsync(
            """
            insert into access_grants (id, user_id, role, office_id, origin, proposed_by, proposed_at, approved_by, approved_at)
            values ($1, $2, 'Auditor', $3, 'Admins', $4, $6, $5, $6)
            """,
            Guid.CreateVersion7(A.Now), SmallBank.OtherReviewer.Id, SmallBank.Admin.OfficeId, One.UserId, Other.UserId, A.Now);

        Assert.Equal("ex_access_grants_in_force", refusal.ConstraintName);
    }

    [Theory]
    [InlineData("update users set role = 'SystemAdmin' where email = 'officer@serang.test'", "grant.needs-two-people")]
    [InlineData(
        "insert into access_grants (id, user_id, role, office_id, origin, proposed_at, approved_at) "
        + "select gen_random_uuid(), id, 'SystemAdmin', office_id, 'Existing', now(), now() from users limit 1",
        "grant.needs-two-people")]
    [InlineData(
        "insert into access_grants (id, user_id, role, office_id, origin, proposed_at, approved_at) "
        + "select gen_random_uuid(), id, 'SystemAdmin', office_id, 'Console', now(), now() from users limit 1",
        "first-admin.two-are-there")]
    public async Task The_portals_role_gives_no_rights_around_the_two(string sql, string code) =>
        Assert.Equal(code, (await desk.Database.RefusalAsync(sql)).MessageText);

    [Fact]
    public async Task What_was_decided_stays_decided()
    {
        var user = (await Grants.InviteAsync(Invitee(), One, Desk.Cancel)).Value;
        var proposal = await ProposalOfAsync(user);
        await Grants.ApproveAsync(proposal.Id, proposal.Version, Other, Desk.Cancel);

        Assert.Equal("BJ001", (await desk.Database.RefusalAsync(
            "update access_grants set approved_at = null, approved_by = null where id = $1", proposal.Id)).SqlState);
        Assert.Equal("42501", (await desk.Database.RefusalAsync("update access_grants set role = 'Auditor' where id = $1", proposal.Id)).SqlState);
        Assert.Equal("42501", (await desk.Database.RefusalAsync("delete from access_grants")).SqlState);
    }

    [Fact]
    public async Task A_proposal_approved_twice_counts_once()
    {
        var user = (await Grants.InviteAsync(Invitee(), One, Desk.Cancel)).Value;
        var proposal = await ProposalOfAsync(user);

        var answers = await Task.WhenAll(
            Grants.ApproveAsync(proposal.Id, proposal.Version, Other, Desk.Cancel),
            desk.Get<GrantService>().ApproveAsync(proposal.Id, proposal.Version, Other, Desk.Cancel));

        Assert.Single(answers, answer => !answer.IsRefused);
        Assert.Equal(1L, await desk.Database.ReadAsync<long>("select count(*) from invitations where user_id = $1", user));
    }

    [Fact]
    public async Task A_role_belongs_to_its_kind_of_office()
    {
        var input = Invitee() with { OfficeId = SmallBank.BpjsSerang.ToString() };

        Assert.Equal(["grant.role-not-at-office@OfficeId"], (await Grants.InviteAsync(input, One, Desk.Cancel)).CodesAtFields());
    }

    [Fact]
    public async Task Everybody_who_could_sign_in_has_a_grant_that_says_the_same() => Assert.Empty(await desk.Database.ListAsync<string>(
        """
        select email from users where password_hash is not null and not exists (
            select from access_grants where user_id = users.id and role = users.role and office_id = users.office_id
               and approved_at is not null and ended_at is null)
           and email not in (select u.email from users u join access_grants g on g.user_id = u.id where g.ended_at is not null)
        """));

    [Fact]
    public async Task The_migration_gives_each_existing_user_the_right_they_had()
    {
        await using var own = await OwnDeskAsync();
        await own.Database.AsOwnerAsync("alter table csr_donor_viewers drop constraint fk_csr_donor_viewers_grants; truncate access_grants");
        await own.Database.AsOwnerAsync(BpjsBjb.Services.Data.SqlScript.Read("access_grants_existing.v1.sql"));

        Assert.Equal((long)SmallBank.Users.Count, await own.Database.ReadAsync<long>(
            """
            select count(*) from users join access_grants g
                on g.user_id = users.id and g.role = users.role and g.office_id = users.office_id and g.approved_at is not null and g.ended_at is null
            """));
    }

    [Fact]
    public async Task Administrators_are_made_at_the_console_only_while_there_are_not_two()
    {
        var first = desk.Get<FirstAdminService>();

        Assert.Equal(["first-admin.two-are-there"], (await first.InviteAsync("third@portal.test", "Tiga Rekaan", Desk.Cancel)).Codes());

        await using var own = await OwnDeskAsync();
        await own.Database.AsOwnerAsync(
            "update access_grants set ended_at = now(), ended_by = user_id, ended_why = 'LeftInstitution' where role = 'SystemAdmin'");
        var link = (await own.Get<FirstAdminService>().InviteAsync("first@portal.test", "Satu Rekaan", Desk.Cancel)).Value;
        Assert.Equal(own.Clock.GetUtcNow().AddMinutes(30), link.LinkEndsAt);
        Assert.Empty((await own.Get<InvitationService>().AcceptAsync(
            link.LinkToken!, "kalimat rahasia pertama", "kalimat rahasia pertama", Desk.Cancel)).Refusals);
        Assert.Empty((await own.Get<FirstAdminService>().InviteAsync("second@portal.test", "Dua Rekaan", Desk.Cancel)).Refusals);
        var again = await own.Get<FirstAdminService>().InviteAsync("second@portal.test", "Dua Rekaan", Desk.Cancel);
        Assert.Empty(again.Refusals);
        Assert.Equal(["first-admin.two-are-there"], (await own.Get<FirstAdminService>().InviteAsync("third@portal.test", "Tiga Rekaan", Desk.Cancel)).Codes());

        own.Clock.Advance(TimeSpan.FromMinutes(31));
        Assert.Null(await own.Get<InvitationService>().FindAsync(again.Value.LinkToken!, Desk.Cancel));
        Assert.Empty((await own.Get<FirstAdminService>().InviteAsync("third@portal.test", "Tiga Rekaan", Desk.Cancel)).Refusals);
    }

    [Fact]
    public async Task The_head_of_an_office_confirms_the_people_below_and_nobody_else()
    {
        await using var own = await OwnDeskAsync();
        var supervisor = SmallBank.OtherSupervisor.Actor;
        var list = await own.Get<CertificationService>().ListAsync(supervisor, Desk.Cancel);
        var officer = Assert.Single(list.Items);
        Assert.Equal(SmallBank.OtherOfficer.Email, officer.Email);
        Assert.DoesNotContain(
            (await own.Get<CertificationService>().ListAsync(SmallBank.Regional.Actor, Desk.Cancel)).Items, item => item.Email == SmallBank.OtherOfficer.Email);

        Assert.Equal(["grant.not-in-force"], (await own.Get<CertificationService>().ConfirmAsync(
            officer.GrantId, officer.Version, SmallBank.Supervisor.Actor, Desk.Cancel)).Codes());
        Assert.Empty((await own.Get<CertificationService>().ConfirmAsync(officer.GrantId, officer.Version, supervisor, Desk.Cancel)).Refusals);
        Assert.NotNull((await own.Get<CertificationService>().ListAsync(supervisor, Desk.Cancel)).Items.Single().LastConfirmedAt);
    }

    [Fact]
    public async Task A_right_is_overdue_ninety_one_days_after_it_was_given()
    {
        await using var own = await OwnDeskAsync();
        var supervisor = SmallBank.OtherSupervisor.Actor;

        own.Clock.Advance(TimeSpan.FromDays(89));
        Assert.Equal(0, (await own.Get<CertificationService>().ListAsync(supervisor, Desk.Cancel)).Overdue);
        Assert.Equal(0, (await own.Get<UserSearch>().WorkAsync(Desk.Cancel)).Overdue);
        own.Clock.Advance(TimeSpan.FromDays(1));
        Assert.Equal(1, (await own.Get<CertificationService>().ListAsync(supervisor, Desk.Cancel)).Items.Single().DaysOverdue);
        Assert.Equal(SmallBank.Users.Count, (await own.Get<UserSearch>().WorkAsync(Desk.Cancel)).Overdue);
        Assert.Equal(SmallBank.Users.Count, (await own.Get<UserSearch>().ListAsync(new UserFilter(OverdueOnly: true), 1, Desk.Cancel)).Total);
    }

    internal static InviteUser Invitee(string? email = null) => new()
    {
        Email = email ?? $"baru{A.Number()}@bjb.test",
        FullName = "Baru Rekaan",
        Role = nameof(Role.LoanOfficer),
        OfficeId = SmallBank.Serang.ToString(),
    };

    internal static ProposeGrant Right(Role role, Guid office, string? validTo = null) =>
        new() { Role = role.ToString(), OfficeId = office.ToString(), ValidTo = validTo };

    private async Task<GrantView> ProposalOfAsync(Guid user) => (await Users.DetailsAsync(user, Desk.Cancel))!.Proposal!;

    private async Task<Desk> OwnDeskAsync()
    {
        var own = new Desk(server);
        await own.InitializeAsync();
        return own;
    }
}
