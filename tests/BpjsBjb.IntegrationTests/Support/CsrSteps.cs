using BpjsBjb.Domain.Common;
using BpjsBjb.Services.Csr;
using BpjsBjb.Services.Sheets;

namespace BpjsBjb.IntegrationTests.Support;

/// <summary>Donors' funds from the agreement to the paid month; everything invented. Reviewers keep, the two supervisors approve.</summary>
internal static class CsrSteps
{
    /// <summary>December 2026 to May 2027: the first month has the discount of 2026, the others have none but for transport.</summary>
    public static readonly Month First = new(2026, 12);

    public static RegisterFund Fund(string code = "SC", string kind = "Company", int months = 6, string commitment = "100.000.000") => new()
    {
        DonorName = $"Donatur Rekaan {A.Number()}",
        DonorKind = kind,
        Name = "Nelayan rekaan",
        Code = code,
        AgreementNumber = $"PKS-{A.Number()}",
        AgreementOn = "01-11-2026",
        Commitment = commitment,
        FirstMonth = "12-2026",
        Months = $"{months}",
        Remainder = "Kept",
        OfficeId = SmallBank.West.ToString(),
        BpjsOfficeId = SmallBank.BpjsBandung.ToString(),
        Regions = [new() { Code = "32", Share = "100" }],
    };

    /// <summary>A fund with money in it.</summary>
    public static async Task<Guid> FundedAsync(this Desk desk, RegisterFund? input = null, string donated = "10.000.000", TestUser? by = null)
    {
        var fund = await desk.Get<CsrFundService>().RegisterAsync(input ?? Fund(), (by ?? SmallBank.Reviewer).Actor, Desk.Cancel);
        Assert.Empty(fund.Refusals);
        Assert.Empty((await desk.DonatedAsync(fund.Value, donated, by)).Refusals);
        return fund.Value;
    }

    public static Task<Result<Guid>> DonatedAsync(
        this Desk desk, Guid fund, string amount, TestUser? by = null, string direction = "In", string? reference = null, DateOnly? on = null) =>
        desk.Get<CsrFundService>().RecordDonationAsync(
            fund,
            new RecordDonation { Direction = direction, Amount = amount, PaidOn = A.Date(on ?? A.Today), Reference = reference ?? $"SETOR-{A.Number()}" },
            (by ?? SmallBank.Reviewer).Actor, Desk.Cancel);

    public static string?[] Row(int number, string occupation = "NELAYAN", string region = "3204") =>
        [A.Nik(number), "Orang Rekaan", occupation, region, "VillageLetter", $"SK-{number}", "Desa Rekaan"];

    public static async Task<byte[]> WorkbookAsync(this Desk desk, params IEnumerable<string?[]> rows)
    {
        var columns = (await desk.Get<CsrListService>().SheetAsync(Desk.Cancel)).Columns;
        using var file = new MemoryStream();
        SheetWriter.Write(file, "Daftar", columns, Sheets.Words, rows.Select(row => new SheetRow(
            0, columns.Zip(row).ToDictionary(pair => pair.First.Key, pair => pair.Second), [])));
        return file.ToArray();
    }

    public static async Task<Result<Guid>> ListedAsync(this Desk desk, Guid fund, byte[] file, TestUser? by = null) =>
        await desk.Get<CsrListService>().PlanAsync(fund, "daftar.xlsx", file, [Sheets.Words], (by ?? SmallBank.Reviewer).Actor, Desk.Cancel);

    /// <summary>People of Kabupaten Bandung on the fund's list, kept.</summary>
    public static async Task<IReadOnlyList<int>> NamedAsync(this Desk desk, Guid fund, int people, string occupation = "NELAYAN", string region = "3204")
    {
        var numbers = Enumerable.Range(0, people).Select(_ => A.Number()).ToList();
        await desk.NamedAsync(fund, numbers.Select(number => Row(number, occupation, region)));
        return numbers;
    }

