\set n random(0, 19999)
begin;
insert into webhook_event (event_id, event_type, source_id, card_id, outcome, digest, facts, received_at, settled_at)
values (gen_random_uuid(), 'card.status.update.succeeded', '3f3d036e-732c-4f9e-a4b7-3019c0adf749', cast('0cad0000-0000-4000-8000-' || lpad(to_hex(cast(:n as bigint)), 12, '0') as uuid), 'applied', '\x8d62450e11cd4e62b774bbb52ac959df8d62450e11cd4e62b774bbb52ac959df', '{"card_status":"FROZEN","update_time":"2026-04-10T18:00:00+08:00"}', now(), now());
update card set card_status = 'FROZEN', version = version + 1, signals_seen = signals_seen + 1, status_as_of = extract(epoch from now()), updated_at = now() where card_id = cast('0cad0000-0000-4000-8000-' || lpad(to_hex(cast(:n as bigint)), 12, '0') as uuid);
insert into card_change (position, card_id, version, card_status, previous_status, status_changed, holder_named, cause, event_id, occurred_at)
values (nextval('bench_position'), cast('0cad0000-0000-4000-8000-' || lpad(to_hex(cast(:n as bigint)), 12, '0') as uuid), 2, 'FROZEN', 'ACTIVE', true, false, 'WEBHOOK', gen_random_uuid(), now());
commit;
