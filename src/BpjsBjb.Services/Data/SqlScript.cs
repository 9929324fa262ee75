using System.Reflection;

namespace BpjsBjb.Services.Data;

/// <summary>Reads an SQL file of this assembly. A file a migration has applied is never edited: the next version is a new file.</summary>
internal static class SqlScript
{
    public static string Read(string name)
    {
        var assembly = Assembly.GetExecutingAssembly();
        var resource = assembly.GetManifestResourceNames().Single(path => path.EndsWith($".{name}", StringComparison.Ordinal));
        using var reader = new StreamReader(assembly.GetManifestResourceStream(resource)!);
        return reader.ReadToEnd();
    }
}
