using BpjsBjb.Domain.Common;
using BpjsBjb.Services.Access;
using Npgsql;

namespace BpjsBjb.IntegrationTests.Support;

/// <summary>A person who signs in to the tests' portal, and the rows that are theirs.</summary>
public sealed record TestUser(Guid Id, string Email, Role Role, Guid OfficeId, OfficeInterval Bank, OfficeInterval Bpjs)
{
    public Actor Actor => new(Id, Role, OfficeId, Bank, Bpjs);

    public override string ToString() => Email;
}

/// <summary>An invented bank: three branches in two regions, facing two branches of BPJS, and somebody in every role.</summary>
public static class SmallBank
{
    public const string Password = "kata sandi uji coba";

    /// <summary>Two hundred times fewer than the portal's own: what is tested is not how slow it is.</summary>
    internal const int HashIterations = 1_000;

    public static readonly Guid West = Id(0x11), East = Id(0x12), Soreang = Id(0x13), Serang = Id(0x14), Cimahi = Id(0x15);
    public static readonly Guid BpjsBandung = Id(0x21), BpjsSerang = Id(0x22);

    private static readonly Guid BankHead = Guid.Parse("01920000-0000-7000-8000-000000000001");
    private static readonly Guid BpjsHead = Guid.Parse("01920000-0000-7000-8000-000000000002");
    private static readonly OfficeInterval All = OfficeInterval.Everything;

    public static readonly TestUser Officer =
        new(Id(0x31), "officer@soreang.test", Role.LoanOfficer, Soreang, new(110_000, 119_999), All);

    public static readonly TestUser Colleague =
        new(Id(0x32), "colleague@soreang.test", Role.LoanOfficer, Soreang, new(110_000, 119_999), All);

    public static readonly TestUser Supervisor =
        new(Id(0x33), "supervisor@soreang.test", Role.BranchSupervisor, Soreang, new(110_000, 119_999), All);

    public static readonly TestUser SiblingOfficer =
        new(Id(0x41), "officer@cimahi.test", Role.LoanOfficer, Cimahi, new(120_000, 129_999), All);

    public static readonly TestUser SiblingSupervisor =
        new(Id(0x42), "supervisor@cimahi.test", Role.BranchSupervisor, Cimahi, new(120_000, 129_999), All);

    public static readonly TestUser OtherOfficer =
        new(Id(0x34), "officer@serang.test", Role.LoanOfficer, Serang, new(210_000, 219_999), All);

    public static readonly TestUser OtherSupervisor =
        new(Id(0x35), "supervisor@serang.test", Role.BranchSupervisor, Serang, new(210_000, 219_999), All);

    public static readonly TestUser Reviewer =
        new(Id(0x36), "reviewer@bandung.test", Role.BpjsReviewer, BpjsBandung, All, new(110_000, 119_999));

    public static readonly TestUser OtherReviewer =
        new(Id(0x37), "reviewer@serang.test", Role.BpjsReviewer, BpjsSerang, All, new(210_000, 219_999));

    public static readonly TestUser ReviewColleague =
        new(Id(0x3d), "colleague@bandung.test", Role.BpjsReviewer, BpjsBandung, All, new(110_000, 119_999));

    public static readonly TestUser BpjsSupervisor =
        new(Id(0x3e), "supervisor@bandung.test", Role.BpjsSupervisor, BpjsBandung, All, new(110_000, 119_999));

    public static readonly TestUser OtherBpjsSupervisor =
        new(Id(0x3f), "supervisor.bpjs@serang.test", Role.BpjsSupervisor, BpjsSerang, All, new(210_000, 219_999));

    public static readonly TestUser Regional =
        new(Id(0x38), "regional@west.test", Role.RegionalAdmin, West, new(100_000, 199_999), All);

    public static readonly TestUser OtherRegional =
        new(Id(0x39), "regional@east.test", Role.RegionalAdmin, East, new(200_000, 299_999), All);

    public static readonly TestUser Admin =
        new(Id(0x3a), "admin@portal.test", Role.SystemAdmin, BankHead, OfficeInterval.Nothing, OfficeInterval.Nothing);

    public static readonly TestUser OtherAdmin =
        new(Id(0x3c), "admin2@portal.test", Role.SystemAdmin, BankHead, OfficeInterval.Nothing, OfficeInterval.Nothing);

    public static readonly TestUser Auditor =
        new(Id(0x3b), "auditor@portal.test", Role.Auditor, BankHead, All, All);

    public static readonly TestUser Kadin =
        new(Id(0x51), "kadin@partner.test", Role.KadinViewer, BankHead, OfficeInterval.Nothing, OfficeInterval.Nothing);

    public static readonly TestUser Lpdb =
        new(Id(0x52), "lpdb@partner.test", Role.LpdbViewer, BankHead, OfficeInterval.Nothing, OfficeInterval.Nothing);

