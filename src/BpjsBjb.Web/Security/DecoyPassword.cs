using BpjsBjb.Services.Access;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;

namespace BpjsBjb.Web.Security;

/// <summary>A hash nobody's password matches: where there is none to look at, looking takes as long.</summary>
public sealed class DecoyPassword
{
    private readonly PasswordHasher<PortalUser> _hasher;
    private readonly string _hash;

    public DecoyPassword(IOptions<PasswordHasherOptions> options)
    {
        _hasher = new PasswordHasher<PortalUser>(options);
        _hash = _hasher.HashPassword(null!, "no account has this password");
    }

    public void Verify(string password) => _hasher.VerifyHashedPassword(null!, _hash, password);
}
