using System.Net;
using System.Security.Cryptography;
using BpjsBjb.IntegrationTests.Http;
using BpjsBjb.IntegrationTests.Support;
using BpjsBjb.Services.Guarantees;
using Npgsql;

namespace BpjsBjb.IntegrationTests.Guarantees;

/// <summary>Papers of the agreement: kept by two institutions, changed by nobody, given to every party.</summary>
public sealed class AgreementPaperTests(PostgresServer server)
{
    private static readonly AddAgreementPaper Signed = new() { Kind = "Agreement", DatedOn = "02-09-2016" };

    [Fact]
    public async Task A_paper_is_sealed_listed_with_its_hash_and_given_to_kadin_and_lpdb_as_it_was()
    {
        await using var portal = new Portal(server);
        await portal.InitializeAsync();
        var papers = portal.Desk.Get<AgreementPapers>();
        var kept = await papers.AddAsync(Signed, GuaranteeSteps.Pdf, SmallBank.BpjsSupervisor.Actor, Desk.Cancel);
        Assert.Empty(kept.Refusals);
        var hash = Convert.ToHexStringLower(SHA256.HashData(GuaranteeSteps.Pdf));
        var stored = await portal.Desk.Database.ReadAsync<byte[]>("select content_sealed from agreement_documents where id = $1", kept.Value);

        Assert.Equal(-1, stored.AsSpan().IndexOf("%PDF-"u8));
        foreach (var reader in new[] { SmallBank.Kadin, SmallBank.Lpdb, SmallBank.Officer })
        {
            var visitor = await portal.SignInAsync(reader);
            var page = await (await visitor.GetAsync("/Agreement")).HtmlAsync();
            var file = await visitor.GetAsync($"/Agreement/Document/{kept.Value}");

            Assert.Equal(hash, page.QuerySelector("main code")!.GetAttribute("title"));
            Assert.Equal(GuaranteeSteps.Pdf, await file.Content.ReadAsByteArrayAsync(Desk.Cancel));
            Assert.Equal("attachment", file.Content.Headers.ContentDisposition!.DispositionType);
        }

        Assert.Equal(HttpStatusCode.Redirect, (await portal.Stranger().GetAsync($"/Agreement/Document/{kept.Value}")).StatusCode);
    }

    [Fact]
    public async Task What_is_no_paper_of_that_day_and_who_keeps_none_is_refused()
    {
        await using var desk = new Desk(server);
        await desk.InitializeAsync();
        var papers = desk.Get<AgreementPapers>();

        Assert.Equal(
            ["date.missing@DatedOn", "paper.kind-missing@Kind", "paper.unknown-format@Paper"],
            (await papers.AddAsync(new AddAgreementPaper(), "<svg>"u8.ToArray(), SmallBank.Regional.Actor, Desk.Cancel)).CodesAtFields().Order(StringComparer.Ordinal));
        Assert.Equal(
            ["agreement.dated-in-the-future@DatedOn"],
            (await papers.AddAsync(Signed with { DatedOn = A.Date(A.Today.AddDays(1)) }, GuaranteeSteps.Pdf, SmallBank.Regional.Actor, Desk.Cancel)).CodesAtFields());
        foreach (var other in new[] { SmallBank.Kadin, SmallBank.Supervisor, SmallBank.Admin, SmallBank.Auditor })
        {
            Assert.Equal(["agreement.not-yours"], (await papers.AddAsync(Signed, GuaranteeSteps.Pdf, other.Actor, Desk.Cancel)).Codes());
        }

        Assert.Empty((await papers.AddAsync(Signed, GuaranteeSteps.Pdf, SmallBank.Regional.Actor, Desk.Cancel)).Refusals);
        Assert.Equal(["paper.kept-already"], (await papers.AddAsync(Signed, GuaranteeSteps.Pdf, SmallBank.BpjsSupervisor.Actor, Desk.Cancel)).Codes());
        var refusal = await Assert.ThrowsAsync<PostgresException>(() => desk.Database.AsOwnerAsync("update agreement_documents set dated_on = dated_on - 1"));
        Assert.Equal(("BJ001", "database.append-only"), (refusal.SqlState, refusal.MessageText));
    }
}
