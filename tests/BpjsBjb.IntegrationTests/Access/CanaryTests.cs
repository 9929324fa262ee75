using System.Text;
using BpjsBjb.Domain.Participations;
using BpjsBjb.IntegrationTests.Support;
using BpjsBjb.Services.Proofs;

namespace BpjsBjb.IntegrationTests.Access;

/// <summary>A debtor whose every secret is a word that occurs nowhere else: then looked for where it must not be.</summary>
public sealed class CanaryTests(Desk desk) : IClassFixture<Desk>
{
    private static readonly string[] Canaries =
    [
        "Kenariibu", "Kenarialamat", "7654321", "81299988877", "Kenariwaris", "Kenaripesan",
    ];

    [Fact]
    public async Task Personal_data_is_in_no_column_and_in_no_log()
    {
        var form = A.Form();
        form = form with
        {
            Debtor = form.Debtor with { MotherName = "Kenariibu", Address = "Jalan Kenarialamat 1", Phone = "081299988877" },
            Income = form.Income with { MonthlyIncome = "7.654.321" },
            Heirs = new() { Heirs = [new() { Name = "Kenariwaris", Relation = "Spouse", Phone = "081299988877" }, new(), new()] },
        };
        var card = await desk.RegisterAtBpjsAsync(form, Segment.Pu, "PT Rekaan");
        var id = await desk.SubmittedAsync(form);
        await desk.Reviews.ReturnAsync(
            id, await desk.VersionAsync(id), A.Return() with { Message = "Kenaripesan" }, SmallBank.Reviewer.Actor, Desk.Cancel);
        await desk.Enrollments.KeepAsync(
            id, await desk.VersionAsync(id), form.Debtor with { Nik = "rusak 12" }, SmallBank.Officer.Actor, Desk.Cancel);
        await desk.Enrollments.KeepAsync(id, await desk.VersionAsync(id), form.Debtor, SmallBank.Officer.Actor, Desk.Cancel);
        Assert.Empty((await desk.SendAsync(id)).Refusals);
        var accept = A.Acceptance(outcome: "AdditionalToWageEarner");
        Assert.Empty((await desk.Reviews.AcceptAsync(id, await desk.VersionAsync(id), accept, SmallBank.Reviewer.Actor, Desk.Cancel)).Refusals);
        var bill = await desk.BillOfAsync(id);
        await desk.Contributions.RecordPaymentAsync(bill.Id, A.Payment(bill.Total), SmallBank.Reviewer.Actor, Desk.Cancel);
        await desk.Get<ProofService>().IssueAsync((await desk.CaseAsync(id)).LoanId!.Value, SmallBank.Officer.Actor, Desk.Cancel);
        await desk.Cases.FindAsync(form.Debtor.Nik, SmallBank.Officer.Actor, Desk.Cancel);
        // The race that ends in a database error, too.
        await desk.Enrollments.StartAsync(A.Start(form), SmallBank.OtherOfficer.Actor, Desk.Cancel);

        string[] secrets = [form.Debtor.Nik!, card, accept.Kpj!, .. Canaries];
        var found = await LookEverywhereAsync(secrets);
        Assert.Empty(found);
        Assert.True(desk.Logs.Lines.Count > 10);
        Assert.DoesNotContain(desk.Logs.Lines, line => secrets.Any(secret => line.Contains(secret, StringComparison.OrdinalIgnoreCase)));
        // The look-around itself sees: a name is there to be found.
        Assert.NotEmpty(await LookEverywhereAsync(["Budi Rekaan"]));

        var dump = await Dump.OfAsync(desk.Database.OwnerConnectionString);
        Assert.DoesNotContain(secrets, secret => dump.Contains(secret, StringComparison.OrdinalIgnoreCase));
        Assert.DoesNotContain(secrets, secret => dump.Contains(Convert.ToHexStringLower(Encoding.UTF8.GetBytes(secret)), StringComparison.OrdinalIgnoreCase));
        Assert.Contains("Budi Rekaan", dump, StringComparison.Ordinal);
    }

    /// <summary>Every row of every table as text; bytes both as hexadecimal and as the letters they would be.</summary>
    private async Task<IReadOnlyList<string>> LookEverywhereAsync(string[] secrets)
    {
        List<string> found = [];
        var tables = await desk.Database.ListAsync<string>(
            "select relname::text from pg_class where relkind = 'r' and relnamespace = 'public'::regnamespace");
        Assert.True(tables.Count > 40);
        var sought = secrets.ToDictionary(secret => secret.ToLowerInvariant());
        foreach (var secret in secrets) sought[Convert.ToHexStringLower(Encoding.UTF8.GetBytes(secret))] = secret;
        foreach (var table in tables)
        {
            var there = await desk.Database.ListAsync<string>(
                $"""
                 with lines as materialized (select lower(t::text) as line from "{table}" t)
                 select secret from unnest($1::text[]) secret where exists (select from lines where position(secret in line) > 0)
                 """,
                (object)sought.Keys.ToArray());
            found.AddRange(there.Select(secret => $"{table}: {sought[secret]}"));
        }

        return found;
    }
}
