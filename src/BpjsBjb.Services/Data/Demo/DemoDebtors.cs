using System.Globalization;
using BpjsBjb.Domain.Common;
using BpjsBjb.Domain.Loans;
using BpjsBjb.Domain.People;
using BpjsBjb.Domain.Rules;
using BpjsBjb.Services.Enrollments;
using BpjsBjb.Services.Offices;

namespace BpjsBjb.Services.Data.Demo;

/// <summary>Applications of invented people. Their NIKs have 00 where a district stands, which no real one has.</summary>
internal sealed class DemoDebtors(Random random, DemoNames names, DemoNames relatives, ReferenceBook reference, DemoClock clock, Guid mesraGroup)
{
    private const int OldestYears = 62;
    private const int YoungestYears = 21;
    private const long Million = 1_000_000;
    private const long Thousand = 1_000;
    private const int GroupSize = 6;

    private static readonly NumberFormatInfo Dots = new() { NumberGroupSeparator = "." };

    private static readonly Trade[] Trades =
    [
        new("G1-008", "Warung sembako", 15, 25), new("G1-001", "Jahit dan permak pakaian", 12, 20), new("G3-095", "Bengkel motor", 30, 45),
        new("G4-010", "Ojek online", 18, 40, Sector: ContributionSector.Transport), new("G2-001", "Petani sayuran", 20, 25),
        new("G2-024", "Warung nasi", 25, 40, Hires: true), new("G3-017", "Kue basah dan roti", 15, 30, Hires: true),
        new("G3-046", "Mebel kayu", 60, 70, Hires: true), new("G1-019", "Peternak ayam petelur", 80, 60, Hires: true),
        new("G3-023", "Pabrik tahu", 70, 60, Hires: true), new("G2-021", "Laundry kiloan", 25, 30), new("G1-018", "Pangkas rambut", 10, 25),
        new("G3-006", "Budidaya ikan nila", 35, 35), new("G3-022", "Keripik singkong", 12, 28), new("G3-039", "Pembuat sandal kulit", 40, 45, Hires: true),
        new("G4-010", "Sopir angkot", 90, 35, Sector: ContributionSector.Transport), new("G1-007", "Agen sembako", 150, 90, Hires: true),
    ];

    private static readonly int[] LoanTerms = [12, 24, 36, 48, 60];
    private static readonly string[] Villages = ["Cibogo", "Sukamaju", "Babakan", "Ciherang", "Pasirangin", "Cikupa", "Mekarsari", "Sindangsari"];

    private readonly Dictionary<string, int> _applications = [];
    private readonly Dictionary<int, DebtorForm> _comesAgain = [];
    private int _serial = 100;
    private long _card = 26_000_000_000;
    private int _inGroup;

    public EnrollmentForm Invent(DemoStory story)
    {
        var form = InventNew(story);
        if (story.ComesAgain is { } number) _comesAgain[number] = form.Debtor;
        return story.Mistyped is { } which && _comesAgain.TryGetValue(which, out var known) ? form with { Debtor = Mistyped(form.Debtor, known, which) } : form;
    }

    /// <summary>The same person with one digit wrong, or two neighbouring digits swapped where they differ.</summary>
    private static DebtorForm Mistyped(DebtorForm typed, DebtorForm known, int which)
    {
        var digits = Nik.Parse(known.Nik).Value.Digits.ToCharArray();
        if (which % 2 == 1 && digits[14] != digits[15]) (digits[14], digits[15]) = (digits[15], digits[14]);
        else digits[15] = (char)('0' + ((digits[15] - '0' + 5) % 10));
        return typed with
        {
            Nik = Nik.Parse(new string(digits)).Value.Grouped,
            FullName = known.FullName,
            BirthPlace = known.BirthPlace,
            BirthDate = known.BirthDate,
            Sex = known.Sex,
            MotherName = which % 2 == 0 ? known.MotherName : typed.MotherName,
            Phone = which % 2 == 0 ? typed.Phone : known.Phone,
        };
    }

