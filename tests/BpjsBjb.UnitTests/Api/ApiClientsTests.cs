using BpjsBjb.Web.Api;

namespace BpjsBjb.UnitTests.Api;

public sealed class ApiClientsTests
{
    private static readonly string Secret = ApiClients.NewSecret();

    [Fact]
    public void A_client_is_found_by_its_name_and_its_own_secret_only()
    {
        var clients = new ApiClients([Client()], demo: false);

        Assert.Equal("core-banking", clients.Find("core-banking", Secret)!.Id);
        Assert.Null(clients.Find("core-banking", ApiClients.NewSecret()));
        Assert.Null(clients.Find("core-banking", ""));
        Assert.Null(clients.Find("core-banking", null));
        Assert.Null(clients.Find("CORE-BANKING", Secret));
        Assert.Null(clients.Find(null, Secret));
    }

    [Fact]
    public void The_client_of_the_demonstration_exists_in_a_demonstration_only()
    {
        Assert.NotNull(new ApiClients([], demo: true).Find(ApiClients.DemoId, ApiClients.DemoSecret));
        Assert.Null(new ApiClients([], demo: false).Find(ApiClients.DemoId, ApiClients.DemoSecret));
        Assert.Null(new ApiClients([], demo: false).Named(ApiClients.DemoId));
    }

    [Fact]
    public void A_secret_is_256_bits_of_chance_and_only_its_hash_is_kept()
    {
        Assert.Equal(64, Secret.Length);
        Assert.NotEqual(Secret, ApiClients.NewSecret());
        Assert.NotEqual(Secret, ApiClients.HashOf(Secret));
        Assert.Equal(ApiClients.HashOf(Secret), ApiClients.HashOf(Secret));
    }

    [Theory]
    [InlineData("demo-core-banking")]
    [InlineData("")]
    [InlineData("core banking")]
    [InlineData("inti\n")]
    public void A_name_that_is_kept_or_no_name_is_refused_at_the_start(string id) => Refused(client => client.Id = id);

    [Theory]
    [InlineData("")]
    [InlineData("rahasia")]
    [InlineData("zz00000000000000000000000000000000000000000000000000000000000000")]
    public void What_is_no_hash_is_refused_at_the_start(string hash) => Refused(client => client.SecretHash = hash);

    [Fact]
    public void The_secret_of_the_demonstration_is_refused_at_the_start() =>
        Refused(client => client.SecretHash = ApiClients.HashOf(ApiClients.DemoSecret).ToUpperInvariant());

    [Fact]
    public void A_scope_nobody_knows_or_none_is_refused_at_the_start()
    {
        Refused(client => client.Scopes = ["everything"]);
        Refused(client => client.Scopes = []);
    }

    [Fact]
    public void Two_of_one_name_are_refused_at_the_start() =>
        Assert.Throws<InvalidOperationException>(() => new ApiClients([Client(), Client()], demo: false));

    private static void Refused(Action<ApiClient> change)
    {
        var client = Client();
        change(client);
        Assert.Throws<InvalidOperationException>(() => new ApiClients([client], demo: false));
    }

    private static ApiClient Client() => new() { Id = "core-banking", SecretHash = ApiClients.HashOf(Secret), Scopes = ["identifier-checks"] };
}
