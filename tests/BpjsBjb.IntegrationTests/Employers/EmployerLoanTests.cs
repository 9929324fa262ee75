using BpjsBjb.Domain.Common;
using BpjsBjb.IntegrationTests.Support;
using BpjsBjb.Services.Employers;

namespace BpjsBjb.IntegrationTests.Employers;

/// <summary>A loan of a business is paid out when all its workers are covered, of a cooperative when every required member is.</summary>
public sealed class EmployerLoanTests(Desk desk) : IClassFixture<Desk>
{
    [Fact]
    public async Task A_business_without_workers_cannot_apply()
    {
        var id = await desk.RegisteredEmployerAsync();

        var refused = await desk.Get<EmployerLoanService>().ApplyAsync(id, EmployerFixtures.Loan(), SmallBank.Officer.Actor, Desk.Cancel);

        Assert.Equal(["loan.without-people"], refused!.Codes());
    }

    [Fact]
    public async Task The_gate_stays_closed_until_every_worker_is_paid_for()
    {
        var id = await desk.RegisteredEmployerAsync();
        await desk.WithWorkerAsync(id);
        var loan = await desk.EmployerLoanOfAsync(await desk.EmployerLoanAsync(id));
        Assert.Equal(["gate.employer-registered", "gate.workers-covered"], Unmet(loan));
        Assert.Equal(["disbursement.gate-closed"], (await ClearAsync(loan)).Codes());

        await desk.NumberedAsync(id);
        Assert.Empty((await desk.PayAsync(id)).Refusals);
        loan = await desk.EmployerLoanOfAsync(loan.Id);
        Assert.Empty(Unmet(loan));
        Assert.Empty((await ClearAsync(loan)).Refusals);
    }

    [Fact]
    public async Task Somebody_hired_after_the_clearance_takes_it_and_closes_the_gate_until_they_are_covered()
    {
        var id = await desk.PaidEmployerAsync();
        var loan = await ClearedAsync(await desk.EmployerLoanAsync(id));
        await desk.WithWorkerAsync(id, EmployerFixtures.Worker(from: A.Today));

        var paidOut = await desk.Loans.DisburseAsync(loan.Id, loan.Version, A.Payout("1.000.000"), SmallBank.Supervisor.Actor, Desk.Cancel);
        Assert.Equal(["loan.not-cleared"], paidOut.Codes());
        Assert.Equal("loan.not-cleared", await desk.RawPayOutAsync(loan.Id, 1));
        loan = await desk.EmployerLoanOfAsync(loan.Id);
        Assert.Equal(["disbursement.gate-closed"], (await ClearAsync(loan)).Codes());

        Assert.Empty((await desk.PayAsync(id)).Refusals);
        loan = await ClearedAsync(loan.Id);
        Assert.Empty((await desk.Loans.DisburseAsync(loan.Id, loan.Version, A.Payout("1.000.000"), SmallBank.Supervisor.Actor, Desk.Cancel)).Refusals);
    }

    [Fact]
    public async Task Who_applied_for_a_loan_does_not_clear_it()
    {
        var loan = await desk.EmployerLoanOfAsync(await desk.EmployerLoanAsync(await desk.PaidEmployerAsync()));
        var sameEyes = SmallBank.Supervisor.Actor with { UserId = SmallBank.Officer.Id };

        Assert.Equal(["loan.own-registration"], (await desk.Loans.ClearAsync(loan.Id, loan.Version, sameEyes, Desk.Cancel)).Codes());
        var raw = await desk.Database.RefusalAsync(
            "update loans set status = 'Cleared', cleared_by = registered_by, cleared_at = now() where id = $1", loan.Id);
        Assert.Equal("ck_loans_four_eyes", raw.ConstraintName);
    }

