namespace BpjsBjb.BrowserTests;

public sealed class SmokeTests
{
    [Fact]
    public void It_runs() => Assert.NotNull(typeof(Program));
}
