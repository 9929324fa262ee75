namespace BpjsBjb.Services.Access;

/// <summary>What was chosen in a form, by its name.</summary>
internal static class Chosen
{
    public static bool TryParse<T>(string? text, out T value)
        where T : struct, Enum => Enum.TryParse(text, out value) && Enum.IsDefined(value);
}
