-- The same walls, flat: a policy that asks another table's policy is planned with it, so each step costs every statement that names the table.
-- Bills and covered months are seen with a case of their participation, people with a case of theirs, in one step.
do $$
declare
    part record;
    everything constant text :=
        $scope$current_setting('app.bank_lo')::int = 0 and current_setting('app.bank_hi')::int = 2147483647
           and current_setting('app.bpjs_lo')::int = 0 and current_setting('app.bpjs_hi')::int = 2147483647$scope$;
begin
    for part in
        select * from (values
            ('people',         'exists (select from enrollments e where e.person_id = people.id or e.nik_hash = people.nik_hash)'),
            ('participations', 'exists (select from people p where p.id = person_id)'),
            ('covered_months', 'exists (select from enrollments e where e.participation_id = covered_months.participation_id)'),
            ('bills',          'exists (select from enrollments e where e.participation_id = bills.participation_id)')
        ) as t (name, seen_with)
    loop
        execute format('drop policy scope on %I', part.name);
        execute format('create policy scope on %I using ((%s) or %s)', part.name, everything, part.seen_with);
    end loop;
end $$;
