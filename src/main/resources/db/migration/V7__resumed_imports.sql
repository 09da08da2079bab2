-- Where an import goes on, whichever replica does it next, and how often its page could not be had.
alter table card_import
    add column page  integer not null default 1,
    add column tries integer not null default 0;

-- Nobody knows how far those from before had come. One that a replica of the release before still does goes on there.
update card_import set state = 'FAILED', ended_at = now() where state = 'RUNNING';
