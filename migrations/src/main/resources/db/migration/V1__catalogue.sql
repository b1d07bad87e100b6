-- The catalogue: datasets, experiments, trials, their timeline, and what Temporal has still to be told.
-- Owner: web. Times are instants (timestamptz), ids are UUIDv7, names of states are those of io.loupe.workflows.

-- Datasets ------------------------------------------------------------------------------------------------------------

create table import_job (
    id              uuid        primary key,
    dataset         text        not null,
    folder          text        not null,
    layout          text        not null,
    idempotency_key text        unique,
    state           text        not null,
    submitted_at    timestamptz not null,
    ended_at        timestamptz,
    message         text        not null default '',
    version         text,
    report_key      text,
    problem_count   integer     not null default 0,
    problems        jsonb       not null default '[]',
    categories      jsonb       not null default '[]',
    constraint import_job_dataset_name check (dataset ~ '^[a-z0-9][a-z0-9._-]{0,62}$'),
    constraint import_job_folder_absolute check (folder like '/%'),
    constraint import_job_state check (state in ('RUNNING', 'SUCCEEDED', 'REFUSED', 'FAILED')),
    constraint import_job_ended check ((state = 'RUNNING') = (ended_at is null)),
    constraint import_job_version check ((state = 'SUCCEEDED') = (version is not null)),
    constraint import_job_version_is_sha256 check (version ~ '^[0-9a-f]{64}$'),
    constraint import_job_failure_is_said check (state <> 'FAILED' or message <> ''),
    constraint import_job_problem_count check (problem_count >= 0)
);

-- One import at a time for each name: two would race for what the name means.
create unique index import_job_one_running on import_job (dataset) where state = 'RUNNING';
create index import_job_by_dataset on import_job (dataset, submitted_at desc);

create table dataset (
    name            text        primary key,
    current_version text        not null,
    created_at      timestamptz not null,
    constraint dataset_name check (name ~ '^[a-z0-9][a-z0-9._-]{0,62}$')
);

create table dataset_version (
    dataset       text        not null references dataset (name) deferrable initially deferred,
    version       text        not null,
    import_id     uuid        not null references import_job (id),
    imported_at   timestamptz not null,
    report_key    text        not null,
    problem_count integer     not null,
    problems      jsonb       not null,
    primary key (dataset, version),
    constraint dataset_version_is_sha256 check (version ~ '^[0-9a-f]{64}$'),
    constraint dataset_version_problem_count check (problem_count >= 0)
);

alter table dataset
    add constraint dataset_current_version_exists foreign key (name, current_version)
        references dataset_version (dataset, version) deferrable initially deferred;

create table dataset_category (
    dataset         text    not null,
    version         text    not null,
    name            text    not null,
    train_good      integer not null,
    validation_good integer not null,
    test_good       integer not null,
    test_defective  integer not null,
    defect_types    text[]  not null,
    masks           integer not null,
    width           integer not null,
    height          integer not null,
    bytes           bigint  not null,
    primary key (dataset, version, name),
    foreign key (dataset, version) references dataset_version (dataset, version),
    constraint dataset_category_counts check (
        train_good >= 0 and validation_good >= 0 and test_good >= 0 and test_defective >= 0
        and masks >= 0 and width >= 0 and height >= 0 and bytes >= 0)
);

-- Experiments ---------------------------------------------------------------------------------------------------------

create table experiment (
    id                  uuid        primary key,
    name                text        not null,
    notes               text        not null,
    document            text        not null,
    document_sha256     text        not null,
    resolved            jsonb       not null,
    parallel            integer     not null,
    priority            text        not null,
    idempotency_key     text        unique,
    submitted_at        timestamptz not null,
    cancel_requested_at timestamptz,
    workflow_ended_at   timestamptz,
    constraint experiment_name_length check (length(name) between 1 and 120),
    constraint experiment_document_size check (octet_length(document) <= 1048576),
    constraint experiment_parallel check (parallel >= 1),
    constraint experiment_priority check (priority in ('low', 'normal', 'high'))
);

create index experiment_by_submission on experiment (submitted_at desc, id desc);

create table arm (
    experiment_id uuid    not null references experiment (id),
    position      integer not null,
    name          text    not null,
    detector      text    not null,
    preset        text    not null,
    given         jsonb   not null,
    settings      jsonb   not null,
    primary key (experiment_id, position),
    unique (experiment_id, name),
    constraint arm_position check (position >= 0)
);

