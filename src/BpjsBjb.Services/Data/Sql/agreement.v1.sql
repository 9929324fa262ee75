-- The agreement of 2016 as far as it is known: where sources disagree, a row for each, and none is confirmed until the bank confirms it.
create table agreement_parties (
    id int constraint pk_agreement_parties primary key,
    name varchar(100) not null,
    party_role varchar(40) not null constraint ck_agreement_parties_role check (party_role in ('Party', 'Witness', 'Guarantor', 'Funder')),
    valid_from date not null,
    valid_to date null constraint ck_agreement_parties_validity check (valid_to >= valid_from),
    source varchar(200) not null,
    is_confirmed boolean not null
);
create table agreement_terms (
    id int constraint pk_agreement_terms primary key,
    says_id varchar(400) not null,
    says_en varchar(400) not null,
    valid_from date not null,
    valid_to date null constraint ck_agreement_terms_validity check (valid_to >= valid_from),
    source varchar(200) not null,
    is_confirmed boolean not null
);
