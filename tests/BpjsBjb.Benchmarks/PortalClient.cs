using System.Net;
using System.Text.RegularExpressions;

namespace BpjsBjb.Benchmarks;

/// <summary>One signed-in browser without the browser.</summary>
internal sealed partial class PortalClient(Uri address) : IDisposable
{
    private readonly HttpClient _http = new(new SocketsHttpHandler { AllowAutoRedirect = false, CookieContainer = new CookieContainer() })
    {
        BaseAddress = address,
    };

    private string _token = "";

    /// <summary>The path of the fingerprinted style sheet, known after signing in.</summary>
    public string? Stylesheet { get; private set; }

    public async Task<bool> SignInAsync(string email, string password)
    {
        var form = await GetAsync("/SignIn");
        var css = CssLink().Match(form);
        Stylesheet = css.Success ? css.Groups["path"].Value : null;

        _token = AntiforgeryToken().Match(form).Groups["token"].Value;
        return await TryAsync(email, password);
    }

    /// <summary>Sends the sign-in form that was opened last once more.</summary>
    public async Task<bool> TryAsync(string email, string password)
    {
        using var content = new FormUrlEncodedContent(new Dictionary<string, string>
        {
            ["Input.Email"] = email,
            ["Input.Password"] = password,
            ["__RequestVerificationToken"] = _token,
        });
        using var answer = await _http.PostAsync(new Uri("/SignIn", UriKind.Relative), content);
        return answer.StatusCode == HttpStatusCode.Redirect;
    }

    public async Task<int> StatusOfAsync(string path)
    {
        using var answer = await _http.GetAsync(new Uri(path, UriKind.Relative));
        return (int)answer.StatusCode;
    }

    public async Task<string> GetAsync(string path)
    {
        using var answer = await _http.GetAsync(new Uri(path, UriKind.Relative));
        return await answer.Content.ReadAsStringAsync();
    }

    public void Dispose() => _http.Dispose();

    [GeneratedRegex("name=\"__RequestVerificationToken\"[^>]*value=\"(?<token>[^\"]+)\"", RegexOptions.NonBacktracking)]
    private static partial Regex AntiforgeryToken();

    [GeneratedRegex("href=\"(?<path>/app[^\"]*\\.css[^\"]*)\"", RegexOptions.NonBacktracking)]
    private static partial Regex CssLink();
}
