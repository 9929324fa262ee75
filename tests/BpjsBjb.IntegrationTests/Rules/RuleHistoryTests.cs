using BpjsBjb.Domain.Common;
using BpjsBjb.Domain.Contributions;
using BpjsBjb.Domain.Rules;
using BpjsBjb.IntegrationTests.Support;
using BpjsBjb.Services.Contributions;
using BpjsBjb.Services.Data;
using BpjsBjb.Services.Rules;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace BpjsBjb.IntegrationTests.Rules;

/// <summary>Rules of wage earners in the database: none overlaps, none forgets what it said before.</summary>
public sealed class RuleHistoryTests(Desk desk) : IClassFixture<Desk>
{
    private static readonly WageQuestion March2027 = new(
        EnterpriseClass.Large, RiskGroup: 1, new Rupiah(12_000_000),
        [InsuranceProgram.Jkk, InsuranceProgram.Jkm, InsuranceProgram.Jht, InsuranceProgram.Jp], new Month(2027, 3), Months: 1);

    /// <summary>A copy of row 1 of a table under another id, a day later.</summary>
    private static string Again(string table) =>
        $"insert into {table} select (jsonb_populate_record(r, jsonb_build_object('id', 900, 'valid_from', r.valid_from + 1))).* from {table} r where id = 1";

    [Theory]
    [InlineData("wage_rates", "ex_wage_rates")]
    [InlineData("jp_wage_ceilings", "ex_jp_wage_ceilings")]
    [InlineData("wage_program_duties", "ex_wage_program_duties")]
    [InlineData("jkp_shares", "ex_jkp_shares")]
    public async Task Two_rows_of_a_kind_cannot_hold_on_one_day(string table, string constraint)
    {
        var refused = await Assert.ThrowsAsync<PostgresException>(() => desk.Database.AsOwnerAsync(Again(table)));

        Assert.Equal((PostgresErrorCodes.ExclusionViolation, constraint), (refused.SqlState, refused.ConstraintName));
    }

    [Theory]
    [InlineData("update wage_rates set risk_group = null where id = 1")]
    [InlineData("update wage_rates set risk_group = 6 where id = 1")]
    [InlineData("update wage_rates set risk_group = 1 where program = 'Jkm'")]
    [InlineData("update wage_rates set hundredths = 0 where id = 1")]
    [InlineData("update jp_wage_ceilings set ceiling = 0 where id = 1")]
    [InlineData("update jp_wage_ceilings set renewed_on = valid_from where id = 1")]
    [InlineData("update jkp_shares set hundredths = 10001 where id = 1")]
    public async Task A_row_that_makes_no_sense_is_refused(string sql)
    {
        var refused = await Assert.ThrowsAsync<PostgresException>(() => desk.Database.AsOwnerAsync(sql));

        Assert.Equal(PostgresErrorCodes.CheckViolation, refused.SqlState);
    }

    [Theory]
    [InlineData("wage_rates")]
    [InlineData("jp_wage_ceilings")]
    [InlineData("limits")]
    [InlineData("contribution_discounts")]
    public async Task A_rule_is_never_deleted_or_renumbered(string table)
    {
        foreach (var sql in new[] { $"delete from {table}", $"truncate {table}", $"update {table} set id = id + 1000" })
        {
            var refused = await Assert.ThrowsAsync<PostgresException>(() => desk.Database.AsOwnerAsync(sql));
            Assert.Equal("database.append-only", refused.MessageText);
        }
    }

