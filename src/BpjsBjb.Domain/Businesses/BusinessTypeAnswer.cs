namespace BpjsBjb.Domain.Businesses;

/// <summary>One answer to the question that decides between business types of different risk groups, such as what a workshop mends.</summary>
public sealed class BusinessTypeAnswer
{
    public int Id { get; init; }

    /// <summary>Everyday words that raise the question, separated by semicolons; the same for all of its answers.</summary>
    public required string Words { get; init; }

    public required string QuestionId { get; init; }

    public required string QuestionEn { get; init; }

    public required string AnswerId { get; init; }

    public required string AnswerEn { get; init; }

    public required string BusinessTypeId { get; init; }
}
