using System.Net;
using System.Net.Sockets;

namespace BpjsBjb.Web.Security;

/// <summary>How a session is told from another: network and browser, enough to know one's own, too little to follow a person.</summary>
internal static class ClientName
{
    private static readonly (string Sign, string Name)[] Browsers =
        [("Edg/", "Edge"), ("OPR/", "Opera"), ("SamsungBrowser/", "Samsung Internet"), ("Firefox/", "Firefox"), ("Chrome/", "Chrome"), ("Safari/", "Safari")];

    private static readonly (string Sign, string Name)[] Systems =
        [("Android", "Android"), ("iPhone", "iPhone"), ("iPad", "iPad"), ("Windows", "Windows"), ("Mac OS X", "macOS"), ("Linux", "Linux")];

    /// <summary>"Firefox, Windows"; empty where neither is known.</summary>
    public static string BrowserOf(string? userAgent)
    {
        string?[] known = [NameIn(Browsers, userAgent), NameIn(Systems, userAgent)];
        return string.Join(", ", known.OfType<string>());
    }

    /// <summary>The first three numbers of an IPv4 address, the first 48 bits of an IPv6 one.</summary>
    public static string NetworkOf(IPAddress? address)
    {
        if (address is null) return "";
        if (address.IsIPv4MappedToIPv6) address = address.MapToIPv4();

        var bytes = address.GetAddressBytes();
        return address.AddressFamily == AddressFamily.InterNetwork
            ? $"{bytes[0]}.{bytes[1]}.{bytes[2]}.0/24"
            : $"{new IPAddress([.. bytes[..6], .. new byte[10]])}/48";
    }

    private static string? NameIn((string Sign, string Name)[] names, string? userAgent) => userAgent is null
        ? null
        : names.FirstOrDefault(one => userAgent.Contains(one.Sign, StringComparison.Ordinal)).Name;
}
