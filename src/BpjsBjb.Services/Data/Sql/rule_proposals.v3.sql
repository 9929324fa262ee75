-- A run asks wage earners of employers with a facility too. See decision 0028.
alter table rule_trial_sums
    add workers int not null default 0,
    add employers int not null default 0,
    add employers_changed int not null default 0; -- by duty or by programmes of their class
