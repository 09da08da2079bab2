-- Which replicas run: each renews its row while it can write. Without Redis they divide UQPAY's calls by their number.
create table replica (
    replica_id uuid primary key,
    seen_at timestamptz not null
);
