using BpjsBjb.IntegrationTests.Http;
using BpjsBjb.Web;
using BpjsBjb.Web.Localisation;
using BpjsBjb.Web.Pages.Audit;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Localization;

namespace BpjsBjb.IntegrationTests.Audit;

/// <summary>Whoever investigates reads words, not the names of tables and columns.</summary>
public sealed class WordTests(Portal portal) : IClassFixture<Portal>
{
    /// <summary>Tables whose changes can be of one person, as <c>audit_change</c> finds them, and every column they record.</summary>
    private const string Audited = """
        select c.relname || ' ' || a.attname
          from pg_trigger t join pg_class c on c.oid = t.tgrelid join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
         where t.tgname = c.relname || '_audit'
           and a.attname <> all (string_to_array(encode(t.tgargs, 'escape'), '\000'))
           and (c.relname in ('enrollments', 'loans', 'participations', 'people', 'payments')
                or exists (select from pg_attribute k where k.attrelid = c.oid and k.attname in ('enrollment_id', 'loan_id', 'participation_id', 'person_id')))
         order by 1
        """;

    [Theory]
    [InlineData("id")]
    [InlineData("en")]
    public async Task Every_table_and_column_that_a_persons_trail_can_show_has_a_word(string language)
    {
        var texts = portal.Services.GetRequiredService<IStringLocalizer<SharedTexts>>();
        var columns = (await portal.Desk.Database.ListAsync<string>(Audited)).Select(row => row.Split(' ')).ToList();
        Assert.True(columns.Count > 100, $"{columns.Count} columns");

        var without = Language.In(language, () => columns
            .SelectMany(row => new[] { (Name: row[0], Word: AuditWords.Table(row[0], texts)), (Name: row[1], Word: AuditWords.Column(row[1], texts)) })
            .Where(one => one.Word == one.Name).Select(one => one.Name).Distinct().ToList());

        Assert.True(without.Count == 0, $"{language}: {string.Join(' ', without)}");
    }
}
