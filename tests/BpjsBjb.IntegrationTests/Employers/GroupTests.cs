using BpjsBjb.IntegrationTests.Support;
using BpjsBjb.Services.Enrollments;
using BpjsBjb.Services.Loans;

namespace BpjsBjb.IntegrationTests.Employers;

/// <summary>Groups of five to ten (Kredit bjb Mesra): none is paid out before the fifth, and the database takes no eleventh.</summary>
public sealed class GroupTests(Desk desk) : IClassFixture<Desk>
{
    [Fact]
    public async Task The_product_asks_for_its_group()
    {
        var id = await desk.DraftedAsync(Form(group: null));

        Assert.Contains("group.missing@Loan.GroupId", (await desk.SendAsync(id)).CodesAtFields());
    }

    [Fact]
    public async Task The_gate_opens_with_the_fifth_member()
    {
        var group = await desk.GroupAsync();
        var first = await desk.PaidAsync(Form(group));
        for (var i = 0; i < 3; i++) await desk.SubmittedAsync(Form(group));

        var loan = await desk.LoanOfAsync(first);
        Assert.Equal(["gate.group-complete"], loan.Gate.Where(condition => condition is { IsMet: false, Blocks: true }).Select(condition => condition.Code));
        Assert.Equal(["disbursement.gate-closed"], (await desk.Loans.ClearAsync(loan.Id, loan.Version, SmallBank.Supervisor.Actor, Desk.Cancel)).Codes());

        await desk.SubmittedAsync(Form(group));
        Assert.Empty((await desk.Loans.ClearAsync(loan.Id, loan.Version, SmallBank.Supervisor.Actor, Desk.Cancel)).Refusals);
    }

    [Fact]
    public async Task The_tenth_joins_and_no_eleventh_also_when_many_come_at_once()
    {
        var group = await desk.GroupAsync();
        for (var i = 0; i < 8; i++) await desk.SubmittedAsync(Form(group));
        var drafts = new List<Guid>();
        for (var i = 0; i < 5; i++) drafts.Add(await desk.DraftedAsync(Form(group)));

        var answers = await Task.WhenAll(drafts.Select(draft => Task.Run(() => desk.SendAsync(draft))));

        Assert.Equal(2, answers.Count(answer => !answer.IsRefused));
        Assert.All(answers.Where(answer => answer.IsRefused), answer => Assert.Equal(["group.full@Loan.GroupId"], answer.CodesAtFields()));
        var details = await desk.Get<LoanGroupService>().DetailsAsync(group, SmallBank.Officer.Actor, Desk.Cancel);
        Assert.Equal((10, 0), (details!.Members.Count, details.Free));
    }

    [Fact]
    public async Task A_group_is_its_offices_own()
    {
        var group = await desk.GroupAsync(SmallBank.OtherOfficer, SmallBank.OtherReviewer);
        Assert.Null(await desk.Get<LoanGroupService>().DetailsAsync(group, SmallBank.Officer.Actor, Desk.Cancel));

        var id = await desk.DraftedAsync(Form(group));

        Assert.Equal(["group.of-another-office@Loan.GroupId"], (await desk.SendAsync(id)).CodesAtFields());
    }

    [Fact]
    public async Task A_name_is_a_branchs_once()
    {
        await desk.GroupAsync(name: "Mesra Dua Kali");

        var refused = await desk.Get<LoanGroupService>().RegisterAsync(
            new RegisterGroup { Name = "Mesra Dua Kali", BpjsOfficeId = SmallBank.BpjsBandung.ToString() }, SmallBank.Officer.Actor, Desk.Cancel);

        Assert.Equal(["group.name-used@Name"], refused.CodesAtFields());
    }

    private static EnrollmentForm Form(Guid? group)
    {
        var form = A.Form();
        return form with { Loan = form.Loan with { ProductCode = "MESRA", LoanAmount = "5.000.000", TermMonths = "12", GroupId = group?.ToString() } };
    }
}
