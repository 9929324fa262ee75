using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace BpjsBjb.UnitTests.Security;

/// <summary>Dangerous means that the product's sources do without, or use in one known place only.</summary>
public sealed class SourceRulesTests
{
    private static readonly string Root = Path.GetFullPath(Path.Combine(Path.GetDirectoryName(Here())!, "..", "..", ".."));

    private static readonly (string Path, string Text)[] Sources =
    [
        .. Directory.EnumerateFiles(Path.Combine(Root, "src"), "*", SearchOption.AllDirectories)
            .Select(file => (Path: Path.GetRelativePath(Root, file).Replace('\\', '/'), File: file))
            .Where(source => Regex.IsMatch(source.Path, @"\.(cs|cshtml|js)$") && !source.Path.Contains("/obj/", StringComparison.Ordinal)
                && !source.Path.Contains("/bin/", StringComparison.Ordinal))
            .Select(source => (source.Path, File.ReadAllText(source.File))),
    ];

    [Fact]
    public void No_view_writes_text_that_was_not_encoded() =>
        Assert.Empty(Using(@"Html\.Raw|new HtmlString|(Append|Set)Html(Content)?\(\$|WriteLiteral\("));

    [Fact]
    public void No_sql_is_put_together_from_text() => Assert.Equal(
        // The grants, with the quoted name of the login in them; run by the migration alone.
        ["src/BpjsBjb.Services/Data/DatabaseSetup.cs"],
        Using(@"FromSqlRaw|ExecuteSqlRaw|SqlQueryRaw|CommandText = \$|NpgsqlCommand\(\$"));

    [Fact]
    public void No_program_is_started_but_the_private_databases() =>
        Assert.All(Using(@"Process\.Start\(|new ProcessStartInfo"), path => Assert.StartsWith("src/BpjsBjb.Services/Data/PrivateDatabase/", path, StringComparison.Ordinal));

    /// <summary>Workbooks are read by OpenXmlReader, which takes no document type and fetches nothing: HostileSheetTests.</summary>
    [Fact]
    public void Nothing_read_from_outside_says_which_type_it_becomes() =>
        Assert.Empty(Using(@"BinaryFormatter|NetDataContractSerializer|SoapFormatter|LosFormatter|XmlSerializer|TypeNameHandling|JsonPolymorphic|JsonDerivedType|(?<!Open)XmlReader|XmlDocument|XPath|XslCompiled"));

    [Fact]
    public void The_script_builds_no_script_and_keeps_nothing_in_the_browser() =>
        Assert.Empty(Using(@"\beval\(|new Function\(|document\.write|localStorage|sessionStorage|indexedDB|document\.cookie|postMessage|__proto__", @"\.(js|cshtml)$"));

    [Fact]
    public void Only_pages_that_tell_of_a_refusal_are_read_without_the_forms_token() => Assert.Equal(
        ["src/BpjsBjb.Web/Pages/Error.cshtml.cs", "src/BpjsBjb.Web/Pages/Status.cshtml.cs"],
        Using("IgnoreAntiforgeryToken|DisableAntiforgery"));

    [Fact]
    public void Weak_hashes_and_ciphers_are_used_nowhere_but_in_the_codes_every_app_computes() => Assert.Equal(
        ["src/BpjsBjb.Services/Access/TotpSecret.cs"],
        Using(@"\bMD5\b|\bSHA1\b|HMACSHA1|HMACMD5|CipherMode|TripleDES|RC2|\bDES\b|RSAEncryptionPadding\.Pkcs1"));

    [Fact]
    public void Chance_comes_from_the_generator_for_secrets_but_for_invented_people() =>
        Assert.All(Using(@"new Random\(|Random\.Shared"), path => Assert.StartsWith("src/BpjsBjb.Services/Data/Demo/", path, StringComparison.Ordinal));

    [Fact]
    public void Every_pattern_is_compiled_and_a_hostile_text_cannot_be_one() => Assert.Empty(Using(@"new Regex\(|Regex\.(IsMatch|Match|Replace|Split)\("));

    [Fact]
    public void No_setting_shows_a_stack_trace_or_personal_values_to_anybody() =>
        Assert.Empty(Using("UseDeveloperExceptionPage|EnableSensitiveDataLogging|EnableDetailedErrors|IncludeErrorDetail = true|Include Error Detail"));

    [Fact]
    public void Every_package_has_its_line_in_the_list_of_packages()
    {
        var listed = File.ReadAllText(Path.Combine(Root, ".github", "decisions", "0008-packages.md"));
        var used = XDocument.Load(Path.Combine(Root, "Directory.Packages.props")).Descendants("PackageVersion").Select(package => package.Attribute("Include")!.Value);

        Assert.Empty(used.Where(name => !listed.Contains(name, StringComparison.Ordinal)
            && !listed.Contains($", .{name.Split('.')[^1]} ", StringComparison.Ordinal)));
    }

    /// <summary>The files in which the pattern occurs.</summary>
    private static string[] Using(string pattern, string files = ".") =>
        [.. Sources.Where(source => Regex.IsMatch(source.Path, files) && Regex.IsMatch(source.Text, pattern)).Select(source => source.Path).Order(StringComparer.Ordinal)];

    private static string Here([CallerFilePath] string path = "") => path;
}