    [Fact]
    public async Task Each_uncovered_member_is_named_and_the_ledger_alone_says_who_is_covered()
    {
        var (covered, unpaid, unknown) = (A.Number(), A.Number(), A.Number());
        await desk.PaidAsync(A.Form(covered));
        await desk.AcceptedAsync(A.Form(unpaid));
        var loan = await desk.CooperativeLoanAsync(number: covered);
        await AddAsync(loan.Id, EmployerFixtures.Member(unpaid, "Tuti Belum"));
        await AddAsync(loan.Id, EmployerFixtures.Member(unknown, "Wiwin Tiada"));
        await AddAsync(loan.Id, EmployerFixtures.Member(name: "Yanti Bebas") with { IsRequired = "false", Exemption = "TakesNoShare" });

        loan = await desk.EmployerLoanOfAsync(loan.Id);

        Assert.Equal((1, 3), (loan.MembersCovered, loan.Required.Count));
        Assert.Equal(
            ["Siti Anggota Covered", "Tuti Belum Unpaid", "Wiwin Tiada NotRegistered", "Yanti Bebas Exempt"],
            loan.Members.Select(member => $"{member.FullName} {member.Standing}"));
        Assert.Equal(["gate.members-covered"], Unmet(loan));
        Assert.Equal(["disbursement.gate-closed"], (await ClearAsync(loan)).Codes());
        var raw = await desk.Database.RefusalAsync(
            "update loans set status = 'Cleared', cleared_by = $2, cleared_at = now() where id = $1", loan.Id, SmallBank.Supervisor.Id);
        Assert.Equal(("BJ010", "disbursement.gate-closed"), (raw.SqlState, raw.MessageText));
    }

    [Fact]
    public async Task A_cooperative_whose_required_members_are_covered_is_paid_out_and_its_list_is_fixed()
    {
        var number = A.Number();
        await desk.PaidAsync(A.Form(number));
        var loan = await desk.CooperativeLoanAsync(number: number);

        loan = await ClearedAsync(loan.Id);
        Assert.Empty((await desk.Loans.DisburseAsync(loan.Id, loan.Version, A.Payout("100.000.000"), SmallBank.Supervisor.Actor, Desk.Cancel)).Refusals);

        var late = await desk.Get<EmployerLoanService>().AddMemberAsync(loan.Id, EmployerFixtures.Member(), SmallBank.Officer.Actor, Desk.Cancel);
        Assert.Equal(["member.list-is-fixed"], late!.Codes());
        var raw = await desk.Database.RefusalAsync("delete from loan_members where loan_id = $1", loan.Id);
        Assert.Equal(("BJ032", "member.list-is-fixed"), (raw.SqlState, raw.MessageText));
    }

    [Fact]
    public async Task The_evidence_of_a_cooperative_is_the_weakest_of_its_members()
    {
        var (first, second) = (A.Number(), A.Number());
        await desk.PaidAsync(A.Form(first));
        await desk.PaidAsync(A.Form(second));
        var loan = await desk.CooperativeLoanAsync(number: first);
        Assert.Equal("Document", await EvidenceAsync());

        // BPJS's file knows the one, then both; a third who is not covered leaves none.
        await InFileAsync("Siti Anggota");
        Assert.Equal("PartnerFile", await EvidenceAsync());
        await AddAsync(loan.Id, EmployerFixtures.Member(second, "Tuti Anggota"));
        Assert.Equal("Document", await EvidenceAsync());
        await InFileAsync("Tuti Anggota");
        Assert.Equal("PartnerFile", await EvidenceAsync());
        await AddAsync(loan.Id, EmployerFixtures.Member(A.Number(), "Wiwin Tiada"));
        Assert.Null(await EvidenceAsync());

        async Task<string?> EvidenceAsync() =>
            (await desk.Database.ListAsync<string>("select coalesce(loan_evidence($1, portal_today()), '')", loan.Id)).Single() is { Length: > 0 } found ? found : null;

        Task InFileAsync(string member) => desk.Database.AsOwnerAsync(
            """
            insert into registry_members (id, nik_hash, segment, kpj_sealed, full_name, birth_date, paid_through, read_at)
            select gen_random_uuid(), nik_hash, 'Bpu', ''::bytea, full_name, '1980-01-01', portal_today() + 40, now()
              from loan_members where loan_id = $1 and full_name = $2
            """,
            loan.Id, member);
    }

    [Fact]
    public async Task A_wage_earners_cover_is_not_a_members()
    {
        var number = A.Number();
        var employer = await desk.RegisteredEmployerAsync();
        await desk.WithWorkerAsync(employer, EmployerFixtures.Worker(number));
        await desk.NumberedAsync(employer);
        Assert.Empty((await desk.PayAsync(employer)).Refusals);

        var loan = await desk.CooperativeLoanAsync(number: number);

        Assert.Equal(MemberStanding.NotRegistered, Assert.Single(loan.Members).Standing);
    }

