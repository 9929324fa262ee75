using System.Globalization;
using System.Text.Encodings.Web;
using System.Xml.Linq;
using Microsoft.AspNetCore.Razor.TagHelpers;

namespace BpjsBjb.UnitTests.Dashboards;

/// <summary>What a tag helper draws, read back as XML, in the reader's culture whose comma would break a drawing.</summary>
internal static class Svg
{
    public static XElement Of(TagHelper helper)
    {
        var (culture, words) = (CultureInfo.CurrentCulture, CultureInfo.CurrentUICulture);
        try
        {
            CultureInfo.CurrentCulture = CultureInfo.CurrentUICulture = CultureInfo.GetCultureInfo("id-ID");
            var output = new TagHelperOutput("svg", [], (_, _) => Task.FromResult<TagHelperContent>(new DefaultTagHelperContent()));
            helper.Process(new TagHelperContext([], new Dictionary<object, object>(), "svg"), output);
            using var text = new StringWriter(CultureInfo.InvariantCulture);
            output.WriteTo(text, HtmlEncoder.Default);
            return XElement.Parse(text.ToString());
        }
        finally
        {
            (CultureInfo.CurrentCulture, CultureInfo.CurrentUICulture) = (culture, words);
        }
    }

    public static IEnumerable<XElement> WithClass(this XElement svg, string name) =>
        svg.Descendants().Where(element => element.Attribute("class")?.Value.Split(' ').Contains(name) == true);

    public static decimal Number(this XElement element, string attribute) =>
        decimal.Parse(element.Attribute(attribute)!.Value, NumberStyles.Float, CultureInfo.InvariantCulture);
}
