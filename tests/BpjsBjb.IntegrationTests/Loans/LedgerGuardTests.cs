using BpjsBjb.IntegrationTests.Support;

namespace BpjsBjb.IntegrationTests.Loans;

/// <summary>Ways around the gate that leave every grant intact: other people's cover, vouching without a case, a paper without a ledger.</summary>
public sealed class LedgerGuardTests(Desk desk) : IClassFixture<Desk>
{
    [Fact]
    public async Task Somebody_elses_cover_does_not_open_a_gate()
    {
        var uncovered = await desk.AcceptedAsync();
        var covered = await desk.AcceptedAsync();

        var refusal = await desk.Database.RefusalAsync(
            """
            update loan_insured i set person_id = other.person_id, participation_id = other.participation_id
              from enrollments mine, enrollments other
             where mine.id = $1 and other.id = $2 and i.loan_id = mine.loan_id
            """,
            uncovered,
            covered);

        Assert.Equal(("BJ003", "loan.without-participation"), (refusal.SqlState, refusal.MessageText));
    }

    [Fact]
    public async Task Only_an_existing_card_that_was_linked_can_be_vouched_for()
    {
        var accepted = await desk.AcceptedAsync();

        var refusal = await desk.Database.RefusalAsync(
            "select record_prior_cover(participation_id, portal_today()) from enrollments where id = $1", accepted);

        Assert.Equal(("BJ005", "gate.case-accepted"), (refusal.SqlState, refusal.MessageText));
    }

    [Fact]
    public async Task A_payment_dated_before_its_bill_cannot_be_stored()
    {
        var accepted = await desk.AcceptedAsync();

        var refusal = await desk.Database.RefusalAsync(
            """
            insert into payments (id, bill_id, amount, paid_on, channel, reference, recorded_by, recorded_at)
            select gen_random_uuid(), id, total, (issued_at at time zone 'Asia/Jakarta')::date - 1, 'BankBjb', 'EARLY-1', issued_by, now()
              from bills where enrollment_id = $1
            """,
            accepted);

        Assert.Equal(("BJ005", "payment.before-bill"), (refusal.SqlState, refusal.MessageText));
    }

    [Fact]
    public async Task A_proof_of_months_nobody_paid_cannot_be_stored()
    {
        var accepted = await desk.AcceptedAsync();

        var refusal = await desk.Database.RefusalAsync(
            """
            insert into proofs (id, code, participation_id, loan_id, covered_from, covered_through, issued_at, issued_by)
            select gen_random_uuid(), 'ABCDEFGHJKMN', participation_id, loan_id, date '2026-11-01', date '2026-11-30', now(), registered_by
              from enrollments where id = $1
            """,
            accepted);

        Assert.Equal(("BJ006", "proof.not-active"), (refusal.SqlState, refusal.MessageText));
    }
}
