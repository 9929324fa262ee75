using BpjsBjb.Domain.Common;
using FluentValidation;

namespace BpjsBjb.Services.Common;

/// <summary>Lets validators borrow the value objects' own parsers and answer in refusals.</summary>
internal static class Validation
{
    public static IRuleBuilderOptionsConditions<T, string?> MustParse<T, TValue>(
        this IRuleBuilder<T, string?> rule, Func<string?, Result<TValue>> parse) =>
        rule.Custom((text, context) =>
        {
            var parsed = parse(text);
            foreach (var refusal in parsed.Refusals) context.Refuse(refusal);
        });

    /// <summary>As <see cref="MustParse{T, TValue}"/>, but an empty field is no mistake.</summary>
    public static IRuleBuilderOptionsConditions<T, string?> MayParse<T, TValue>(
        this IRuleBuilder<T, string?> rule, Func<string?, Result<TValue>> parse) =>
        rule.Custom((text, context) =>
        {
            if (string.IsNullOrWhiteSpace(text)) return;
            foreach (var refusal in parse(text).Refusals) context.Refuse(refusal);
        });

    public static void Refuse<T>(this ValidationContext<T> context, Refusal refusal) =>
        context.AddFailure(new FluentValidation.Results.ValidationFailure(context.PropertyPath, refusal.Code) { CustomState = refusal });

    /// <summary>Text that must be there and fit its column.</summary>
    public static IRuleBuilderOptionsConditions<T, string?> MustBeText<T>(
        this IRuleBuilder<T, string?> rule, string missing, int maximumLength) =>
        rule.Custom((text, context) =>
        {
            if (string.IsNullOrWhiteSpace(text)) context.Refuse(new Refusal(missing));
            else if (text.Trim().Length > maximumLength) context.Refuse(TooLong.With(maximumLength));
        });

    public static readonly Refusal TooLong = new("text.too-long");

    /// <summary>Every reason at once, each at its field.</summary>
    public static Refusal[] Refusals<T>(this IValidator<T> validator, T input) =>
        [.. validator.Validate(input).Errors.Select(error => ((Refusal)error.CustomState).On(error.PropertyName))];
}
