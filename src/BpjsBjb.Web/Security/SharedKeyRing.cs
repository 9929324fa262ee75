using System.Xml.Linq;
using BpjsBjb.Services.Access;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.AspNetCore.DataProtection.Repositories;
using Microsoft.Extensions.Options;

namespace BpjsBjb.Web.Security;

/// <summary>Keys of cookies and forms come from the database, sealed there, so that every copy of the portal accepts them.</summary>
internal sealed class SharedKeyRing(KeyRing ring) : IConfigureOptions<KeyManagementOptions>, IXmlRepository
{
    public void Configure(KeyManagementOptions options) => options.XmlRepository = this;

    public IReadOnlyCollection<XElement> GetAllElements() => [.. ring.All().Select(xml => XElement.Parse(xml))];

    public void StoreElement(XElement element, string friendlyName) => ring.Add(element.ToString(SaveOptions.DisableFormatting));
}
