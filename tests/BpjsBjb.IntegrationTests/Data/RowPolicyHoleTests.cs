namespace BpjsBjb.IntegrationTests.Data;

/// <summary>A check that finds nothing proves nothing until it was seen to find what somebody hid.</summary>
public sealed class RowPolicyHoleTests(RowPolicyBank bank) : IClassFixture<RowPolicyBank>
{
    [Fact]
    public async Task The_wall_as_it_stands_has_no_hole() => Assert.Empty(await new RowPolicyCheck(bank.Desk.Database).HolesAsync());

    [Theory]
    [InlineData("alter policy scope on heirs to bpjsbjb_readonly", "alter policy scope on heirs to public", "heirs has no policy")]
    [InlineData("alter table bills no force row level security", "alter table bills force row level security", "bills forces no row policy")]
    [InlineData("alter table payments disable row level security", "alter table payments enable row level security", "payments forces no row policy")]
    [InlineData("alter table payments disable row level security", "alter table payments enable row level security", "payments is read without a scope")]
    [InlineData("create policy hole on people using (true)", "drop policy hole on people", "people: hole asks nothing")]
    [InlineData("create policy hole on people using (true)", "drop policy hole on people", "people is read without a scope")]
    [InlineData("create policy hole on proofs using (code <> '')", "drop policy hole on proofs", "proofs shows a stranger")]
    [InlineData("create policy hole on audit_entries for select using (id > 0)", "drop policy hole on audit_entries", "audit_entries shows a stranger")]
    // Views stand under the policy of the table they begin with.
    [InlineData("create policy hole on loans for select to bpjsbjb_figures using (true)", "drop policy hole on loans", "facilities shows a stranger")]
    // One of the two intervals forgotten.
    [InlineData(
        "create policy hole on loans using (bpjs_position between current_setting('app.bpjs_lo')::int and current_setting('app.bpjs_hi')::int)",
        "drop policy hole on loans", "loans shows a stranger")]
    // Quiet where it must be loud.
    [InlineData(
        """
        alter policy scope on enrollments using (
            bank_position between coalesce(nullif(current_setting('app.bank_lo', true), ''), '0')::int and coalesce(nullif(current_setting('app.bank_hi', true), ''), '-1')::int
            and bpjs_position between coalesce(nullif(current_setting('app.bpjs_lo', true), ''), '0')::int and coalesce(nullif(current_setting('app.bpjs_hi', true), ''), '-1')::int)
        """,
        """
        alter policy scope on enrollments using (
            bank_position between current_setting('app.bank_lo')::int and current_setting('app.bank_hi')::int
            and bpjs_position between current_setting('app.bpjs_lo')::int and current_setting('app.bpjs_hi')::int)
        """,
        "enrollments is read without a scope")]
    [InlineData("create table notes (id int); grant select on notes to public", "drop table notes", "notes forces no row policy")]
    [InlineData(
        "create table notes (id int); alter table notes enable row level security, force row level security; grant select on notes to public",
        "drop table notes", "notes has no policy")]
    public async Task A_planted_hole_is_named(string hole, string filled, string named)
    {
        var database = bank.Desk.Database;
        await database.AsOwnerAsync(hole);
        try
        {
            Assert.Contains(await new RowPolicyCheck(database).HolesAsync(), found => found.StartsWith(named, StringComparison.Ordinal));
        }
        finally
        {
            await database.AsOwnerAsync(filled);
        }
    }
}
