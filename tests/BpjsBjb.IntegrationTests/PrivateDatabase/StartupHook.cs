using BpjsBjb.IntegrationTests.PrivateDatabase;

/// <summary>Runs in the Web program before its Main, and there plays a portal that only has a database.</summary>
internal static class StartupHook
{
    public static void Initialize() => PortalStandIn.Play();
}
