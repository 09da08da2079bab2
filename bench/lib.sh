# shellcheck shell=bash
# What the scripts beside this file have in common: the servers, the replicas, the proxy, and that nothing is left behind.

cd "$(dirname "${BASH_SOURCE[0]}")/.." || exit
# Jars, or an executable. The executable is a production build: the servers, the local UQPAY and the load beside it
# still come from the local build's jars.
APP=${CARDWIRE_APP:-target/quarkus-app}
EXECUTABLE=
if [ -f "$APP" ]; then
    EXECUTABLE=$(realpath "$APP")
    APP=target/quarkus-app
fi
WORK=$(mktemp -d "${TMPDIR:-/tmp}/cardwire-bench.XXXXXX")
LOAD_CLASSES="$WORK/classes:$APP/lib/main/*:$APP/lib/boot/*:$APP/app/*"
declare -A PIDS

clean_up() {
    local pid
    [ -z "${PIDS[nginx]:-}" ] || kill "${PIDS[nginx]}" 2>/dev/null || true # killed outright, it leaves its workers
    unset 'PIDS[nginx]'
    for pid in "${PIDS[@]}"; do kill -9 "$pid" 2>/dev/null || true; done
    [ -z "${REDIS_PID:-}" ] || kill -CONT "$REDIS_PID" 2>/dev/null || true
    [ -z "${SERVERS_PID:-}" ] || kill "$SERVERS_PID" 2>/dev/null || true
    wait 2>/dev/null || true
    if [ -n "${KEEP:-}" ]; then echo "kept: $WORK"; else rm -rf "$WORK"; fi
}
trap clean_up EXIT
trap 'exit 130' INT TERM

say() { printf '%s  %s\n' "$(date +%T)" "$*"; }