create table trial (
    id                  uuid        primary key,
    experiment_id       uuid        not null references experiment (id),
    position            integer     not null,
    arm_position        integer     not null,
    dataset             text        not null,
    dataset_version     text        not null,
    category            text        not null,
    seed                bigint      not null,
    spec                jsonb       not null,
    state               text        not null default 'QUEUED',
    state_since         timestamptz not null,
    -- Newest word of the workflow, by its clock: an older one that arrives late changes nothing.
    changed_at          timestamptz not null default '-infinity',
    submitted_at        timestamptz not null,
    started_at          timestamptz,
    ended_at            timestamptz,
    failure             jsonb,
    mlflow_run_id       text,
    artifact_root       text,
    evaluated_step      bigint,
    heat_maps           integer     not null default 0,
    weights_sha256      text,
    cancel_requested_at timestamptz,
    unique (experiment_id, position),
    unique (experiment_id, arm_position, dataset, category, seed),
    foreign key (experiment_id, arm_position) references arm (experiment_id, position),
    foreign key (dataset, dataset_version, category) references dataset_category (dataset, version, name),
    constraint trial_state check (state in (
        'QUEUED', 'PREPARING', 'TRAINING', 'EVALUATING', 'EXPORTING', 'PAUSED', 'NEEDS_ATTENTION',
        'SUCCEEDED', 'CANCELLED', 'GIVEN_UP')),
    constraint trial_position check (position >= 0),
    constraint trial_seed check (seed >= 0),
    constraint trial_ended check ((state in ('SUCCEEDED', 'CANCELLED', 'GIVEN_UP')) = (ended_at is not null)),
    constraint trial_attention_is_explained check (state <> 'NEEDS_ATTENTION' or failure is not null),
    constraint trial_success_was_evaluated check (state <> 'SUCCEEDED' or evaluated_step is not null),
    constraint trial_heat_maps check (heat_maps >= 0)
);

create index trial_by_state on trial (state, state_since desc);

create table metric (
    trial_id uuid             not null references trial (id),
    name     text             not null,
    value    double precision not null,
    step     bigint           not null,
    primary key (trial_id, name),
    constraint metric_step check (step >= 0)
);

-- What happened to a trial, in the order in which it was written down. A key is written once, whoever repeats it.
create table timeline (
    sequence    bigint      generated always as identity primary key,
    trial_id    uuid        not null references trial (id),
    key         text        not null,
    at          timestamptz not null,
    recorded_at timestamptz not null default now(),
    state       text        not null,
    event       text        not null,
    message     text        not null,
    failure     jsonb,
    unique (trial_id, key)
);

create index timeline_by_trial on timeline (trial_id, sequence);

create function refuse_change() returns trigger language plpgsql as $$
begin
    raise exception '% is append-only: % refused', tg_table_name, tg_op;
end
$$;

create trigger timeline_append_only before update or delete on timeline
    for each row execute function refuse_change();

-- What a submitted experiment consists of never changes.
create trigger arm_fixed before update or delete on arm
    for each row execute function refuse_change();
create trigger dataset_category_fixed before update or delete on dataset_category
    for each row execute function refuse_change();

-- An experiment's state is that of its trials, never stored.
create view experiment_overview as
select counted.*,
       case
           when needs_attention > 0 then 'NEEDS_ATTENTION'
           when queued = trials then 'QUEUED'
           when succeeded + cancelled + given_up < trials then 'RUNNING'
           when given_up > 0 then 'FAILED'
           when cancelled > 0 then 'CANCELLED'
           else 'SUCCEEDED'
       end as state
from (
    select e.id,
           e.name,
           e.submitted_at,
           e.cancel_requested_at,
           count(*) as trials,
           count(*) filter (where t.state = 'QUEUED') as queued,
           count(*) filter (where t.state = 'PREPARING') as preparing,
           count(*) filter (where t.state = 'TRAINING') as training,
           count(*) filter (where t.state = 'EVALUATING') as evaluating,
           count(*) filter (where t.state = 'EXPORTING') as exporting,
           count(*) filter (where t.state = 'PAUSED') as paused,
           count(*) filter (where t.state = 'NEEDS_ATTENTION') as needs_attention,
           count(*) filter (where t.state = 'SUCCEEDED') as succeeded,
           count(*) filter (where t.state = 'CANCELLED') as cancelled,
           count(*) filter (where t.state = 'GIVEN_UP') as given_up,
           min(t.started_at) as started_at,
           case when bool_and(t.ended_at is not null) then max(t.ended_at) end as ended_at
    from experiment e join trial t on t.experiment_id = e.id
    group by e.id
) counted;

-- The outbox ----------------------------------------------------------------------------------------------------------

-- What Temporal has to be told, written in the transaction that made it necessary and crossed out once Temporal knows.
create table outbox (
    id              bigint      generated always as identity primary key,
    kind            text        not null,
    subject         uuid        not null,
    who             text        not null,
    created_at      timestamptz not null default now(),
    attempts        integer     not null default 0,
    next_attempt_at timestamptz not null default now(),
    last_error      text        not null default '',
    done_at         timestamptz,
    constraint outbox_kind check (kind in (
        'START_EXPERIMENT', 'CANCEL_EXPERIMENT', 'RESUME_TRIAL', 'CANCEL_TRIAL', 'GIVE_UP_TRIAL', 'START_IMPORT'))
);

-- The same wish twice while the first waits is one wish.
create unique index outbox_one_waiting on outbox (kind, subject) where done_at is null;
create index outbox_waiting on outbox (next_attempt_at, id) where done_at is null;
