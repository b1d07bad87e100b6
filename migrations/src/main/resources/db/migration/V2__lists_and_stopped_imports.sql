-- An import can be stopped, and what pages ask for again and again has an index.

alter table import_job add column stop_requested_at timestamptz;

alter table outbox drop constraint outbox_kind;
alter table outbox add constraint outbox_kind check (kind in (
    'START_EXPERIMENT', 'CANCEL_EXPERIMENT', 'RESUME_TRIAL', 'CANCEL_TRIAL', 'GIVE_UP_TRIAL', 'START_IMPORT',
    'STOP_IMPORT'));

-- The estimate of a new experiment asks what trials like its own have taken, for each category and arm.
create index trial_measured on trial (dataset, dataset_version, category) where state = 'SUCCEEDED';

-- Experiments are listed by id, which grows with time: the primary key serves that, this index served nothing.
drop index experiment_by_submission;
