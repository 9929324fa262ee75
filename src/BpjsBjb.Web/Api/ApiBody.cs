using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using BpjsBjb.Domain.Common;

namespace BpjsBjb.Web.Api;

/// <summary>Reads a call's body and says of each field what is wrong with it, all at once.</summary>
internal static class ApiBody
{
    /// <summary>The longest call is under a twentieth of it.</summary>
    public const int MostBytes = 16 * 1024;

    public static readonly Refusal Malformed = new("api.malformed-json");
    public static readonly Refusal NotAnObject = new("api.not-an-object");
    public static readonly Refusal UnknownField = new("api.unknown-field");
    public static readonly Refusal RepeatedField = new("api.repeated-field");
    public static readonly Refusal WrongType = new("api.wrong-type");
    public static readonly Refusal UnknownChoice = new("api.unknown-choice");
    public static readonly Refusal FieldMissing = new("api.field-missing");

    /// <summary>Longer names are no field of any call and are not sent back.</summary>
    private const int MostNameLetters = 40;

    public static async Task<Result<T>> ReadAsync<T>(HttpRequest request, CancellationToken cancel)
        where T : class
    {
        if (await BytesAsync(request, cancel) is not { } bytes) return ApiProblems.TooLarge;

        try
        {
            using var document = JsonDocument.Parse(bytes.AsMemory(), new JsonDocumentOptions { MaxDepth = ApiJson.Options.MaxDepth });
            if (document.RootElement.ValueKind != JsonValueKind.Object) return NotAnObject;

            var refusals = Refusals(document.RootElement, (JsonTypeInfo<T>)ApiJson.Options.GetTypeInfo(typeof(T)));
            return refusals.Count > 0 ? refusals : document.RootElement.Deserialize<T>(ApiJson.Options)!;
        }
        catch (Exception failure) when (IsUnreadable(failure))
        {
            return Malformed;
        }
    }

    /// <summary>Null when there is more than a call may carry, whatever its head said.</summary>
    private static async Task<ArraySegment<byte>?> BytesAsync(HttpRequest request, CancellationToken cancel)
    {
        var buffer = new byte[MostBytes + 1];
        var length = await request.Body.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, cancel);
        if (length > MostBytes) return null;

        return new ArraySegment<byte>(buffer, 0, length);
    }

    private static List<Refusal> Refusals(JsonElement body, JsonTypeInfo shape)
    {
        List<Refusal> refusals = [];
        HashSet<string> seen = new(StringComparer.Ordinal);
        foreach (var sent in body.EnumerateObject())
        {
            var name = sent.Name;
            if (shape.Properties.FirstOrDefault(property => property.Name == name) is not { } property)
            {
                refusals.Add(UnknownField.On(name.Length <= MostNameLetters ? name : ""));
            }
            else if (!seen.Add(name))
            {
                refusals.Add(RepeatedField.On(name));
            }
            else if (WrongWith(sent.Value, property.PropertyType) is { } wrong)
            {
                refusals.Add(wrong.On(name));
            }
        }

        return refusals;
    }

    private static Refusal? WrongWith(JsonElement value, Type type)
    {
        try
        {
            value.Deserialize(type, ApiJson.Options);
            return null;
        }
        catch (Exception failure) when (IsUnreadable(failure))
        {
            var isChoice = Nullable.GetUnderlyingType(type) is { IsEnum: true } && value.ValueKind == JsonValueKind.String;
            return isChoice ? UnknownChoice : WrongType;
        }
    }

    /// <summary>The second is half a letter: an escape that is no Unicode.</summary>
    private static bool IsUnreadable(Exception failure) => failure is JsonException or InvalidOperationException;
}
