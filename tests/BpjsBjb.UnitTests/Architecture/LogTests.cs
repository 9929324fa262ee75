using System.Reflection;
using Microsoft.Extensions.Logging;

namespace BpjsBjb.UnitTests.Architecture;

public sealed class LogTests
{
    private const string LogClass = "BpjsBjb.Services.Log";

    private static readonly Type[] Harmless =
        [typeof(ILogger), typeof(Guid), typeof(int), typeof(long), typeof(TimeSpan), typeof(Exception)];

    private static readonly MethodInfo[] Statements = Assembly.Load("BpjsBjb.Services").GetType(LogClass)?
        .GetMethods(BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly)
        .Where(method => method.GetCustomAttribute<LoggerMessageAttribute>() is not null)
        .ToArray() ?? [];

    [Fact]
    public void Every_log_statement_is_in_one_class() =>
        Assert.True(Statements.Length > 0, $"{LogClass} is missing or has no [LoggerMessage] method.");

    [Fact]
    public void Nothing_personal_can_be_logged() =>
        Assert.All(Statements.SelectMany(method => method.GetParameters()), parameter => Assert.True(
            Harmless.Contains(parameter.ParameterType) || parameter.ParameterType.IsEnum,
            $"{parameter.Member.Name}: {parameter.Name}"));

    [Fact]
    public void Every_log_statement_has_a_number_of_its_own() =>
        Assert.Equal(
            Statements.Length,
            Statements.Select(method => method.GetCustomAttribute<LoggerMessageAttribute>()!.EventId).Distinct().Count());
}
