using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Localization;
using Microsoft.Extensions.Options;

namespace BpjsBjb.Web.Localisation;

/// <summary>What model binding itself says when a value cannot be read, in the reader's language.</summary>
internal sealed class BindingMessages(IStringLocalizer<SharedTexts> texts) : IConfigureOptions<MvcOptions>
{
    public void Configure(MvcOptions options)
    {
        var messages = options.ModelBindingMessageProvider;
        messages.SetAttemptedValueIsInvalidAccessor((_, _) => texts["Binding.Invalid"]);
        messages.SetNonPropertyAttemptedValueIsInvalidAccessor(_ => texts["Binding.Invalid"]);
        messages.SetUnknownValueIsInvalidAccessor(_ => texts["Binding.Invalid"]);
        messages.SetNonPropertyUnknownValueIsInvalidAccessor(() => texts["Binding.Invalid"]);
        messages.SetValueIsInvalidAccessor(_ => texts["Binding.Invalid"]);
        messages.SetValueMustBeANumberAccessor(_ => texts["Binding.NotANumber"]);
        messages.SetNonPropertyValueMustBeANumberAccessor(() => texts["Binding.NotANumber"]);
        messages.SetValueMustNotBeNullAccessor(_ => texts["Binding.Missing"]);
        messages.SetMissingBindRequiredValueAccessor(_ => texts["Binding.Missing"]);
        messages.SetMissingKeyOrValueAccessor(() => texts["Binding.Missing"]);
        messages.SetMissingRequestBodyRequiredValueAccessor(() => texts["Binding.Missing"]);
    }
}