    public static readonly TestUser Donor =
        new(Id(0x53), "donor@bjb-csr.test", Role.DonorViewer, BankHead, OfficeInterval.Nothing, OfficeInterval.Nothing);

    public static readonly IReadOnlyList<TestUser> Users =
    [
        Officer, Colleague, Supervisor, SiblingOfficer, SiblingSupervisor, OtherOfficer, OtherSupervisor, Reviewer, OtherReviewer, ReviewColleague, BpjsSupervisor,
        OtherBpjsSupervisor, Regional,
        OtherRegional, Admin, OtherAdmin, Auditor, Kadin, Lpdb, Donor,
    ];

    /// <summary>One person in each role, at the office the cases of <see cref="A.Form"/> belong to.</summary>
    public static TestUser In(Role role) => Users.First(user => user.Role == role);

    /// <summary>What is in the authenticator app of each of them.</summary>
    public static TotpSecret SecretOf(TestUser user) => TotpSecret.FromText($"{user.Id:N}00000000");

    internal static async Task LoadAsync(NpgsqlConnection owner, PersonalDataVault vault)
    {
        await AddOfficeAsync(owner, West, "Bjb", "Region", "Wilayah Uji Barat", BankHead, "3204", 100_000, 199_999);
        await AddOfficeAsync(owner, East, "Bjb", "Region", "Wilayah Uji Timur", BankHead, "3604", 200_000, 299_999);
        await AddOfficeAsync(owner, Soreang, "Bjb", "Branch", "KC Uji Soreang", West, "3204", 110_000, 119_999);
        await AddOfficeAsync(owner, Cimahi, "Bjb", "Branch", "KC Uji Cimahi", West, "3277", 120_000, 129_999);
        await AddOfficeAsync(owner, Serang, "Bjb", "Branch", "KC Uji Serang", East, "3604", 210_000, 219_999);
        await AddOfficeAsync(owner, BpjsBandung, "Bpjs", "Branch", "BPJS Uji Bandung", BpjsHead, "3204", 110_000, 119_999);
        await AddOfficeAsync(owner, BpjsSerang, "Bpjs", "Branch", "BPJS Uji Serang", BpjsHead, "3604", 210_000, 219_999);

        var hash = PasswordRules.Hasher(HashIterations).HashPassword(null!, Password);
        foreach (var user in Users)
        {
            await AddUserAsync(owner, user, hash);
            await RunAsync(
                owner,
                "insert into access_grants (id, user_id, role, office_id, origin, proposed_at, approved_at) values ($1, $1, $2, $3, 'Existing', $4, $4)",
                user.Id, user.Role.ToString(), user.OfficeId, A.Now.AddDays(-1));
            await AddAuthenticatorAsync(owner, user, vault);
        }
    }

    private static Guid Id(int number) => new($"0192aaaa-0000-7000-8000-0000000000{number:x2}");

    private static Task AddOfficeAsync(
        NpgsqlConnection owner, Guid id, string institution, string kind, string name, Guid parent, string regency, int from, int to) => RunAsync(
        owner,
        """
        insert into offices (id, institution, kind, name, parent_id, regency_code, position, position_end, valid_from, is_sample)
        values ($1, $2, $3, $4, $5, $6, $7, $8, date '2016-09-02', true)
        """,
        id, institution, kind, name, parent, regency, from, to);

    private static Task AddUserAsync(NpgsqlConnection owner, TestUser user, string passwordHash) => RunAsync(
        owner,
        """
        insert into users (id, full_name, role, office_id, is_demo, user_name, normalized_user_name, email, normalized_email, email_confirmed,
            password_hash, security_stamp, phone_number_confirmed, two_factor_enabled, lockout_enabled, access_failed_count)
        values ($1, $2, $3, $4, false, $5, $6, $5, $6, true, $7, $8, false, false, true, 0)
        """,
        user.Id, $"Uji {user.Role}", user.Role.ToString(), user.OfficeId, user.Email, user.Email.ToUpperInvariant(), passwordHash,
        user.Id.ToString("N"));

    private static Task AddAuthenticatorAsync(NpgsqlConnection owner, TestUser user, PersonalDataVault vault) => RunAsync(
        owner,
        "insert into user_authenticators (user_id, secret_sealed, last_step, created_at) values ($1, $2, 0, now())",
        user.Id, vault.Seal(SealedColumns.AuthenticatorSecret, user.Id, SecretOf(user).ToText()));

    private static async Task RunAsync(NpgsqlConnection owner, string sql, params object[] values)
    {
        await using var command = new NpgsqlCommand(sql, owner);
        foreach (var value in values) command.Parameters.Add(new NpgsqlParameter { Value = value });
        await command.ExecuteNonQueryAsync();
    }
}
