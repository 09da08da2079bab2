-- Where an import goes on, whichever replica does it next, and how often its page could not be had.
alter table card_import
    add column page  integer not null default 1,
    add column tries integer not null default 0;

-- Those from before lost their replica when it was stopped for this: nobody knows how far they had come.
update card_import set state = 'FAILED', ended_at = now() where state = 'RUNNING';
