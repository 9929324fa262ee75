using BpjsBjb.BrowserTests.Support;
using BpjsBjb.IntegrationTests.Support;

namespace BpjsBjb.BrowserTests;

/// <summary>Every page as its role sees it, on a desk and on a phone: accessible, within the screen, without a complaint of the browser.</summary>
public sealed class EveryPageTests(EveryPageTests.Readers readers) : IClassFixture<EveryPageTests.Readers>
{
    public static TheoryData<string> Paths =>
        [.. PortalPages.All.Where(page => !page.IsFile).Select(page => page.Path)];

    [Theory]
    [MemberData(nameof(Paths))]
    public async Task A_page_is_accessible_and_fits_the_screen(string path)
    {
        var page = PortalPages.All.Single(page => page.Path == path);
        var address = (await readers.Site.StageAsync()).AddressOf(page);
        var visit = await readers.VisitAsync(page.IsPublic ? null : SmallBank.In(page.Roles[0]));

        await visit.Page.SetViewportSizeAsync(Site.Desktop, 768);
        await visit.GoAsync(address);
        foreach (var (width, height) in new[] { (Site.Desktop, 768), (Site.Phone, 844) })
        {
            // The server answers both alike; only the width changes.
            await visit.Page.SetViewportSizeAsync(width, height);
            await visit.AssertFitsAsync();
            await visit.AssertAccessibleAsync(judgesColours: width == Site.Desktop);
        }

        visit.AssertNoComplaint();
    }

    [Theory]
    [InlineData("/Enrollments/Register")]
    [InlineData("/v")]
    public async Task A_refused_form_is_as_accessible(string path)
    {
        var visit = await readers.VisitAsync(SmallBank.Officer);
        await visit.GoAsync(path);
        await visit.PressAsync("main form button[type=submit]");

        await visit.AssertFitsAsync();
        await visit.AssertAccessibleAsync();
    }

    /// <summary>One signed-in browser each.</summary>
    public sealed class Readers(PostgresServer server, Chromium chromium) : IAsyncLifetime
    {
        private readonly Dictionary<string, Visit> _visits = [];

        public Site Site { get; } = new(server, chromium);

        public ValueTask InitializeAsync() => Site.InitializeAsync();

        public async Task<Visit> VisitAsync(TestUser? user)
        {
            var key = user?.Email ?? "";
            return _visits.TryGetValue(key, out var known) ? known : _visits[key] = await Site.OpenAsync(user, bypassCsp: true);
        }

        public async ValueTask DisposeAsync()
        {
            foreach (var visit in _visits.Values) await visit.DisposeAsync();
            await Site.DisposeAsync();
        }
    }
}
