using BpjsBjb.Services.Access;

namespace BpjsBjb.Services.Data.Demo;

internal static class DemoBank
{
    public static Task LoadAsync(string ownerConnectionString, MasterKeys keys, TimeProvider clock, Action<string>? say, CancellationToken cancel) =>
        Task.CompletedTask;
}
