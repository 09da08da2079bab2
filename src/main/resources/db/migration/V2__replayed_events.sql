-- An operator's replay passes the duplicate check on purpose; the inbox says so of the event.
alter table webhook_event add column replayed_at timestamptz;
