using System.Text.Encodings.Web;
using BpjsBjb.Services.Mails;
using BpjsBjb.Web.Localisation;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.Extensions.Localization;
using Microsoft.Extensions.Options;
using MimeKit;
using MimeKit.Text;

namespace BpjsBjb.Web.Mails;

/// <summary>Puts a mail into the reader's words, as text and as HTML: kinds, counts and a way to the portal, and nothing of anybody.</summary>
public sealed class MailWriter(
    IStringLocalizer<MailTexts> texts, IStringLocalizer<SharedTexts> words, IOptions<PortalOptions> portal, IServer server, TimeProvider clock)
{
    /// <summary>Where nobody answers: a catcher writes mails without being given an address.</summary>
    private const string Nobody = "portal@localhost";

    public MimeMessage Write(OutgoingMail mail) => Language.In(mail.Language, () =>
    {
        var from = MailboxAddress.Parse(portal.Value.Mail.From ?? Nobody);
        var count = mail.Lines.Sum(line => line.Count);
        MimeMessage message = new()
        {
            Date = clock.GetUtcNow(),
            // The same at every attempt: a mailbox that sorts out doubles knows it again.
            MessageId = $"{mail.Id:N}@{from.Domain}",
            Subject = texts[$"Subject.{mail.Kind}", portal.Value.ProductName, Format.Number(count)],
            Body = new MultipartAlternative(
                new TextPart(TextFormat.Plain) { Text = Plain(mail, count) },
                new TextPart(TextFormat.Html) { Text = Html(mail, count) }),
        };
        message.From.Add(new MailboxAddress(portal.Value.ProductName, from.Address));
        message.To.Add(new MailboxAddress(null, mail.Address));
        message.Headers.Add("Auto-Submitted", "auto-generated");
        return message;
    });

    private string Plain(OutgoingMail mail, int count) => string.Join("\n",
        [
            texts["Greeting"], "", texts[$"Lead.{mail.Kind}", Format.Number(count)], "", .. mail.Lines.Select(line => $"- {Line(line)}"), "",
            texts["Open"], Address("Notices"), "", texts["NoNames"], texts["Switch", Address("Account/Mail")], "",
        ]);

    private string Html(OutgoingMail mail, int count)
    {
        var body = new TagBuilder("body");
        body.InnerHtml.AppendHtml(Element("p", texts["Greeting"])).AppendHtml(Element("p", texts[$"Lead.{mail.Kind}", Format.Number(count)]));
        var list = new TagBuilder("ul");
        foreach (var line in mail.Lines) list.InnerHtml.AppendHtml(Element("li", Line(line)));

        var way = new TagBuilder("p");
        way.InnerHtml.AppendHtml(Link(texts["Open"], Address("Notices")));
        body.InnerHtml.AppendHtml(list).AppendHtml(way).AppendHtml(Element("p", texts["NoNames"]))
            .AppendHtml(Element("p", texts["Switch", Address("Account/Mail")]));
        var page = new TagBuilder("html") { Attributes = { ["lang"] = mail.Language } };
        page.InnerHtml.AppendHtml(body);
        using StringWriter written = new();
        page.WriteTo(written, HtmlEncoder.Default);
        return written.ToString();
    }

    private string Line(MailLine line) => $"{words.Of(line.Kind)}: {Format.Number(line.Count)}";

    private static TagBuilder Element(string tag, string text)
    {
        var element = new TagBuilder(tag);
        element.InnerHtml.Append(text);
        return element;
    }

    private static TagBuilder Link(string text, string address)
    {
        var link = Element("a", text);
        link.Attributes["href"] = address;
        return link;
    }

    /// <summary>As the settings say; where one tries, wherever the portal listens.</summary>
    private string Address(string page)
    {
        var root = portal.Value.PublicAddress ?? server.Features.Get<IServerAddressesFeature>()?.Addresses.FirstOrDefault() ?? "";
        return $"{root.TrimEnd('/')}/{page}";
    }
}
