-- What people do with trials: pause, restart, fork, extend, and trials that are added to an experiment.

alter table trial
    -- A pause that was asked for and has not happened yet.
    add column pause_requested_at timestamptz,
    -- The number of the restart that was asked for and has not happened yet.
    add column restart_wanted integer,
    add column forked_from uuid references trial (id),
    add column forked_step bigint,
    add constraint trial_restart_wanted check (restart_wanted >= 1),
    add constraint trial_fork check ((forked_from is null) = (forked_step is null)),
    add constraint trial_forked_step check (forked_step >= 1);

create index trial_forks on trial (forked_from) where forked_from is not null;

-- What a trial had reached before it was restarted or extended.
create table earlier_attempt (
    id             bigint      generated always as identity primary key,
    trial_id       uuid        not null references trial (id),
    verb           text        not null,
    who            text        not null,
    at             timestamptz not null,
    state          text        not null,
    -- How often it had been restarted before.
    restarts       integer     not null,
    step           bigint,
    metrics        jsonb       not null,
    artifact_root  text,
    weights_sha256 text,
    constraint earlier_attempt_verb check (verb in ('RESTART', 'EXTEND')),
    constraint earlier_attempt_restarts check (restarts >= 0)
);

create index earlier_attempt_by_trial on earlier_attempt (trial_id, id);
create trigger earlier_attempt_append_only before update or delete on earlier_attempt
    for each row execute function refuse_change();

alter table outbox drop constraint outbox_kind;
alter table outbox add constraint outbox_kind check (kind in (
    'START_EXPERIMENT', 'CANCEL_EXPERIMENT', 'CONTINUE_EXPERIMENT', 'PRIORITISE_EXPERIMENT',
    'START_TRIAL', 'PAUSE_TRIAL', 'RESUME_TRIAL', 'RESTART_TRIAL', 'CANCEL_TRIAL', 'GIVE_UP_TRIAL',
    'START_IMPORT', 'STOP_IMPORT'));

-- An experiment of which nothing is at work and something is paused is paused.
create or replace view experiment_overview as
select counted.*,
       case
           when needs_attention > 0 then 'NEEDS_ATTENTION'
           when queued = trials then 'QUEUED'
           when paused > 0 and queued + preparing + training + evaluating + exporting = 0 then 'PAUSED'
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
