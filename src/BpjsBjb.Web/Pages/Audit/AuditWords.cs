using System.Globalization;
using BpjsBjb.Services.Audit;
using Microsoft.Extensions.Localization;

namespace BpjsBjb.Web.Pages.Audit;

/// <summary>Fields and changes in the reader's words. A column without a word is the portal's own business and is not told.</summary>
internal static class AuditWords
{
    public static string Fields(IEnumerable<string> fields, IStringLocalizer<SharedTexts> texts) => string.Join(
        ", ", fields.Select(field => texts[$"Label.{field}"] is { ResourceNotFound: false } label ? label.Value : Word("Audit.Field.", field, texts)));

    /// <summary>What kind of row it is, its own name where it has no word.</summary>
    public static string Table(string name, IStringLocalizer<SharedTexts> texts) => Word("Audit.Table.", name, texts);

    /// <summary>Also of the portal's own columns, which are told to whoever investigates and to nobody else.</summary>
    public static string Column(string name, IStringLocalizer<SharedTexts> texts) =>
        texts[$"Audit.Column.{name}"] is { ResourceNotFound: false } word ? word.Value : Word("Audit.OwnColumn.", name, texts);

    /// <summary>Each column that has a word: before → after.</summary>
    public static IEnumerable<string> Lines(Change change, IStringLocalizer<SharedTexts> texts) =>
        from field in change.Fields
        let word = texts[$"Audit.Column.{field.Column}"]
        where !word.ResourceNotFound
        select field.Column.EndsWith("_sealed", StringComparison.Ordinal)
            ? texts["Audit.Changed", word.Value].Value
            : $"{word.Value}: {Value(change.Table, field.Column, field.Before, texts)} → {Value(change.Table, field.Column, field.After, texts)}";

    private static string Word(string kind, string name, IStringLocalizer<SharedTexts> texts) =>
        texts[kind + name] is { ResourceNotFound: false } word ? word.Value : name;

    private static string Value(string table, string column, string? value, IStringLocalizer<SharedTexts> texts)
    {
        if (value is null) return Format.Nothing;
        if (column.EndsWith("_at", StringComparison.Ordinal) && DateTimeOffset.TryParse(value, CultureInfo.InvariantCulture, out var at)) return Format.Moment(at);

        var kind = table switch { "enrollments" => "enrollment", "loans" => "loan", _ => null };
        return column == "status" && kind is not null && texts[$"Status.{kind}.{value}"] is { ResourceNotFound: false } word ? word.Value : value;
    }
}
