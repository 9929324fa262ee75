using System.Security.Cryptography;
using BpjsBjb.Domain.Access;
using BpjsBjb.Domain.Common;
using BpjsBjb.Domain.Offices;
using BpjsBjb.Services.Access;

namespace BpjsBjb.Services.Data.Demo;

/// <summary>Invented people at the sample offices. Eleven may sign in; the others only did things in the past.</summary>
internal sealed class DemoStaff
{
    /// <summary>As shown on the sign-in page of a demonstration.</summary>
    public const string Password = "Lindung-Debitur-2016";

    private const int DaysOfGrants = 97;

    private readonly Dictionary<(Guid Office, Role Role), Actor> _actors = [];
    private readonly List<PortalUser> _users = [];
    private readonly DateTimeOffset _at;
    private readonly DemoNames _names;
    private readonly string _passwordHash;

    public DemoStaff(DemoOffices offices, DemoNames names, DateTimeOffset at)
    {
        (_names, _at) = (names, at);
        _passwordHash = PasswordRules.Hasher().HashPassword(null!, Password);
        AddAccounts(offices);
        foreach (var branch in offices.Branches.Select(branch => branch.Office))
        {
            AddUnlessStaffed(branch, Role.LoanOfficer, $"officer.{branch.Code}@bjb.test");
            AddUnlessStaffed(branch, Role.BranchSupervisor, $"supervisor.{branch.Code}@bjb.test");
        }

        foreach (var office in offices.BpjsBranches)
        {
            AddUnlessStaffed(office, Role.BpjsReviewer, $"reviewer.{office.Position:00000}@bpjs.test");
        }
    }

    public IReadOnlyList<PortalUser> Users => _users;

    /// <summary>Everybody's right, from so long ago that some of them are due to be confirmed.</summary>
    public IEnumerable<AccessGrant> Grants => _users.Select((user, number) =>
        AccessGrant.Existing(user.Id, user.Role, user.OfficeId, _at.AddDays(-(number % DaysOfGrants) - 1)));

    public Actor At(Office office, Role role) => _actors[(office.Id, role)];

    private void AddAccounts(DemoOffices offices)
    {
        var branch = offices.All.Single(office => office.Name == DemoOffices.ShownBranch).Id;
        var bpjs = offices.All.Single(office => office.Name == DemoOffices.ShownBpjsBranch).Id;
        Add("petugas@bjb.test", "Rina Marlina", Role.LoanOfficer, branch, _passwordHash);
        Add("penyelia@bjb.test", "Hendra Wijaya", Role.BranchSupervisor, branch, _passwordHash);
        Add("verifikator@bpjs.test", "Dewi Anggraeni", Role.BpjsReviewer, bpjs, _passwordHash);
        Add("penyelia@bpjs.test", "Yudi Hermawan", Role.BpjsSupervisor, bpjs, _passwordHash);
        Add("wilayah@bjb.test", "Budi Santosa", Role.RegionalAdmin, ReferenceData.BankHeadOffice, _passwordHash);
        Add("admin@portal.test", "Sari Wulandari", Role.SystemAdmin, ReferenceData.BankHeadOffice, _passwordHash);
        Add("admin2@portal.test", "Wahyu Hidayat", Role.SystemAdmin, ReferenceData.BankHeadOffice, _passwordHash);
        Add("auditor@portal.test", "Agus Priyatna", Role.Auditor, ReferenceData.BankHeadOffice, _passwordHash);
        Add("kadin@partner.test", "Nining Suryani", Role.KadinViewer, ReferenceData.BankHeadOffice, _passwordHash);
        Add("lpdb@partner.test", "Tatang Kurnia", Role.LpdbViewer, ReferenceData.BankHeadOffice, _passwordHash);
        Add("donor@bjb-csr.test", "Lilis Nurhayati", Role.DonorViewer, ReferenceData.BankHeadOffice, _passwordHash);
    }

    private void AddUnlessStaffed(Office office, Role role, string email)
    {
        if (!_actors.ContainsKey((office.Id, role))) Add(email, _names.Next().FullName, role, office.Id, passwordHash: null);
    }

    private void Add(string email, string fullName, Role role, Guid officeId, string? passwordHash)
    {
        var user = new PortalUser
        {
            Id = Guid.CreateVersion7(_at),
            FullName = fullName,
            Role = role,
            OfficeId = officeId,
            IsDemo = true,
            UserName = email,
            NormalizedUserName = email.ToUpperInvariant(),
            Email = email,
            NormalizedEmail = email.ToUpperInvariant(),
            EmailConfirmed = true,
            LockoutEnabled = true,
            PasswordHash = passwordHash,
            SecurityStamp = Convert.ToHexString(RandomNumberGenerator.GetBytes(20)),
        };
        _users.Add(user);
        _actors[(officeId, role)] = new Actor(user.Id, role, officeId, OfficeInterval.Nothing, OfficeInterval.Nothing);
    }
}
