using System.Reflection;
using BpjsBjb.Domain.Common;

namespace BpjsBjb.UnitTests.Architecture;

/// <summary>Web → Services → Domain, and nothing points back.</summary>
public sealed class LayerTests
{
    private static readonly Assembly Domain = typeof(Rupiah).Assembly;
    private static readonly Assembly Services = Assembly.Load("BpjsBjb.Services");
    private static readonly Assembly Web = typeof(Program).Assembly;

    [Fact]
    public void Domain_knows_nothing_but_the_platform() =>
        Assert.All(ReferencesOf(Domain), name => Assert.StartsWith("System.", name, StringComparison.Ordinal));

    [Fact]
    public void Services_know_no_http()
    {
        // A store, no HTTP.
        const string identityStore = "Microsoft.AspNetCore.Identity.EntityFrameworkCore";

        Assert.DoesNotContain(
            ReferencesOf(Services),
            name => name != identityStore && name.StartsWith("Microsoft.AspNetCore", StringComparison.Ordinal));
    }

    [Fact]
    public void Web_knows_no_database() =>
        Assert.DoesNotContain(
            ReferencesOf(Web),
            name => name.StartsWith("Microsoft.EntityFrameworkCore", StringComparison.Ordinal)
                || name.StartsWith("Npgsql", StringComparison.Ordinal));

    [Fact]
    public void Nothing_in_web_is_given_the_context() =>
        Assert.DoesNotContain(
            Web.GetTypes()
                .SelectMany(type => type.GetConstructors(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic))
                .SelectMany(constructor => constructor.GetParameters()),
            parameter => IsContext(parameter.ParameterType));

    [Fact]
    public void No_public_service_method_hands_out_a_query() =>
        Assert.DoesNotContain(
            Services.GetExportedTypes()
                .Where(type => type.Namespace != "BpjsBjb.Services.Data")
                .SelectMany(type => type.GetMethods(
                    BindingFlags.Instance | BindingFlags.Static | BindingFlags.Public | BindingFlags.DeclaredOnly)),
            method => IsQuery(method.ReturnType));

    private static IEnumerable<string> ReferencesOf(Assembly assembly) =>
        assembly.GetReferencedAssemblies().Select(name => name.Name!);

    private static bool IsContext(Type type) =>
        type.Namespace?.StartsWith("BpjsBjb.Services.Data", StringComparison.Ordinal) == true
        && Ancestors(type).Any(ancestor => ancestor.FullName == "Microsoft.EntityFrameworkCore.DbContext");

    private static IEnumerable<Type> Ancestors(Type type)
    {
        for (var ancestor = type.BaseType; ancestor is not null; ancestor = ancestor.BaseType) yield return ancestor;
    }

    private static bool IsQuery(Type type) =>
        typeof(IQueryable).IsAssignableFrom(type) || type.GenericTypeArguments.Any(IsQuery);
}
