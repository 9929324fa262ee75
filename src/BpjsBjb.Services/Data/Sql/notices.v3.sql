-- A case that waited too long: told at once to the supervisors of the office it waits at. Decided or sent back, it waits no longer.
create function notices_of_escalation() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
begin
    if new.kind <> 'Escalated' then
        perform settle_notices('ReviewEscalated', new.enrollment_id);
        return null;
    end if;
    perform notify(u.id, 'ReviewEscalated', new.enrollment_id, 'enrollment_history/' || new.id, true)
       from enrollments e
       join offices o on e.bpjs_position between o.position and o.position_end
       join users u on u.office_id = o.id and u.role = 'BpjsSupervisor'
      where e.id = new.enrollment_id and o.institution = 'Bpjs';
    return null;
end $$;
create trigger notices_of_escalation after insert on enrollment_history for each row
    when (new.kind in ('Escalated', 'Returned', 'Accepted', 'Rejected', 'Withdrawn', 'Redirected')) execute function notices_of_escalation();
