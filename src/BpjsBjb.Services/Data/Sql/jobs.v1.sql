-- What the work in the background did. See decision 0034.

-- One row a job: when it last went well, and when it last had nothing to do.
create table jobs (
    name varchar(40) not null constraint pk_jobs primary key,
    every interval not null,
    succeeded_at timestamptz null,
    idle_at timestamptz null
);

-- One row a round that did something, failed, or took long enough to be seen.
create table job_runs (
    id bigint generated always as identity constraint pk_job_runs primary key,
    job varchar(40) not null constraint fk_job_runs_jobs references jobs (name),
    server varchar(60) not null,
    started_at timestamptz not null,
    finished_at timestamptz null,
    done int not null default 0,
    outcome varchar(20) not null default 'Running' constraint ck_job_runs_outcome check (outcome in ('Running', 'Succeeded', 'Failed', 'CutOff')),
    times int not null default 1,
    error varchar(100) null,
    constraint ck_job_runs_end check (outcome in ('Running', 'CutOff') or finished_at is not null),
    constraint ck_job_runs_error check ((error is not null) = (outcome = 'Failed'))
);
create index ix_job_runs_job on job_runs (job, id);
create index ix_job_runs_running on job_runs (job) where outcome = 'Running';