    [Fact]
    public async Task A_member_stands_on_a_list_once_also_when_added_many_times_at_once()
    {
        var loan = await desk.CooperativeLoanAsync();
        var member = EmployerFixtures.Member();

        var answers = await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => Task.Run(
            () => desk.Get<EmployerLoanService>().AddMemberAsync(loan.Id, member, SmallBank.Officer.Actor, Desk.Cancel))));

        Assert.Single(answers, answer => !answer!.IsRefused);
        Assert.All(answers.Where(answer => answer!.IsRefused), answer => Assert.Equal(["member.on-the-list@Nik"], answer!.CodesAtFields()));
    }

    [Fact]
    public async Task A_list_is_a_cooperatives_and_an_exemption_needs_its_reason()
    {
        var company = await desk.EmployerLoanAsync(await desk.PaidEmployerAsync());
        var service = desk.Get<EmployerLoanService>();
        Assert.Equal(["member.not-a-cooperative"], (await service.AddMemberAsync(company, EmployerFixtures.Member(), SmallBank.Officer.Actor, Desk.Cancel))!.Codes());

        var loan = await desk.CooperativeLoanAsync();
        var refused = await desk.Get<EmployerLoanService>().AddMemberAsync(
            loan.Id, EmployerFixtures.Member() with { IsRequired = "false" }, SmallBank.Officer.Actor, Desk.Cancel);
        Assert.Equal(["member.reason-missing@Exemption"], refused!.CodesAtFields());
    }

    [Fact]
    public async Task A_cooperative_with_nobody_required_is_not_paid_out()
    {
        var loan = await desk.CooperativeLoanAsync();
        var only = Assert.Single(loan.Members);
        Assert.Empty((await desk.Get<EmployerLoanService>().RemoveMemberAsync(loan.Id, only.Id, SmallBank.Officer.Actor, Desk.Cancel))!.Refusals);

        loan = await desk.EmployerLoanOfAsync(loan.Id);

        Assert.Equal(["gate.members-covered"], Unmet(loan));
    }

    [Fact]
    public async Task Another_office_finds_neither_the_loan_nor_its_members()
    {
        var loan = await desk.CooperativeLoanAsync();

        foreach (var stranger in new[] { SmallBank.OtherOfficer, SmallBank.SiblingOfficer, SmallBank.OtherRegional })
        {
            Assert.Null(await desk.Get<EmployerLoanSearch>().DetailsAsync(loan.Id, stranger.Actor, Desk.Cancel));
            Assert.Null(await desk.Get<EmployerLoanSearch>().MemberAsync(loan.Members[0].Id, stranger.Actor, Desk.Cancel));
            Assert.Null(await desk.Get<EmployerLoanService>().AddMemberAsync(loan.Id, EmployerFixtures.Member(), stranger.Actor, Desk.Cancel));
        }
    }

    [Fact]
    public async Task A_product_with_groups_is_for_people()
    {
        var id = await desk.PaidEmployerAsync();

        var refused = await desk.Get<EmployerLoanService>().ApplyAsync(
            id, EmployerFixtures.Loan("MESRA") with { LoanAmount = "5.000.000", TermMonths = "12" }, SmallBank.Officer.Actor, Desk.Cancel);

        Assert.Equal(["group.not-for-employers@ProductCode"], refused!.CodesAtFields());
    }

    private static IEnumerable<string> Unmet(EmployerLoanDetails loan) =>
        loan.Gate.Where(condition => condition is { IsMet: false, Blocks: true }).Select(condition => condition.Code);

    private async Task AddAsync(Guid loan, AddMember member) => Assert.Empty(
        (await desk.Get<EmployerLoanService>().AddMemberAsync(loan, member, SmallBank.Officer.Actor, Desk.Cancel))!.Refusals);

    private Task<Result<Guid>> ClearAsync(EmployerLoanDetails loan) =>
        desk.Loans.ClearAsync(loan.Id, loan.Version, SmallBank.Supervisor.Actor, Desk.Cancel);

    private async Task<EmployerLoanDetails> ClearedAsync(Guid id)
    {
        Assert.Empty((await ClearAsync(await desk.EmployerLoanOfAsync(id))).Refusals);
        return await desk.EmployerLoanOfAsync(id);
    }
}
