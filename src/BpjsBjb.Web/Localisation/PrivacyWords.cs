using BpjsBjb.Domain.Privacy;

namespace BpjsBjb.Web.Localisation;

/// <summary>The privacy notice in the reader's language; its words are rows, not resources, because a debtor acknowledged these very words.</summary>
public static class PrivacyWords
{
    public static string Of(PrivacyNotice paragraph) => Language.Current == Language.English ? paragraph.TextEn : paragraph.TextId;
}
