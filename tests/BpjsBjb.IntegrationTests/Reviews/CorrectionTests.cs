using BpjsBjb.IntegrationTests.Support;
using BpjsBjb.Services.Reviews;

namespace BpjsBjb.IntegrationTests.Reviews;

/// <summary>A case that came back: corrected where it was sent back for, and the reviewer sees before and after.</summary>
public sealed class CorrectionTests(Desk desk) : IClassFixture<Desk>
{
    [Fact]
    public async Task Only_what_was_sent_back_can_be_changed()
    {
        var (id, form) = await ReturnedAsync("Debtor.MotherName");

        Assert.Equal(
            ["enrollment.field-is-fixed@FullName"],
            (await KeepAsync(id, form.Debtor with { FullName = "Orang Lain", MotherName = "Ibu Benar" })).CodesAtFields());
        Assert.Equal(["enrollment.field-is-fixed@LoanAmount"], (await KeepAsync(id, form.Loan with { LoanAmount = "175.000.000" })).CodesAtFields());
        Assert.Equal(["enrollment.field-is-fixed@BpjsOfficeId"], (await KeepAsync(
            id, form.Debtor with { BpjsOfficeId = SmallBank.BpjsSerang.ToString() })).CodesAtFields());
        Assert.Equal(["enrollment.field-is-fixed@Heirs[0].Name"], (await KeepAsync(
            id, form.Heirs with { Heirs = [form.Heirs.Heirs[0] with { Name = "Ahli Lain" }, .. form.Heirs.Heirs.Skip(1)] })).CodesAtFields());
        Assert.Equal(["enrollment.field-is-fixed@TakesPart"], (await KeepAsync(id, form.Consent with { TakesPart = "false", DeclineReason = "Unwilling" }))
            .CodesAtFields().Take(1));
        Assert.Empty((await KeepAsync(id, form.Debtor with { MotherName = "Ibu Benar" })).Refusals);
        Assert.Empty((await KeepAsync(id, form.Loan with { LoanAmount = "150000000" })).Refusals);
    }

    [Fact]
    public async Task The_database_watches_the_columns_beside_the_form()
    {
        var (id, _) = await ReturnedAsync("Debtor.MotherName");
        foreach (var change in new[] { "loan_amount = 1", "product_code = 'KUR-MIKRO'", "application_number = 'X'", "full_name = 'Orang Lain'", "nik_hash = '\\x00'" })
        {
            var refusal = await desk.Database.RefusalAsync($"update enrollments set {change} where id = $1", id);
            Assert.Equal("enrollment.field-is-fixed", refusal.MessageText);
        }
    }

    [Fact]
    public async Task The_reviewer_sees_what_was_sent_then_and_now()
    {
        var id = await desk.CorrectedAsync();

        var row = Assert.Single((await ReviewAsync(id)).Corrections);

        Assert.Equal(new CorrectionRow("Debtor.MotherName", "Ibu Rekaan", "Ibu Yang Benar", WasReturned: true), row);
    }

    [Fact]
    public async Task The_family_card_number_comes_back_like_any_other_field()
    {
        var (id, form) = await ReturnedAsync("Debtor.Kk");
        Assert.Equal(["enrollment.field-is-fixed@MotherName"], (await KeepAsync(id, form.Debtor with { MotherName = "Ibu Lain" })).CodesAtFields());
        Assert.Empty((await KeepAsync(id, form.Debtor with { Kk = "3204120101100001" })).Refusals);
        Assert.Empty((await desk.SendAsync(id)).Refusals);

        var row = Assert.Single((await ReviewAsync(id)).Corrections);

        Assert.Equal(new CorrectionRow("Debtor.Kk", "", "3204120101100001", WasReturned: true), row);
    }

    [Fact]
    public async Task What_was_sent_back_and_not_corrected_is_told_too()
    {
        var (id, _) = await ReturnedAsync("Debtor.Address");
        Assert.Empty((await desk.SendAsync(id)).Refusals);

        var row = Assert.Single((await ReviewAsync(id)).Corrections);

        Assert.False(row.HasChanged);
    }

    [Fact]
    public async Task Whatever_else_changed_is_loud()
    {
        var (id, form) = await ReturnedAsync("Debtor.StatedMembership");
        Assert.Empty((await KeepAsync(id, form.Debtor with { StatedMembership = "Pu", StatedKpj = A.Kpj(A.Number()) })).Refusals);
        Assert.Empty((await desk.SendAsync(id)).Refusals);

        var review = await ReviewAsync(id);

        Assert.Contains(review.Corrections, row => row is { Field: "Debtor.StatedMembership", WasReturned: true, HasChanged: true });
        Assert.Contains(review.Corrections, row => row.Field == "Debtor.StatedKpj");
        Assert.DoesNotContain(review.Corrections, row => row.Field == "Debtor.FullName");
    }

    [Fact]
    public async Task A_second_return_keeps_only_what_was_sent_last()
    {
        var id = await desk.CorrectedAsync();
        Assert.Empty((await desk.Reviews.ReturnAsync(
            id, await desk.VersionAsync(id), A.Return("Debtor.Address"), SmallBank.Reviewer.Actor, Desk.Cancel)).Refusals);

        var sent = (await desk.CaseAsync(id)).Form.SentBefore!;

        Assert.Equal(["Debtor.Address"], sent.Fields);
        Assert.Equal("Ibu Yang Benar", sent.Form.Debtor.MotherName);
        Assert.Null(sent.Form.SentBefore);
        Assert.Equal(2, await desk.Database.ReadAsync<int>("select times_returned from enrollments where id = $1", id));
    }

    private async Task<(Guid Id, Services.Enrollments.EnrollmentForm Form)> ReturnedAsync(string field)
    {
        var form = A.Form();
        var id = await desk.SubmittedAsync(form);
        Assert.Empty((await desk.Reviews.ReturnAsync(id, await desk.VersionAsync(id), A.Return(field), SmallBank.Reviewer.Actor, Desk.Cancel)).Refusals);
        return (id, form);
    }

    private async Task<Domain.Common.Result<Services.Enrollments.KeptSection>> KeepAsync(Guid id, Services.Enrollments.IFormSection section) =>
        await desk.Enrollments.KeepAsync(id, await desk.VersionAsync(id), section, SmallBank.Officer.Actor, Desk.Cancel);

    private async Task<ReviewCase> ReviewAsync(Guid id) => (await desk.Queue.CaseAsync(id, SmallBank.Reviewer.Actor, Desk.Cancel))!;
}