build() {
    [ -f "$APP/quarkus-run.jar" ] || ./mvnw -q -B package -DskipTests
    mkdir -p "$WORK/classes"
    javac -d "$WORK/classes" -cp "$LOAD_CLASSES" bench/load/*.java
}

load() { # main class, options…: the load, in a process of its own
    local jvm=(java -Xmx1g -XX:+UseSerialGC -cp "$LOAD_CLASSES" "load.$@")
    if [ "$BASHPID" = $$ ]; then "${jvm[@]}"; else exec "${jvm[@]}"; fi # so that a stop in the background reaches it
}

servers() { # PostgreSQL and Redis in a folder of this run; their addresses become environment of the replicas
    java -Xmx128m -XX:+UseSerialGC -cp "$LOAD_CLASSES" load.Servers "$WORK/servers" \
        >"$WORK/servers.env" 2>"$WORK/servers.log" &
    SERVERS_PID=$!
    until grep -qs '^# ready' "$WORK/servers.env"; do
        kill -0 "$SERVERS_PID" 2>/dev/null || { cat "$WORK/servers.log"; exit 1; }
        sleep 0.2
    done
    # shellcheck source=/dev/null
    . "$WORK/servers.env"
    PGPORT=${CARDWIRE_DATABASE_URL%/*}
    PGPORT=${PGPORT##*:}
    export PGHOST=localhost PGPORT PGUSER=postgres PGPASSWORD=postgres
    REDIS_PORT=${CARDWIRE_REDIS_URL##*:}
    REDIS_PID=$(redis INFO server | tr -d '\r' | sed -n 's/^process_id://p')
    # nobody is asked about cards that only these events made
    export CARDWIRE_RECONCILE_SWEEP_EVERY=24h CARDWIRE_LOCAL_FOLDER="$WORK/local" CARDWIRE_SIMULATOR_STATE_FILE=
    export CARDWIRE_STREAM_PACE_DRAIN=${DRAIN:-5s}
    [ -z "$EXECUTABLE" ] || production 18089 "${PORT:-18081}"
}

uqpay() { # port, where its events go, its secret for them…: the local UQPAY as a process of its own
    local port=$1 control=http://localhost:$1/simulator/control/behaviour
    java -Xmx128m -jar "$APP/quarkus-run.jar" uqpay --port="$port" --webhook-url="$2" ${3:+"--webhook-secret=$3"} \
        >"$WORK/uqpay.log" 2>&1 &
    PIDS["uqpay"]=$!
    until curl -sf -o /dev/null "$control"; do
        kill -0 "${PIDS["uqpay"]}" || { cat "$WORK/uqpay.log"; exit 1; }
        sleep 0.2
    done
    curl -sf -o /dev/null -X PUT -H 'Content-Type: application/json' "$control" -d '{"rate_limit_per_minute":0}'
}

random() { openssl rand -base64 32; }

production() { # port of UQPAY, of the gateway: what a production build does not start without, also key and secret of the load
    local secrets
    need openssl
    export LOAD_KEY=a-key-of-the-bench LOAD_SECRET=a-secret-of-the-bench
    uqpay "$1" "http://localhost:$2/webhooks/uqpay" "$LOAD_SECRET"
    read -ra secrets < <(echo "$(printf %s "$LOAD_KEY" | sha256sum | cut -d' ' -f1) $(random) $(random) $(random)")
    export CARDWIRE_DATABASE_PLAIN_ALLOWED=true CARDWIRE_REDIS_PLAIN_ALLOWED=true CARDWIRE_UQPAY_PLAIN_ALLOWED=true
    export CARDWIRE_ACCESS_CALLERS__BENCH__ROLES=issuer,viewer,operator
    export CARDWIRE_ACCESS_CALLERS__BENCH__KEY_DIGESTS=${secrets[0]}
    export CARDWIRE_UQPAY_BASE_URL=http://localhost:$1/simulator/api
    export CARDWIRE_UQPAY_IFRAME_URL=https://iframe.example.com
    export CARDWIRE_UQPAY_CLIENT_ID=sim-client CARDWIRE_UQPAY_API_KEY=sim-key CARDWIRE_UQPAY_TOKEN_KEY=${secrets[1]}
    export CARDWIRE_WEBHOOK_SECRETS=$LOAD_SECRET CARDWIRE_ISSUING_REQUEST_KEY=${secrets[2]}
    export CARDWIRE_STREAM_TICKET_KEYS=one:${secrets[3]} CARDWIRE_CLUSTER_BUDGET_PER_MINUTE=100000
}

replica() { # name, port, options…: of the JVM, or of the executable, which knows -X and -D but few of -XX
    local name=$1 port=$2 options program
    shift 2
    read -ra options <<<"${JAVA_OPTIONS:--Xmx512m} $*"
    options+=("-Dquarkus.http.port=$port")
    if [ -n "$EXECUTABLE" ]; then
        program=("$EXECUTABLE" "${options[@]}")
    else
        program=(java "${options[@]}" -jar "$APP/quarkus-run.jar")
    fi
    "${program[@]}" >>"$WORK/$name.log" 2>&1 &
    PIDS[$name]=$!
    until curl -sf -o /dev/null "http://localhost:$port/q/health/ready"; do
        kill -0 "${PIDS[$name]}" || { tail -20 "$WORK/$name.log"; exit 1; }
        sleep 0.2
    done
}

stop_replica() { # name: as an orchestrator does; says how long it took and what it exited with
    local since=$SECONDS code=0
    kill -TERM "${PIDS[$1]}"
    wait "${PIDS[$1]}" 2>/dev/null || code=$?
    say "$1 stopped with $code after $((SECONDS - since)) s"
    unset "PIDS[$1]"
}

kill_replica() { # name: as a power cut does
    kill -9 "${PIDS[$1]}"
    wait "${PIDS[$1]}" 2>/dev/null || true
    unset "PIDS[$1]"
}

redis() { # a command
    exec {TO_REDIS}<>"/dev/tcp/127.0.0.1/$REDIS_PORT"
    printf '%s\r\n' "$*" >&"$TO_REDIS"
    timeout 1 cat <&"$TO_REDIS" || true
    exec {TO_REDIS}>&-
}

balancer() { # port, ports of replicas…: nginx, as a deployment would have it in front
    local port=$1
    shift
    { printf 'worker_processes 1; daemon off; pid %s; error_log %s;\n' "$WORK/nginx.pid" "$WORK/nginx.log"
        printf 'events { worker_connections 8192; }\nhttp {\n  access_log off;\n'
        printf '  client_body_temp_path %s; proxy_temp_path %s;\n' "$WORK/body" "$WORK/proxy"
        printf '  upstream gateways {\n'
        printf '    server 127.0.0.1:%s max_fails=1 fail_timeout=1s;\n' "$@"
        printf '    keepalive 32;\n  }\n'
        cat <<'NGINX'
  server {
    listen PORT backlog=4096;
    large_client_header_buffers 4 24k;
    location / {
      proxy_pass http://gateways;
      proxy_http_version 1.1;
      proxy_set_header Connection "";
      proxy_buffering off;
      proxy_read_timeout 1h;
      proxy_connect_timeout 1s;
    }
  }
}
NGINX
    } | sed "s/PORT/$port/" >"$WORK/nginx.conf"
    nginx -p "$WORK" -c "$WORK/nginx.conf" &
    PIDS[nginx]=$!
}

need() { command -v "$1" >/dev/null || { echo "$0 needs $1" >&2; exit 2; }; }

ulimit -n "$(ulimit -Hn)"

# -- what a server takes

gc() { jcmd "$1" GC.run >/dev/null; }

heap_kib() { jcmd "$1" GC.heap_info | grep -oE 'used [0-9]+K' | head -1 | tr -dc 0-9; } # live, right after gc

resident_kib() { # processes: proportional, so that what workers share counts once
    local pid
    for pid in "$@"; do cat "/proc/$pid/smaps_rollup"; done | awk '/^Pss:/ { sum += $2 } END { print sum }'
}

# Buffers of all TCP sockets, and the sockets themselves as far as the kernel shows them. Both ends are on this machine: what is
# counted here is twice a server's part, except for buffers that only fill on its side.
socket_buffers_kib() { awk '/^TCP:/ { print $NF * 4 }' /proc/net/sockstat; }
socket_objects_kib() {
    awk '$1 ~ /^(TCP|TCPv6|sock_inode_cache|eventpoll_epi|filp|request_sock_TCP)$/ { sum += $2 * $4 } END { print int(sum / 1024) }' /proc/slabinfo
}

cpu_ticks() { # a process: its own hundredths of a second, and with "all" those of its ended children
    awk -v all="${2:-}" '{ sub(/.*\) /, ""); print $12 + $13 + (all ? $14 + $15 : 0) }' "/proc/$1/stat"
}

postgres_ticks() { # of the server and all its processes
    local server child sum
    server=$(head -1 "$WORK/servers/postgres/postmaster.pid")
    sum=$(cpu_ticks "$server" all)
    for child in $(pgrep -P "$server"); do sum=$((sum + $(cpu_ticks "$child" 2>/dev/null || echo 0))); done
    echo "$sum"
}

# -- PostgreSQL alone, as the yardstick

CARDS=20000

cards() { # database: cards to be moved, as if each had been created once
    psql -q -d "$1" -c "
        insert into card (card_id, card_status, version, card_number, card_bin, card_scheme, mode_type, form_factor, card_currency,
            card_limit, cardholder_id, created_at, updated_at)
        select cast('0cad0000-0000-4000-8000-' || lpad(to_hex(n), 12, '0') as uuid), 'ACTIVE', 1, '40963608****1764', '40963608',
            'VISA', 'SHARE', 'VIR', 'USD', 1000, '25ea804d-7fd5-43d5-8792-0fc0214cdb2f', now(), now()
        from generate_series(0, $CARDS - 1) n" -c 'vacuum analyze card'
}

slow_commits() { # ms: from here on everybody reaches PostgreSQL through a proxy that holds COMMITs back
    load SlowCommits --to="$PGPORT" --ms="$1" >"$WORK/slow.out" &
    PIDS["slow"]=$!
    await_line "$WORK/slow.out" "^# ready" "${PIDS["slow"]}"
    CARDWIRE_DATABASE_URL=${CARDWIRE_DATABASE_URL/":$PGPORT"/":$(sed -n 's/^# ready //p' "$WORK/slow.out")"}
    PGPORT=$(sed -n 's/^# ready //p' "$WORK/slow.out")
    export PGSSLMODE=disable PGGSSENCMODE=disable
}

beside() { # another database of the same server, with the same schema and cards, for pgbench
    psql -q -d postgres -c 'create database beside'
    CARDWIRE_DATABASE_URL="${CARDWIRE_DATABASE_URL%/*}/beside" QUARKUS_INIT_AND_EXIT=true java -jar "$APP/quarkus-run.jar" >"$WORK/beside.log" 2>&1 ||
        grep -q 'now at version' "$WORK/beside.log" # the local build migrates and then complains that it was not started
    psql -q -d beside -c 'create sequence bench_position cache 100'
    cards beside
}

await_line() { # file, pattern, process
    until grep -q "$2" "$1"; do
        kill -0 "$3" 2>/dev/null || { cat "$1"; exit 1; }
        sleep 0.2
    done
}

nchan() { # port, workers: nginx that does nothing but hand messages on
    local module
    module=$(find /usr/lib/nginx /usr/lib64/nginx /etc/nginx -name ngx_nchan_module.so 2>/dev/null | head -1 || true)
    [ -n "$module" ] || { echo "nginx has no nchan module here" >&2; exit 2; }
    cat >"$WORK/nchan.conf" <<NCHAN
load_module $module;
worker_processes $2; daemon off; pid $WORK/nchan.pid; error_log $WORK/nchan.log;
worker_rlimit_nofile $(ulimit -n);
events { worker_connections 16384; }
http {
  access_log off;
  client_body_temp_path $WORK/nchan-body; proxy_temp_path $WORK/nchan-proxy;
  keepalive_requests 1000000;
  nchan_shared_memory_size 256M;
  server {
    listen $1 backlog=4096;
    location /sub { nchan_subscriber eventsource; nchan_channel_id all; nchan_eventsource_ping_interval 15; }
    location /pub { nchan_publisher; nchan_channel_id all; nchan_message_buffer_length 20000; nchan_message_timeout 10m; }
  }
}
NCHAN
    nginx -p "$WORK" -c "$WORK/nchan.conf" &
    PIDS[nginx]=$!
    until curl -s -o /dev/null "http://localhost:$1/pub"; do sleep 0.1; done
}

nchan_pids() { pgrep -P "${PIDS[nginx]}"; echo "${PIDS[nginx]}"; }

stop_nginx() {
    kill "${PIDS[nginx]}"
    wait "${PIDS[nginx]}" 2>/dev/null || true
    unset 'PIDS[nginx]'
}
