using BpjsBjb.Services.Guarantees;

namespace BpjsBjb.IntegrationTests.Support;

/// <summary>Guarantees of a loan, and the papers in their files.</summary>
internal static class GuaranteeSteps
{
    /// <summary>The smallest file that begins like a PDF.</summary>
    public static readonly byte[] Pdf = "%PDF-1.7 surat rekaan"u8.ToArray();

    private static int _certificates;

    /// <summary>Valid from yesterday for a year, with a certificate of its own.</summary>
    public static AddGuarantee Layer(int layer, string scheme, string share) => new()
    {
        Layer = $"{layer}",
        GuarantorCode = scheme,
        Share = share,
        CertificateNumber = $"SP-{Interlocked.Increment(ref _certificates):000000}",
        Premium = "1.000.000",
        ValidFrom = A.Date(A.Today.AddDays(-1)),
        ValidTo = A.Date(A.Today.AddDays(365)),
    };

    public static async Task<Guid> GuaranteedAsync(this Desk desk, Guid loanId, TestUser? by = null, AddGuarantee? layer = null)
    {
        var added = await desk.Get<GuaranteeService>().AddAsync(
            loanId, layer ?? Layer(1, "JAMKRIDA-JABAR", "70"), (by ?? SmallBank.Officer).Actor, Desk.Cancel);
        Assert.Empty(added.Refusals);
        return added.Value;
    }

    public static async Task<Guid> PaperAsync(this Desk desk, Guid guarantee, TestUser? by = null, string kind = "CertificateCopy")
    {
        Assert.Empty((await desk.Get<GuaranteeFileService>().AddDocumentAsync(guarantee, kind, Pdf, (by ?? SmallBank.Officer).Actor, Desk.Cancel)).Refusals);
        return await desk.Database.ReadAsync<Guid>("select id from guarantee_documents where guarantee_id = $1 and kind = $2", guarantee, kind);
    }

    public static async Task PremiumAsync(this Desk desk, Guid guarantee) => Assert.Empty((await desk.Get<GuaranteeFileService>().PayPremiumAsync(
        guarantee, new RecordPremium { PaidOn = A.Date(A.Today), Reference = "IJP-1" }, SmallBank.Officer.Actor, Desk.Cancel)).Refusals);

    public static async Task<LoanGuarantees> StackAsync(this Desk desk, Guid loanId) =>
        (await desk.Get<GuaranteeSearch>().OfLoanAsync(loanId, SmallBank.Officer.Actor, Desk.Cancel))!;
}
