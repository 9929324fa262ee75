using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using BpjsBjb.Domain.Common;
using BpjsBjb.Domain.Rules;

namespace BpjsBjb.Services.Rules;

/// <summary>A rule row as it was written before it was corrected or closed; the database keeps it (rules.v1.sql).</summary>
internal sealed class SupersededRule
{
    private static readonly JsonSerializerOptions Columns = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        Converters = { new JsonStringEnumConverter(), new WholeRupiah() },
    };

    /// <summary>Name of the rule's table.</summary>
    public required string Kind { get; init; }

    public int RuleId { get; init; }

    public DateTimeOffset RecordedAt { get; init; }

    public DateTimeOffset SupersededAt { get; init; }

    /// <summary>The row, a JSON member a column.</summary>
    public required string Row { get; init; }

    public DatedRule As(Type rule)
    {
        var row = JsonNode.Parse(Row)!;
        row["superseded_at"] = SupersededAt;
        return Read(row, rule);
    }

    /// <summary>A row of a rule's table as PostgreSQL writes it in JSON.</summary>
    internal static DatedRule Read(JsonNode row, Type rule) => (DatedRule)row.Deserialize(rule, Columns)!;

    private sealed class WholeRupiah : JsonConverter<Rupiah>
    {
        public override Rupiah Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => new(reader.GetInt64());

        public override void Write(Utf8JsonWriter writer, Rupiah value, JsonSerializerOptions options) => writer.WriteNumberValue(value.Amount);
    }
}
