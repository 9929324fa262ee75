using System.Net;
using BpjsBjb.IntegrationTests.Support;

namespace BpjsBjb.IntegrationTests.Pages;

/// <summary>Who may open what: every page for every role, for strangers, and for colleagues of another office.</summary>
public sealed class AccessMatrixTests(Setting setting) : IClassFixture<Setting>
{
    public static TheoryData<string> Paths => [.. PortalPages.All.Select(page => page.Path)];

    [Theory]
    [MemberData(nameof(Paths))]
    public async Task A_page_opens_for_its_roles_and_for_nobody_else(string path)
    {
        var page = PortalPages.All.Single(page => page.Path == path);
        var address = (await setting.StageAsync()).AddressOf(page);

        foreach (var role in Enum.GetValues<Domain.Common.Role>())
        {
            var visitor = await setting.VisitorAsync(SmallBank.In(role));
            var expected = page.LedElsewhere.Contains(role) ? HttpStatusCode.Redirect
                : page.IsPublic || page.Roles.Contains(role) ? HttpStatusCode.OK
                : HttpStatusCode.Forbidden;
            Assert.Equal($"{role} {expected}", $"{role} {(await visitor.GetAsync(address)).StatusCode}");
        }

        var stranger = await setting.Portal.Stranger().GetAsync(address);
        Assert.Equal(page.IsPublic ? HttpStatusCode.OK : HttpStatusCode.Redirect, stranger.StatusCode);
        if (!page.IsPublic) Assert.StartsWith("/SignIn", stranger.Headers.Location!.PathAndQuery, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Paths))]
    public async Task What_belongs_to_another_office_is_not_there(string path)
    {
        var page = PortalPages.All.Single(page => page.Path == path);
        if (!path.Contains('{', StringComparison.Ordinal) || page.IsPublic) return;

        var address = (await setting.StageAsync()).AddressOf(page);
        TestUser[] others = [SmallBank.OtherOfficer, SmallBank.OtherSupervisor, SmallBank.OtherReviewer, SmallBank.OtherBpjsSupervisor, SmallBank.OtherRegional];
        foreach (var other in others.Where(other => page.Roles.Contains(other.Role)))
        {
            var answer = await (await setting.VisitorAsync(other)).GetAsync(address);
            Assert.Equal($"{other} {HttpStatusCode.NotFound}", $"{other} {answer.StatusCode}");
        }
    }

    [Theory]
    [MemberData(nameof(Paths))]
    public async Task What_does_not_exist_is_not_there(string path)
    {
        var page = PortalPages.All.Single(page => page.Path == path);
        if (!path.Contains('{', StringComparison.Ordinal) || page.IsPublic) return;

        var address = path[..path.IndexOf('{', StringComparison.Ordinal)];
        var visitor = await setting.VisitorAsync(SmallBank.In(page.Roles[0]));
        Assert.Equal(HttpStatusCode.NotFound, (await visitor.GetAsync(address + Guid.CreateVersion7(A.Now))).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await visitor.GetAsync(address + "1")).StatusCode);
    }
}
