using System.Text;
using BpjsBjb.IntegrationTests.Support;
using BpjsBjb.Services.Access;

namespace BpjsBjb.IntegrationTests.Access;

/// <summary>Codes that work once, and what of them is in the tables.</summary>
public sealed class FactorTests(Desk desk) : IClassFixture<Desk>
{
    private static readonly TestUser User = SmallBank.Officer;

    private FactorService Factors => desk.Get<FactorService>();

    private long Step => TotpSecret.StepAt(desk.Clock.GetUtcNow());

    [Fact]
    public async Task The_same_code_works_once()
    {
        var code = await desk.NextCodeAsync(User);

        Assert.True(await Factors.UseCodeAsync(User.Id, code, Desk.Cancel));
        Assert.False(await Factors.UseCodeAsync(User.Id, code, Desk.Cancel));
    }

    [Fact]
    public async Task After_a_code_the_one_before_it_works_no_longer()
    {
        var code = await desk.NextCodeAsync(User);
        var before = SmallBank.SecretOf(User).CodeAt(Step - 1);

        Assert.True(await Factors.UseCodeAsync(User.Id, code, Desk.Cancel));
        Assert.False(await Factors.UseCodeAsync(User.Id, before, Desk.Cancel));
    }

    [Fact]
    public async Task Of_many_who_come_at_once_with_one_code_one_gets_in()
    {
        for (var round = 0; round < 10; round++)
        {
            var code = await desk.NextCodeAsync(User);

            var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => Factors.UseCodeAsync(User.Id, code, Desk.Cancel))));

            Assert.Single(answers, right => right);
        }
    }

    [Fact]
    public async Task A_code_lives_for_its_half_minute_and_the_next()
    {
        await desk.NextCodeAsync(User);
        var secret = SmallBank.SecretOf(User);

        Assert.False(await Factors.UseCodeAsync(User.Id, secret.CodeAt(Step - 2), Desk.Cancel));
        Assert.False(await Factors.UseCodeAsync(User.Id, secret.CodeAt(Step + 1), Desk.Cancel));
        Assert.True(await Factors.UseCodeAsync(User.Id, secret.CodeAt(Step - 1), Desk.Cancel));
    }

    [Fact]
    public async Task Somebody_elses_code_does_not_work()
    {
        await desk.NextCodeAsync(SmallBank.Colleague);

        Assert.False(await Factors.UseCodeAsync(SmallBank.Colleague.Id, await desk.NextCodeAsync(User), Desk.Cancel));
    }

    [Fact]
    public async Task A_recovery_code_works_once_also_for_many_at_once_and_is_nowhere_in_clear()
    {
        var codes = (await Factors.RenewCodesAsync(User.Id, Desk.Cancel)).Value;
        Assert.Equal(10, codes.Distinct().Count());

        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => Factors.UseRecoveryCodeAsync(User.Id, codes[0], Desk.Cancel))));
        Assert.Single(answers, right => right);
        Assert.False(await Factors.UseRecoveryCodeAsync(SmallBank.Colleague.Id, codes[1], Desk.Cancel));
        Assert.True(await Factors.UseRecoveryCodeAsync(User.Id, codes[1].ToLowerInvariant().Replace('-', ' '), Desk.Cancel));
        Assert.Equal(8, (await Factors.StateAsync(User.Id, Desk.Cancel)).RecoveryCodesLeft);

        var rows = string.Join('\n', await desk.Database.ListAsync<string>("select t::text from user_recovery_codes t"));
        foreach (var code in codes)
        {
            var plain = code.Replace("-", "", StringComparison.Ordinal);
            Assert.DoesNotContain(plain, rows, StringComparison.OrdinalIgnoreCase);
            Assert.DoesNotContain(Convert.ToHexString(Encoding.UTF8.GetBytes(plain)), rows, StringComparison.OrdinalIgnoreCase);
            Assert.DoesNotContain(desk.Logs.Lines, line => line.Contains(plain, StringComparison.Ordinal) || line.Contains(code, StringComparison.Ordinal));
        }

        await Factors.RenewCodesAsync(User.Id, Desk.Cancel);
        Assert.False(await Factors.UseRecoveryCodeAsync(User.Id, codes[2], Desk.Cancel));
    }

    [Fact]
    public async Task The_secret_is_sealed_for_its_owner()
    {
        var user = SmallBank.Supervisor;
        var row = await desk.Database.ReadAsync<string>("select t::text from user_authenticators t where user_id = $1", user.Id);

        Assert.DoesNotContain(SmallBank.SecretOf(user).ToText(), row, StringComparison.OrdinalIgnoreCase);
        await desk.Database.AsOwnerAsync(
            "update user_authenticators set secret_sealed = (select secret_sealed from user_authenticators where user_id = $2) where user_id = $1",
            user.Id, User.Id);
        await Assert.ThrowsAnyAsync<System.Security.Cryptography.CryptographicException>(
            async () => await Factors.UseCodeAsync(user.Id, await desk.NextCodeAsync(user), Desk.Cancel));
    }

    [Fact]
    public async Task An_app_is_turned_on_only_by_a_code_it_made_and_only_once()
    {
        var user = SmallBank.Auditor;
        await Factors.TurnOffAsync(user.Id, Desk.Cancel);
        var secret = TotpSecret.Create();

        Assert.Equal(["factor.code-wrong"], (await Factors.TurnOnAsync(user.Id, secret, "12345", Desk.Cancel)).Codes());
        var code = secret.CodeAt(Step);
        Assert.Equal(10, (await Factors.TurnOnAsync(user.Id, secret, code, Desk.Cancel)).Value.Count);
        Assert.Equal(["factor.already-on"], (await Factors.TurnOnAsync(user.Id, secret, code, Desk.Cancel)).Codes());
        Assert.False(await Factors.UseCodeAsync(user.Id, code, Desk.Cancel));
    }

    [Fact]
    public async Task The_portal_cannot_exchange_a_secret_in_place()
    {
        var refused = await desk.Database.RefusalAsync("update user_authenticators set secret_sealed = '\\x00' where user_id = $1", User.Id);

        Assert.Equal(Npgsql.PostgresErrorCodes.InsufficientPrivilege, refused.SqlState);
    }
}