    private EnrollmentForm InventNew(DemoStory story)
    {
        var regency = story.Branch.Office.RegencyCode!;
        var name = names.Next();
        var born = BirthDate();
        var trade = Trades[random.Next(Trades.Length)];
        var (product, amount) = story.Fate == DemoFate.Declined ? ("KUR-MIKRO", Between(12, 100) * Million)
            : JoinsGroup(story) ? ("MESRA", Between(1, 5) * Million)
            : Product(story.Months);
        var isEmployer = trade.Hires && random.Next(3) == 0;
        var kpj = story.Known is { Segment: Domain.Participations.Segment.Bpu } ? NextCard() : null;
        return new EnrollmentForm
        {
            Loan = new LoanForm
            {
                ProductCode = product,
                LoanAmount = Typed(amount),
                TermMonths = Term(product, story.Months).ToString(CultureInfo.InvariantCulture),
                Purpose = $"Tambahan modal {trade.Description.ToLowerInvariant()}",
                ApplicationNumber = NextApplication(story),
                GroupId = product == "MESRA" ? mesraGroup.ToString() : null,
            },
            Debtor = new DebtorForm
            {
                Nik = NextNik(born, name.Sex).Grouped,
                FullName = name.FullName,
                BpjsOfficeId = story.Bpjs.Id.ToString(),
                BirthPlace = reference.RegionName(regency).Split(' ', 2)[1],
                BirthDate = born.ToString("dd-MM-yyyy", CultureInfo.InvariantCulture),
                Sex = name.Sex.ToString(),
                MotherName = relatives.NextOf(Sex.Female),
                Phone = NextPhone(),
                Address = $"Kp. {Villages[random.Next(Villages.Length)]} RT {random.Next(1, 9):00} RW {random.Next(1, 15):00}",
                DistrictCode = District(regency),
                StatedMembership = story.Known?.Segment.ToString() ?? "None",
                StatedKpj = kpj,
            },
            Business = new BusinessForm
            {
                BusinessTypeId = trade.BusinessTypeId,
                Description = trade.Description,
                Sector = trade.Sector.ToString(),
                RegencyCode = regency,
                Capital = Typed(Between(trade.Capital / 2, trade.Capital * 2) * Million),
                AnnualSales = random.Next(5) == 0 ? null : Typed(Between(trade.Capital * 2, trade.Capital * 5) * Million),
                EmploysWorkers = isEmployer ? "true" : "false",
                WorkerCount = isEmployer ? random.Next(1, 7).ToString(CultureInfo.InvariantCulture) : null,
            },
            Income = new IncomeForm
            {
                MonthlyIncome = Typed(Between(trade.Income * 2 / 3, trade.Income * 3 / 2) * 100 * Thousand),
                WithJht = random.Next(3) == 0 ? "true" : "false",
                Months = story.Months.ToString(CultureInfo.InvariantCulture),
            },
            Heirs = new HeirsForm { Heirs = HeirsOf(name) },
            Consent = story.Fate == DemoFate.Declined
                ? new ConsentForm { Given = "true", TextVersion = "1", TakesPart = "false", DeclineReason = Declined().ToString() }
                : new ConsentForm { Given = "true", TextVersion = "1", TakesPart = "true" },
            PassedWarnings = isEmployer
                ? new Dictionary<string, string>
                {
                    [EnrollmentService.Key(ApplicantCheck.WorkersMustBeRegistered.On("Business.WorkerCount"))] = "Pekerja didaftarkan terpisah",
                }
                : [],
        };
    }

    public string NextCard() => (_card += 37).ToString(CultureInfo.InvariantCulture);

    /// <summary>No living person's number: district "00" exists nowhere, under a region whose districts the portal does not list.</summary>
    private Nik NextNik(DateOnly born, Sex sex)
    {
        var day = born.Day + (sex == Sex.Female ? 40 : 0);
        return Nik.Parse($"317100{day:00}{born.Month:00}{born.Year % 100:00}{++_serial:0000}").Value;
    }

    private DateOnly BirthDate() =>
        clock.Today.AddYears(-OldestYears).AddDays(random.Next((OldestYears - YoungestYears) * 365));

    private string NextPhone() => $"08{random.Next(12, 99)}{random.Next(10_000_000, 99_999_999)}";

    private string District(string regency)
    {
        var districts = reference.Districts.Where(district => district.ParentCode == regency).ToList();
        return districts[random.Next(districts.Count)].Code;
    }

    private string NextApplication(DemoStory story)
    {
        var month = $"{story.Branch.Prefix}-{JakartaTime.At(story.At):yyMM}";
        _applications[month] = _applications.GetValueOrDefault(month) + 1;
        return $"{month}{_applications[month]:00}";
    }

    /// <summary>The first few of the branch that is shown borrow side by side; all of their loans exist before any is cleared.</summary>
    private bool JoinsGroup(DemoStory story) =>
        story.Branch.Office.Name == DemoOffices.ShownBranch && story is { Fate: DemoFate.Unpaid or DemoFate.Paid, Months: <= 12 }
        && _inGroup < GroupSize && ++_inGroup <= GroupSize;

    private (string Product, long Amount) Product(int months) => random.Next(100) switch
    {
        < 14 => ("KUR-SUPER-MIKRO", Between(3, 10) * Million),
        < 46 => ("KUR-MIKRO", Between(11, 100) * Million),
        < 62 => ("KUR-KECIL", Between(101, 500) * Million),
        < 72 when months <= 12 => ("BJB-MIKRO", Between(10, 50) * Million),
        < 92 => ("BJB-MIKRO", Between(20, 300) * Million),
        < 97 => ("KUR-KHUSUS", Between(30, 400) * Million),
        _ => ("BJB-KOMERSIAL", Between(50, 200) * 10 * Million),
    };

    private int Term(string product, int months)
    {
        var longest = reference.Product(product)!.MaximumTermMonths;
        int[] fitting = [.. LoanTerms.Where(term => term >= months && term <= longest)];
        return fitting[random.Next(fitting.Length)];
    }

    private HeirForm[] HeirsOf(DemoName debtor)
    {
        HeirForm spouse = new()
        {
            Name = relatives.NextOf(debtor.Sex == Sex.Male ? Sex.Female : Sex.Male),
            Relation = nameof(HeirRelation.Spouse),
            Phone = NextPhone(),
        };
        HeirForm child = new() { Name = relatives.Next().FullName, Relation = nameof(HeirRelation.Child) };
        return random.Next(3) switch
        {
            0 => [spouse, child, new()],
            1 => [child with { Relation = nameof(HeirRelation.Sibling), Phone = NextPhone() }, new(), new()],
            _ => [spouse, new(), new()],
        };
    }

    private DeclineReason Declined() => (DeclineReason)random.Next(Enum.GetValues<DeclineReason>().Length);

    private long Between(int from, int to) => random.Next(from, to + 1);

    private static string Typed(long rupiah) => rupiah.ToString("#,0", Dots);

    /// <param name="Capital">Usual capital in million rupiah.</param>
    /// <param name="Income">Usual income a month in hundred thousand rupiah.</param>
    private sealed record Trade(
        string BusinessTypeId, string Description, int Capital, int Income, ContributionSector Sector = ContributionSector.Other, bool Hires = false);
}
