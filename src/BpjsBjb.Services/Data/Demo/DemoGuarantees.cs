using Microsoft.EntityFrameworkCore;

namespace BpjsBjb.Services.Data.Demo;

/// <summary>Certificates of invented numbers for every third paid-out loan: most stand, some ran out, some wait for their premium.</summary>
internal static class DemoGuarantees
{
    public static async Task AddAsync(BpjsBjbDbContext db, DateTimeOffset now, CancellationToken cancel)
    {
        await db.Database.ExecuteSqlAsync(
            $"""
             insert into loan_guarantees (id, loan_id, layer, guarantor_code, share, certificate_number, premium, valid_from, valid_to, recorded_by, recorded_at)
             select gen_random_uuid(), chosen.id, 1, case when chosen.product_code like 'KUR%' then 'JAMKRINDO-KUR' else 'JAMKRIDA-JABAR' end, 7000,
                    'SP-' || lpad(chosen.number::text, 8, '0'), chosen.loan_amount / 100, chosen.paid_on,
                    case when chosen.number % 9 = 0 then greatest(chosen.paid_on, portal_today() - 3)
                         else (chosen.paid_on + make_interval(months => chosen.term_months))::date end,
                    chosen.registered_by, {now}
               from (select l.id, l.product_code, l.loan_amount, l.term_months, l.registered_by, paid.paid_on,
                            row_number() over (order by l.application_number) as number
                       from loans l
                       cross join lateral (select min(d.value_date) as paid_on from disbursements d where d.loan_id = l.id) paid
                      where l.status = 'Disbursed' and not exists (select from loan_closures c where c.loan_id = l.id)
                        and abs(hashtext(l.application_number)) % 3 = 0) chosen
             """,
            cancel);
        await db.Database.ExecuteSqlAsync(
            $"""
             insert into guarantee_premiums (guarantee_id, paid_on, reference, recorded_by, recorded_at)
             select id, least(valid_from, portal_today()), 'IJP-' || right(certificate_number, 8), recorded_by, {now}
               from loan_guarantees where right(certificate_number, 8)::int % 7 <> 0
             """,
            cancel);
    }
}
