using System.Collections.Concurrent;
using System.Reflection;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Abstractions;
using Microsoft.AspNetCore.Mvc.ModelBinding;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.Mvc.RazorPages.Infrastructure;

namespace BpjsBjb.Web.Security;

/// <summary>Parts of the address that a page reads without binding them.</summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class ReadsQueryAttribute(params string[] names) : Attribute
{
    public IReadOnlyList<string> Names { get; } = names;
}

/// <summary>The fields a request may carry: name → whether it may be there several times.</summary>
public sealed record FieldSet(IReadOnlyDictionary<string, bool> Form, IReadOnlyDictionary<string, bool> Query);

/// <summary>
/// Reads off a page's handler which fields it can bind. <c>[#]</c> stands for the place in a list, <c>[*]</c> for a key.
/// </summary>
public sealed partial class KnownFields(IModelMetadataProvider metadata)
{
    public const string Handler = "handler";

    /// <summary>No input of a page is nested deeper.</summary>
    private const int Deepest = 6;

    private readonly ConcurrentDictionary<(CompiledPageActionDescriptor Page, string Method, string Handler), FieldSet?> _known = new();

    /// <summary>Null when the page has no such handler.</summary>
    public FieldSet? Of(CompiledPageActionDescriptor page, string method, string? handler) =>
        _known.GetOrAdd((page, method, (handler ?? "").ToUpperInvariant()), key => Read(key.Page, key.Method, key.Handler));

    /// <summary>What a name that was sent is called in a <see cref="FieldSet"/>.</summary>
    public static string PatternOf(string name) => Key().Replace(Place().Replace(name, "[#]"), "[*]");

    private FieldSet? Read(CompiledPageActionDescriptor page, string method, string handler)
    {
        var isPost = HttpMethods.IsPost(method);
        var found = page.HandlerMethods.FirstOrDefault(candidate =>
            candidate.HttpMethod.Equals(isPost ? "POST" : "GET", StringComparison.OrdinalIgnoreCase)
            && (candidate.Name ?? "").Equals(handler, StringComparison.OrdinalIgnoreCase));
        // A page without a handler for GET still shows itself.
        if (found is null && (isPost || handler.Length > 0)) return null;

        var form = Fields();
        var query = Fields();
        query[Handler] = false;
        foreach (var name in page.ModelTypeInfo?.GetCustomAttribute<ReadsQueryAttribute>()?.Names ?? []) query[name] = false;
        foreach (var property in page.BoundProperties.OfType<PageBoundPropertyDescriptor>())
        {
            var path = property.BindingInfo?.BinderModelName ?? property.Name;
            var supportsGet = property.Property.GetCustomAttribute<BindPropertyAttribute>()?.SupportsGet == true;
            if (supportsGet) Add(query, path, property.ParameterType);
            if (property.BindingInfo?.BindingSource != BindingSource.Query) Add(form, path, property.ParameterType);
        }

        foreach (var parameter in found?.Parameters ?? []) AddParameter(parameter, isPost, form, query);
        if (isPost && page.ModelTypeInfo?.IsDefined(typeof(RecentSignInAttribute), inherit: true) == true)
        {
            form[RecentSignInAttribute.PasswordField] = false;
        }

        if (isPost) form[AntiforgeryField] = false;
        else form.Clear();
        foreach (var route in page.RouteParameters()) _ = form.Remove(route) | query.Remove(route);
        return new FieldSet(form, query);
    }

    private const string AntiforgeryField = "__RequestVerificationToken";

    private void AddParameter(ParameterDescriptor parameter, bool isPost, Dictionary<string, bool> form, Dictionary<string, bool> query)
    {
        var type = metadata.GetMetadataForType(parameter.ParameterType);
        var source = parameter.BindingInfo?.BindingSource ?? type.BindingSource;
        if (source is not null && !source.IsFromRequest) return;

        var target = isPost && source != BindingSource.Query ? form : query;
        if (source == BindingSource.Path) return;

        Add(target, parameter.BindingInfo?.BinderModelName ?? parameter.Name, parameter.ParameterType);
        // A parameter of several parts is bound without its own name as well.
        if (!type.IsComplexType || type.IsEnumerableType) return;
        foreach (var part in PartsOf(type)) Add(target, part.Name, part.Metadata.ModelType);
    }

    private void Add(Dictionary<string, bool> fields, string path, Type type) =>
        Walk(fields, path, metadata.GetMetadataForType(type), Deepest);

    private void Walk(Dictionary<string, bool> fields, string path, ModelMetadata type, int deepest)
    {
        if (deepest == 0) return;

        if (type.ModelType == typeof(IFormFile)) fields[path] = false;
        else if (IsDictionary(type, out var value)) Walk(fields, $"{path}[*]", metadata.GetMetadataForType(value), deepest - 1);
        else if (type is { IsEnumerableType: true, ElementMetadata: { } element })
        {
            if (!element.IsComplexType) fields[path] = true;
            Walk(fields, $"{path}[#]", element, deepest - 1);
        }
        else if (!type.IsComplexType) fields[path] = false;
        else
        {
            foreach (var (name, part) in PartsOf(type)) Walk(fields, $"{path}.{name}", part, deepest - 1);
        }
    }

    private static IEnumerable<(string Name, ModelMetadata Metadata)> PartsOf(ModelMetadata type) =>
        type.Properties.Concat(type.BoundConstructorParameters ?? [])
            .Where(part => part.IsBindingAllowed && !(part.IsReadOnly && part.MetadataKind == Microsoft.AspNetCore.Mvc.ModelBinding.Metadata.ModelMetadataKind.Property))
            .Select(part => (part.BinderModelName ?? part.Name!, part));

    private static bool IsDictionary(ModelMetadata type, out Type value)
    {
        var found = type.ModelType.GetInterfaces().Append(type.ModelType).FirstOrDefault(candidate =>
            candidate.IsGenericType && (candidate.GetGenericTypeDefinition() == typeof(IDictionary<,>)
                || candidate.GetGenericTypeDefinition() == typeof(IReadOnlyDictionary<,>)));
        value = found?.GetGenericArguments()[1] ?? typeof(object);
        return found is not null;
    }

    private static Dictionary<string, bool> Fields() => new(StringComparer.OrdinalIgnoreCase);

    [GeneratedRegex(@"\[\d{1,3}\]")]
    private static partial Regex Place();

    [GeneratedRegex(@"\[(?!#\])[^\[\]]{1,80}\]")]
    private static partial Regex Key();
}

internal static class PageRoutes
{
    /// <summary>Names of the parts of the page's address, such as <c>id</c>.</summary>
    public static IEnumerable<string> RouteParameters(this CompiledPageActionDescriptor page) =>
        page.AttributeRouteInfo?.Template is { } template
            ? Microsoft.AspNetCore.Routing.Patterns.RoutePatternFactory.Parse(template).Parameters.Select(parameter => parameter.Name)
            : [];
}
