using System.Net;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using AngleSharp.Html.Parser;

namespace BpjsBjb.IntegrationTests.Http;

/// <summary>A browser without a screen: cookies, forms with all they carry, HTML read by a parser.</summary>
public sealed class Visitor(HttpClient http)
{
    public HttpClient Http => http;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public Task<HttpResponseMessage> GetAsync(string path) => http.GetAsync(new Uri(path, UriKind.Relative), Cancel);

    /// <summary>A page that is there.</summary>
    public async Task<IHtmlDocument> ReadAsync(string path)
    {
        var answer = await GetAsync(path);
        Assert.True(answer.StatusCode == HttpStatusCode.OK, $"{path}: {answer.StatusCode} {answer.Headers.Location}");
        return await answer.HtmlAsync();
    }

    /// <summary>Opens the page, fills its form, and sends it with its token, hidden fields and everything left as it stood.</summary>
    /// <param name="form">Selector, where the page has several.</param>
    /// <param name="handler">Where a script or a second button sends the same form.</param>
    public async Task<HttpResponseMessage> SubmitAsync(
        string path, (string Name, string Value)[] fields, string form = "form[method=post]", string? handler = null)
    {
        var page = await ReadAsync(path);
        var found = (page.QuerySelector($"main {form}") ?? page.QuerySelector(form)) as IHtmlFormElement
            ?? throw new InvalidOperationException($"{path} has no {form}.");
        var sent = found.FieldsAsTheyStand();
        foreach (var name in fields.Select(field => field.Name).Distinct()) sent.RemoveAll(field => field.Key == name);
        sent.AddRange(fields.Select(field => KeyValuePair.Create(field.Name, field.Value)));
        return await PostAsync(handler is null ? found.GetAttribute("action") ?? path : $"{path}?handler={handler}", sent);
    }

    public async Task SpeakAsync(string language)
    {
        var answer = await SubmitAsync("/v", [("language", language)], "form[action$='/Language']");
        Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
    }

    public async Task<HttpResponseMessage> PostAsync(string path, IEnumerable<KeyValuePair<string, string>> fields)
    {
        using var content = new FormUrlEncodedContent(fields);
        return await http.PostAsync(new Uri(path, UriKind.Relative), content, Cancel);
    }
}

public static class Html
{
    public static async Task<IHtmlDocument> HtmlAsync(this HttpResponseMessage answer) =>
        new HtmlParser().ParseDocument(await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));

    /// <summary>What a browser would send if nothing was touched.</summary>
    public static List<KeyValuePair<string, string>> FieldsAsTheyStand(this IHtmlFormElement form)
    {
        List<KeyValuePair<string, string>> fields = [];
        foreach (var control in form.Elements.OfType<IHtmlElement>())
        {
            if (control.GetAttribute("name") is not { Length: > 0 } name || control.HasAttribute("disabled")) continue;

            switch (control)
            {
                case IHtmlInputElement { Type: "checkbox" or "radio", IsChecked: false }: break;
                case IHtmlInputElement { Type: "submit" or "button" }: break;
                case IHtmlInputElement input: fields.Add(new(name, input.Value)); break;
                case IHtmlTextAreaElement area: fields.Add(new(name, area.Value)); break;
                case IHtmlSelectElement select: fields.Add(new(name, select.Value ?? "")); break;
            }
        }

        return fields;
    }

    /// <summary>The message beside a field.</summary>
    public static string? MessageAt(this IDocument page, string fieldId) => page.QuerySelector($"#{fieldId}-error")?.TextContent.Trim();

    public static bool IsNamed(this IElement control, IDocument page) =>
        control.HasAttribute("aria-label")
        || control.GetAttribute("aria-labelledby") is { Length: > 0 }
        || control.Closest("label") is not null
        || (control.Id is { Length: > 0 } id && page.QuerySelector($"label[for='{id}']") is not null);
}