    [Fact]
    public async Task Every_table_of_rules_keeps_what_it_said_before()
    {
        await using var db = new BpjsBjbDbContext(DatabaseSetup.Options(desk.Database.AppConnectionString));
        var tables = db.Model.GetEntityTypes().Where(type => type.ClrType.IsSubclassOf(typeof(DatedRule))).Select(type => type.GetTableName()!);
        var keeping = await desk.Database.ListAsync<string>(
            "select c.relname::text from pg_trigger t join pg_class c on c.oid = t.tgrelid where t.tgname = c.relname || '_superseded' and t.tgenabled = 'O'");

        Assert.Equal(tables.Order(StringComparer.Ordinal), keeping.Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("update superseded_rules set superseded_at = now()")]
    [InlineData("delete from superseded_rules")]
    [InlineData("truncate superseded_rules")]
    public async Task What_was_known_is_not_rewritten(string sql)
    {
        await desk.Database.AsOwnerAsync("update limits set value = value + 1 where kind = 'EndedSessionDays'");

        var refused = await Assert.ThrowsAsync<PostgresException>(() => desk.Database.AsOwnerAsync(sql));

        Assert.Equal("database.append-only", refused.MessageText);
    }

    [Fact]
    public async Task An_update_that_changes_nothing_is_no_new_knowledge()
    {
        var recordedAt = await desk.Database.ReadAsync<DateTime>("update wage_rates set hundredths = hundredths where id = 2 returning recorded_at");

        Assert.Equal(A.Now.UtcDateTime, recordedAt);
        Assert.Equal(0L, await desk.Database.ReadAsync<long>("select count(*) from superseded_rules where kind = 'wage_rates' and rule_id = 2"));
    }

    /// <summary>The ceiling of March 2027 arrives: the old row is closed and the new one added in one transaction.</summary>
    [Fact]
    public async Task A_quote_comes_out_as_the_law_was_known_on_the_day_asked_about()
    {
        var quotes = desk.Get<WageQuoteSource>();
        var before = (await quotes.QuoteAsync(March2027, knownOn: null, Desk.Cancel)).Value;

        await desk.Database.AsOwnerAsync(
            """
            update jp_wage_ceilings set valid_to = '2027-02-28' where valid_to is null;
            insert into jp_wage_ceilings (id, ceiling, renewed_on, valid_from, regulation, article, is_confirmed, recorded_at)
                values (13, 11500000, '2028-03-01', '2027-03-01', 'PP 45/2015', 'art. 29', true, now());
            """);
        desk.Clock.Advance(TimeSpan.FromMinutes(2));
        var learnedAt = await desk.Database.ReadAsync<DateTime>("select recorded_at from jp_wage_ceilings where id = 13");
        var book = await desk.Get<RuleSearch>().AllAsync(Desk.Cancel);
        var after = (await quotes.QuoteAsync(March2027, knownOn: null, Desk.Cancel)).Value;
        var asKnown = (await quotes.QuoteAsync(March2027, A.Today, Desk.Cancel)).Value;
        var aMomentBefore = WageQuote.For(March2027, book.KnownAt(new DateTimeOffset(learnedAt, TimeSpan.Zero).AddMicroseconds(-1))).Value;

        // 28,800 + 36,000 + 444,000 + 240,000, and 3 % of 11,086,300 or of 11,500,000.
        Assert.Equal(new Rupiah(1_081_389), before.Total);
        Assert.Equal(new Rupiah(1_093_800), after.Total);
        Assert.Equal(new Rupiah(1_081_389), asKnown.Total);
        Assert.Equal(new Rupiah(1_081_389), aMomentBefore.Total);
        Assert.Contains(asKnown.Notes, note => note.Code == WageQuote.CeilingOutdated.Code);
        Assert.DoesNotContain(after.Notes, note => note.Code == WageQuote.CeilingOutdated.Code);
    }

    [Fact]
    public async Task Every_kind_of_rule_reads_back_what_it_said_before()
    {
        await using var db = new BpjsBjbDbContext(DatabaseSetup.Options(desk.Database.AppConnectionString));
        var tables = db.Model.GetEntityTypes().Where(type => type.ClrType.IsSubclassOf(typeof(DatedRule))).ToList();
        foreach (var table in tables)
        {
            await desk.Database.AsOwnerAsync($"update {table.GetTableName()} set article = 'corrected' where id = 1");
        }

        desk.Clock.Advance(TimeSpan.FromMinutes(2));
        var book = await desk.Get<RuleSearch>().AllAsync(Desk.Cancel);

        Assert.All(tables, table =>
        {
            var old = Assert.Single(book.Superseded, row => row.GetType() == table.ClrType && row is { Id: 1, Article: not "corrected" });
            Assert.Equal(A.Now, old.RecordedAt);
            Assert.True(old.SupersededAt > old.RecordedAt);
            Assert.NotEmpty(old.Regulation);
            Assert.NotEqual(default, old.ValidFrom);
        });
        Assert.Equal(
            (InsuranceProgram.Jkk, WagePayer.Employer, 1, 24),
            book.Superseded.OfType<WageRate>().Where(row => row.Id == 1).Select(row => (row.Program, row.Payer, row.RiskGroup!.Value, row.Hundredths)).Single());
        Assert.Equal(new Rupiah(10_000), book.Superseded.OfType<ContributionBracket>().Single(row => row.Id == 1).Jkk);
    }
}
