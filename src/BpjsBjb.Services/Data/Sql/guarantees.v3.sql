-- For whose loans a scheme stands, dated: a scheme with a row stands for loans of employers of that form alone, by the day its certificate begins.
create table guarantor_debtors (
    id int constraint pk_guarantor_debtors primary key,
    guarantor_code varchar(30) not null constraint fk_guarantor_debtors_guarantors references guarantors (code),
    legal_form varchar(40) not null,
    valid_from date not null,
    valid_to date null constraint ck_guarantor_debtors_validity check (valid_to >= valid_from),
    regulation varchar(200) not null,
    article varchar(200) not null,
    is_confirmed boolean not null,
    constraint ex_guarantor_debtors exclude using gist (guarantor_code with =, legal_form with =, daterange(valid_from, valid_to, '[]') with &&)
);

create function loan_guarantees_debtor() returns trigger language plpgsql as $$
begin
    if exists (select from guarantor_debtors r
                where r.guarantor_code = new.guarantor_code and new.valid_from >= r.valid_from and new.valid_from <= coalesce(r.valid_to, 'infinity'))
       and not exists (select from guarantor_debtors r
                         join loans l on l.id = new.loan_id
                         join employers e on e.id = l.employer_id and e.legal_form = r.legal_form
                        where r.guarantor_code = new.guarantor_code and new.valid_from >= r.valid_from and new.valid_from <= coalesce(r.valid_to, 'infinity')) then
        raise exception using errcode = 'BJ045', message = 'guarantee.not-for-this-debtor';
    end if;
    return new;
end $$;
-- after the guard of the layers, whose refusals are nearer
create trigger loan_guarantees_of_debtor before insert on loan_guarantees for each row execute function loan_guarantees_debtor();
