using System.Collections.Concurrent;
using BpjsBjb.IntegrationTests.Support;
using Deque.AxeCore.Commons;
using Deque.AxeCore.Playwright;
using Microsoft.Playwright;

namespace BpjsBjb.BrowserTests.Support;

/// <summary>A person at a browser, and everything the browser complained about.</summary>
public sealed class Visit : IAsyncDisposable
{
    private readonly ConcurrentQueue<string> _complaints = [];

    public Visit(IPage page)
    {
        Page = page;
        page.PageError += (_, error) => _complaints.Enqueue(error);
        page.Console += (_, message) =>
        {
            // A refused form answers 422, which the browser notes as a failed load; that is meant.
            if (message.Type == "error" && !message.Text.Contains("422", StringComparison.Ordinal)) _complaints.Enqueue(message.Text);
        };
    }

    public IPage Page { get; }

    public string Path => new Uri(Page.Url).AbsolutePath;

    /// <summary>The id at the end of the address.</summary>
    public Guid Id => Guid.Parse(Path.Split('/')[^1]);

    public async Task SignInAsync(TestUser user, Desk desk)
    {
        await GoAsync("/SignIn");
        await Page.FillAsync("#Input_Email", user.Email);
        await Page.FillAsync("#Input_Password", SmallBank.Password);
        await PressAsync("main form button[type=submit], form:has(#Input_Email) button[type=submit]");
        Assert.Equal("/SignIn/Code", Path);
        await Page.FillAsync("#Input_Code", await desk.NextCodeAsync(user));
        await PressAsync("form:has(#Input_Code) button[type=submit]");
        Assert.DoesNotContain("SignIn", Path, StringComparison.Ordinal);
    }

    public async Task GoAsync(string path)
    {
        var answer = await Page.GotoAsync(path);
        Assert.True(answer!.Ok, $"{path}: {answer.Status}");
    }

    /// <summary>Presses what sends a form, and waits for the page that answers.</summary>
    public Task PressAsync(string selector) => LeaveAsync(() => Page.ClickAsync(selector));

    /// <summary>Does what leads to another page, or to the same one anew.</summary>
    public async Task LeaveAsync(Func<Task> act)
    {
        var arrived = new TaskCompletionSource();
        Page.Load += Arrive;
        await act();
        await arrived.Task.WaitAsync(TimeSpan.FromSeconds(30), TimeProvider.System, TestContext.Current.CancellationToken);
        Page.Load -= Arrive;

        void Arrive(object? sender, IPage page) => arrived.TrySetResult();
    }

    public async Task FillAsync(params (string Field, string? Value)[] fields)
    {
        foreach (var (field, value) in fields)
        {
            if (value is null) continue;

            var control = Page.Locator($"[name='Input.{field}']:not([type=hidden])").First;
            var kind = await control.EvaluateAsync<string>("control => control.localName === 'select' ? 'select' : control.type");
            if (kind == "select") await control.SelectOptionAsync(value);
            else if (kind == "radio") await Page.CheckAsync($"[name='Input.{field}'][value='{value}']");
            else if (kind == "checkbox") await control.SetCheckedAsync(value == "true");
            else await control.FillAsync(value);
        }
    }

    public async Task<string> TextAsync(string selector = "main") => await Page.Locator(selector).First.InnerTextAsync();

    public void AssertNoComplaint() => Assert.Empty(_complaints);

    public async Task AssertFitsAsync()
    {
        var sizes = await Page.EvaluateAsync<int[]>("() => [document.documentElement.scrollWidth, document.documentElement.clientWidth]");
        if (sizes[0] <= sizes[1]) return;

        var widest = await Page.EvaluateAsync<string[]>(
            "() => [...document.querySelectorAll('body *')].filter(e => e.getBoundingClientRect().right > innerWidth + 1).map(e => e.outerHTML.slice(0, 120))");
        Assert.Fail($"{Path} is {sizes[0]} wide on {sizes[1]}: {string.Join('\n', widest.TakeLast(4))}");
    }

    /// <param name="judgesColours">Whether contrast is measured too: the costliest rule, and colours do not change with the width.</param>
    public async Task AssertAccessibleAsync(bool judgesColours = true)
    {
        // Of what passes no list is made.
        var options = new AxeRunOptions { ResultTypes = [ResultType.Violations] };
        if (!judgesColours) options.Rules = new Dictionary<string, RuleOptions> { ["color-contrast"] = new() { Enabled = false } };
        var found = await Page.RunAxe(options);
        Assert.Empty(found.Violations.SelectMany(violation =>
            violation.Nodes.Select(node => $"{Path}: {violation.Id}: {violation.Help}: {node.Html}")));
    }

    public async ValueTask DisposeAsync() => await Page.Context.CloseAsync();
}