    public static async Task NamedAsync(this Desk desk, Guid fund, params IEnumerable<string?[]> rows)
    {
        var list = await desk.ListedAsync(fund, await desk.WorkbookAsync(rows));
        Assert.Empty(list.Refusals);
        await desk.Get<CsrLookKeeper>().RunAsync(Desk.Cancel); // of a long list
        Assert.Empty((await desk.Get<CsrListService>().ConfirmAsync(list.Value, [Sheets.Words], SmallBank.Reviewer.Actor, Desk.Cancel)).Refusals);
    }

    public static Task<Result<Guid>> ProposedAsync(this Desk desk, Guid fund, string budget, int months = 6, string first = "12-2026", TestUser? by = null) =>
        desk.Get<CsrAllocationService>().ProposeAsync(
            fund, new ProposeAllocation { Budget = budget, FirstMonth = first, Months = $"{months}" }, (by ?? SmallBank.ReviewColleague).Actor, Desk.Cancel);

    public static Task<Result<Guid>> ApprovedAsync(this Desk desk, Guid allocation, TestUser by) =>
        desk.Get<CsrAllocationService>().ApproveAsync(allocation, by.Actor, Desk.Cancel);

    /// <summary>Proposed, approved by both institutions, handed over.</summary>
    public static async Task<Guid> AllocatedAsync(this Desk desk, Guid fund, string budget, int months = 6, string first = "12-2026")
    {
        var proposed = await desk.ProposedAsync(fund, budget, months, first);
        Assert.Empty(proposed.Refusals);
        Assert.Empty((await desk.ApprovedAsync(proposed.Value, SmallBank.BpjsSupervisor)).Refusals);
        Assert.Empty((await desk.ApprovedAsync(proposed.Value, SmallBank.Regional)).Refusals);
        Assert.Empty((await desk.Get<CsrAllocationService>().HandOverAsync(
            proposed.Value, new HandOver { HandedOverOn = A.Date(desk.Clock.Today()) }, SmallBank.Reviewer.Actor, Desk.Cancel)).Refusals);
        return proposed.Value;
    }

    public static Task<Result<Guid>> BilledAsync(this Desk desk, Guid allocation) =>
        desk.Get<CsrAllocationService>().BillAsync(allocation, SmallBank.Reviewer.Actor, Desk.Cancel);

    public static Task<Result<Guid>> SettledAsync(this Desk desk, Guid allocation, TestUser? by = null, string? reference = null) =>
        desk.Get<CsrAllocationService>().PayAsync(
            allocation, new PayCsrBill { PaidOn = A.Date(desk.Clock.Today()), Reference = reference ?? $"IURAN-{A.Number()}" },
            (by ?? SmallBank.BpjsSupervisor).Actor, Desk.Cancel);

    /// <summary>From nothing to paid months.</summary>
    public static async Task<Guid> CoveredAsync(this Desk desk, Guid fund, string budget, int months = 6, string first = "12-2026")
    {
        var allocation = await desk.AllocatedAsync(fund, budget, months, first);
        Assert.Empty((await desk.BilledAsync(allocation)).Refusals);
        Assert.Empty((await desk.SettledAsync(allocation)).Refusals);
        return allocation;
    }

    /// <summary>What somebody on a list of the recorder's funds asks for.</summary>
    public static async Task<Guid> CsrAskedAsync(this Desk desk, int number, string kind, TestUser? by = null)
    {
        var input = new RecordCsrRequest { Nik = A.Nik(number), Kind = kind, Channel = "Branch", ReceivedOn = A.Date(desk.Clock.Today()), How = "IdentityCardSeen" };
        var asked = await desk.Get<CsrRequestService>().RecordAsync(input, (by ?? SmallBank.Reviewer).Actor, Desk.Cancel);
        Assert.Empty(asked.Refusals);
        return asked.Value;
    }

    public static async Task<CsrAllocationDetails> AllocationAsync(this Desk desk, Guid id) =>
        (await desk.Get<CsrSearch>().AllocationAsync(id, SmallBank.Auditor.Actor, Desk.Cancel))!;

    public static async Task<CsrFundDetails> FundAsync(this Desk desk, Guid id) =>
        (await desk.Get<CsrSearch>().FundAsync(id, SmallBank.Auditor.Actor, Desk.Cancel))!;
}
