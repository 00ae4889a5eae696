#!/usr/bin/env bash
# Starts FinFlow on this machine as it runs on many: PostgreSQL, Redis and Kafka, and each subgraph and the gateway a process of its own.
# What ends by itself is started again. Ctrl-C ends everything; the data stays below FINFLOW_DATA (default ./.data/cluster), beside finflow.env,
# which tells the command line where everything is. The first start builds librdkafka and fetches Kafka, which takes some minutes.
#   deploy/local.sh            ports by the variables of .env.example, KAFKA_PORT and ZOOKEEPER_PORT
#   deploy/local.sh --twice    two instances of each subgraph and two gateways, the second one's port a thousand higher
#   FINFLOW_PROGRAMS=folder    the programs are there, each below its instance's name (gateway, payments-2), and not in artifacts/bin
set -euo pipefail
cd "$(dirname "$0")/.."
. scripts/require.sh

twice=''
for argument; do
  case $argument in
    --twice) twice=1 ;;
    -h|--help) print_usage deploy/local.sh; exit 0 ;;
    *) refuse_argument "$argument" 'deploy/local.sh [--twice]' ;;
  esac
done

subgraphs=(auth payments accounting analytics compliance credit transactions)
export FINFLOW_DATA=${FINFLOW_DATA:-$PWD/.data/cluster}
mkdir -p "$FINFLOW_DATA/run" "$FINFLOW_DATA/log"
FINFLOW_DATA=$(cd "$FINFLOW_DATA" && pwd -P)
run=$FINFLOW_DATA/run log=$FINFLOW_DATA/log lock=$FINFLOW_DATA/lock settings=$FINFLOW_DATA/finflow.env

main() {
  take_lock
  read_ports
  refuse_taken_ports
  (prepare) 9>&- # A compiler that stays for the next build, or a server that was installed, must not hold the lock.
  refuse_taken_ports # That took long enough for somebody else to come.
  read_secrets
  write_settings
  rm -f "$run"/*
  trap stop_all EXIT
  trap 'exit 0' INT TERM HUP
  start_postgres
  start_redis
  start_kafka
  start_finflow
  print_ready
  wait
}

prepare() {
  require_dotnet && require_postgres && require redis-server redis-server && require java default-jre-headless && require curl curl || exit 1
  deploy/kafka/build-librdkafka.sh
  deploy/kafka/fetch-broker.sh
  [ -n "${FINFLOW_BUILT:-}" ] || { echo "Building …" >&2; dotnet build FinFlow.sln -c Release -v q --nologo -clp:NoSummary >&2; }
}

# Whatever is started inherits the lock: the data is free when the last process has gone, even after a kill -9 of this one alone.
take_lock() {
  exec 9>>"$lock"
  if ! flock -n 9; then
    exec 9>&- # Who waits for it is not among its holders.
    local first; first=$(cat "$lock")
    ! grep -qx "${first:-none}" <<<"$(holders)" || refuse "FinFlow runs already on $FINFLOW_DATA (FINFLOW_DATA). Ctrl-C there, or kill $first, ends it."
    exec 9>>"$lock"
    flock -w 10 9 || { exec 9>&-; refuse "What an earlier start left running uses $FINFLOW_DATA (FINFLOW_DATA). This ends it: kill -9 $(holders | xargs)"; }
  fi
  echo $$ >"$lock"
}

holders() { find /proc/[0-9]*/fd/9 -maxdepth 0 -lname "$lock" 2>/dev/null | cut -d/ -f3; }

refuse() { printf 'FinFlow cannot start:\n' >&2; printf '  - %s\n' "$@" >&2; exit 1; }

# Every port by the variable that says it.
read_ports() {
  local name default=3001
  for name in "${subgraphs[@]}"; do
    name=${name^^}_PORT
    export "$name=${!name:-$default}"; default=$((default + 1))
  done
  export FINFLOW_PORT=${FINFLOW_PORT:-8080} POSTGRES_PORT=${POSTGRES_PORT:-15432} REDIS_PORT=${REDIS_PORT:-16379}
  KAFKA_PORT=${KAFKA_PORT:-19092} ZOOKEEPER_PORT=${ZOOKEEPER_PORT:-12181}
}

# Who listens there already would be taken for ours.
refuse_taken_ports() {
  local name taken=() twofold=("${subgraphs[@]/%/_PORT}" FINFLOW_PORT)
  for name in "${twofold[@]^^}" POSTGRES_PORT REDIS_PORT KAFKA_PORT ZOOKEEPER_PORT; do
    is_free "${!name}" || taken+=("Port ${!name} ($name) is taken by another process.")
  done
  [ -z "$twice" ] || for name in "${twofold[@]^^}"; do
    is_free $((${!name} + 1000)) || taken+=("Port $((${!name} + 1000)) ($name and a thousand, for --twice) is taken by another process.")
  done
  [ "${#taken[@]}" = 0 ] || refuse "${taken[@]}"
}

# The kernel's table has every listener (state 0A), at whatever address; to connect would find those of one address.
is_free() { ! grep -qE ":$(printf %04X "$1") [0-9A-F]+:0000 0A " /proc/net/tcp /proc/net/tcp6 2>/dev/null; }

# Secrets are made at the first start and stay with the data, and so does an administrator whom neither the environment nor .env names.
read_secrets() {
  local file=$FINFLOW_DATA/secrets.env name
  [ -s "$file" ] || (umask 077; for name in POSTGRES_PASSWORD JWT_SECRET MFA_SECRET_KEY; do echo "export $name=\${$name:-$(random_hex 32)}"; done >"$file")
  grep -q DATA_ENCRYPTION_KEYS "$file" || echo "export DATA_ENCRYPTION_KEYS=\${DATA_ENCRYPTION_KEYS:-k1:$(head -c 32 /dev/urandom | base64)}" >>"$file"
  if [ -z "${FINFLOW_ADMIN_EMAIL:-}" ] && ! grep -qsE '^(export )?FINFLOW_ADMIN_EMAIL=.' .env && ! grep -q FINFLOW_ADMIN_EMAIL "$file"; then
    printf 'export %s\n' 'FINFLOW_ADMIN_EMAIL=${FINFLOW_ADMIN_EMAIL:-admin@finflow.example}' "FINFLOW_ADMIN_PASSWORD=\${FINFLOW_ADMIN_PASSWORD:-$(random_hex 12)}" >>"$file"
  fi
  . "$file"
  export POSTGRES_HOST=127.0.0.1 POSTGRES_USER=finflow POSTGRES_DB=postgres REDIS_HOST=127.0.0.1
  export KAFKA_BROKER=127.0.0.1:$KAFKA_PORT KAFKA_BROKER_VERSION=0.9.0.1
}

random_hex() { head -c "$1" /dev/urandom | od -An -tx1 | tr -d ' \n'; }

# What a command line needs to reach what runs here, and what it stores is sealed with.
write_settings() {
  local name
  (umask 077; for name in FINFLOW_DATA FINFLOW_PORT POSTGRES_{HOST,PORT,USER,PASSWORD,DB} REDIS_{HOST,PORT} KAFKA_BROKER KAFKA_BROKER_VERSION \
    JWT_SECRET MFA_SECRET_KEY DATA_ENCRYPTION_KEYS FINFLOW_ADMIN_{EMAIL,PASSWORD}; do
    [ -z "${!name:-}" ] || printf 'export %s=%q\n' "$name" "${!name}"
  done >"$settings.new")
  mv "$settings.new" "$settings"
}

print_ready() {
  local name where=''
  for name in "${subgraphs[@]}"; do local port=${name^^}_PORT; where="$where${where:+, }$name ${!port}"; done
  cat <<READY

FinFlow is ready.
  GraphQL and IDE    http://localhost:$FINFLOW_PORT/graphql
  Dashboard          http://localhost:$FINFLOW_PORT/dashboard
  Subgraphs          $where${twice:+; second ones a thousand higher}
  Servers            PostgreSQL $POSTGRES_PORT, Redis $REDIS_PORT, Kafka $KAFKA_PORT, ZooKeeper $ZOOKEEPER_PORT
  Administrator      ${FINFLOW_ADMIN_EMAIL:-as .env says}${FINFLOW_ADMIN_EMAIL:+, password: FINFLOW_ADMIN_PASSWORD in $settings}
  Command line       (. $settings && ./finflow verify)
  Logs               $log

READY
}

# keep NAME COMMAND…: runs it, and again whenever it ends; its process id is in run/NAME.pid. While there is a run/NAME.held it is not started again.
keep() {
  local name=$1; shift
  while [ ! -e "$run/stopping" ]; do
    [ ! -e "$run/$name.held" ] || { sleep 0.2; continue; }
    "$@" >>"$log/$name.log" 2>&1 &
    echo $! >"$run/$name.pid"
    wait $! || true
    [ -e "$run/stopping" ] || { echo "$name ended and is started again." >>"$log/$name.log"; sleep 0.5; }
  done &
}

# until_true SECONDS NAME COMMAND…: waits until the command says that what NAME names has started.
until_true() {
  local name=$2 end=$((SECONDS + $1)); shift 2
  until "$@" >/dev/null 2>&1; do
    [ "$SECONDS" -lt "$end" ] || { echo "$name does not start; the end of $log/$name.log:" >&2; tail -n 12 "$log/$name.log" >&2; exit 1; }
    sleep 0.1
  done
}

listens() { (exec 3<>"/dev/tcp/127.0.0.1/$1") 2>/dev/null; }

# The server refuses to run as root. The command takes the place of this shell's child, so that its id is the server's own.
as_postgres=()
[ "$(id -u)" != 0 ] || as_postgres=(setpriv --reuid=postgres --regid=postgres --init-groups)

start_postgres() {
  local bin data=$FINFLOW_DATA/postgres
  bin=$(dirname "$(compgen -G '/usr/lib/postgresql/*/bin/initdb' | tail -1)")
  mkdir -p "$data"
  if [ "$(id -u)" = 0 ]; then
    chmod o+x "$FINFLOW_DATA"; chown -R postgres: "$data"
    "${as_postgres[@]}" test -x "$data" || { echo "The user postgres cannot reach $data; set FINFLOW_DATA to a folder that it can." >&2; exit 1; }
  fi
  if [ ! -s "$data/main/PG_VERSION" ]; then
    (umask 077; echo "$POSTGRES_PASSWORD" >"$data/password"); [ "$(id -u)" != 0 ] || chown postgres: "$data/password"
    "${as_postgres[@]}" "$bin/initdb" -D "$data/main" -U finflow -A scram-sha-256 -E UTF8 --locale=C.UTF-8 --pwfile="$data/password" >"$log/initdb.log" 2>&1 \
      || { cat "$log/initdb.log" >&2; exit 1; }
    rm "$data/password"
  fi
  local server; server=$(head -n 1 "$data/main/postmaster.pid" 2>/dev/null) || true
  [ -z "$server" ] || [ "$(readlink "/proc/$server/cwd")" != "$data/main" ] || { echo "PostgreSQL runs already on $data/main: process $server." >&2; exit 1; }
  rm -f "$data/main/postmaster.pid" # Whoever has its number now is not the server, which PostgreSQL does not see.
  keep postgres "${as_postgres[@]}" "$bin/postgres" -D "$data/main" -p "$POSTGRES_PORT" -c listen_addresses=127.0.0.1 -c unix_socket_directories='' -c max_connections=400
  until_true 30 postgres listens "$POSTGRES_PORT"
}

start_redis() {
  mkdir -p "$FINFLOW_DATA/redis"
  keep redis redis-server --port "$REDIS_PORT" --bind 127.0.0.1 --save '' --appendonly no --dir "$FINFLOW_DATA/redis"
  until_true 10 redis listens "$REDIS_PORT"
}

start_kafka() {
  local data=$FINFLOW_DATA/kafka zookeeper=$ZOOKEEPER_PORT
  mkdir -p "$data"
  printf '%s\n' "dataDir=$data/zookeeper" "clientPort=$zookeeper" clientPortAddress=127.0.0.1 maxClientCnxns=0 >"$data/zookeeper.properties"
  printf '%s\n' broker.id=1 "listeners=PLAINTEXT://127.0.0.1:$KAFKA_PORT" "log.dirs=$data/events" "zookeeper.connect=127.0.0.1:$zookeeper" \
    num.partitions=4 offsets.topic.num.partitions=4 offsets.topic.replication.factor=1 log.retention.hours=-1 zookeeper.session.timeout.ms=3000 \
    num.network.threads=1 num.io.threads=2 background.threads=2 >"$data/broker.properties"
  keep zookeeper java -Xmx128m -XX:+UseSerialGC -cp 'artifacts/kafka/libs/*' org.apache.zookeeper.server.quorum.QuorumPeerMain "$data/zookeeper.properties"
  until_true 30 zookeeper listens "$zookeeper"
  keep kafka java -Xmx256m -XX:+UseSerialGC -cp 'artifacts/kafka/libs/*' kafka.Kafka "$data/broker.properties"
  until_true 30 kafka listens "$KAFKA_PORT"
}

# program PROJECT INSTANCE: the path of what an instance runs.
program() {
  local folder=${FINFLOW_PROGRAMS:+$FINFLOW_PROGRAMS/$2}
  echo "${folder:-artifacts/bin/$1}/release_linux-x64/FinFlow.$1.dll"
}

# start_gateway PORT INSTANCE
start_gateway() { keep "$2" env "FINFLOW_PORT=$1" dotnet "$(program Gateway "$2")"; }

# start_subgraph NAME PORT INSTANCE
start_subgraph() {
  local name=$1 port=$2 instance=$3
  keep "$instance" env "${name^^}_PORT=$port" dotnet "$(program "${name^}" "$instance")"
}

start_finflow() {
  local name port
  for name in "${subgraphs[@]}"; do
    local variable=${name^^}_PORT; port=${!variable}
    local urls="http://127.0.0.1:$port"
    start_subgraph "$name" "$port" "$name"
    [ -z "$twice" ] || { start_subgraph "$name" $((port + 1000)) "$name-2"; urls="$urls,http://127.0.0.1:$((port + 1000))"; }
    export "${name^^}_URL=$urls"
  done
  for name in "${subgraphs[@]}"; do
    local url=${name^^}_URL
    for port in $(grep -o '[0-9]*$' <<<"${!url//,/$'\n'}"); do until_true 170 "$name" curl -fs "http://127.0.0.1:$port/health/ready"; done
  done
  start_gateway "$FINFLOW_PORT" gateway
  [ -z "$twice" ] || start_gateway $((FINFLOW_PORT + 1000)) gateway-2
  until_true 170 gateway curl -fs "http://127.0.0.1:$FINFLOW_PORT/health/ready"
  [ -z "$twice" ] || until_true 170 gateway-2 curl -fs "http://127.0.0.1:$((FINFLOW_PORT + 1000))/health/ready"
}

# finish NAME…: asks each to end, and ends those that have not after five seconds.
finish() {
  local name left
  for name; do signal "$([ "$name" = postgres ] && echo INT || echo TERM)" "$name" || true; done
  for left in {50..0}; do
    for name; do signal 0 "$name" && { sleep 0.1; continue 2; }; done
    return 0
  done
  for name; do signal KILL "$name" || true; done
}

signal() { [ -s "$run/$2.pid" ] && kill -s "$1" "$(cat "$run/$2.pid")" 2>/dev/null; }

# Programs first and servers last, so that nobody loses what it depends on while it ends.
stop_all() {
  trap - EXIT INT TERM
  touch "$run/stopping"
  finish gateway gateway-2 "${subgraphs[@]}" "${subgraphs[@]/%/-2}"
  finish kafka
  finish zookeeper
  finish redis
  finish postgres
  wait
  rm -f "$run"/*
}

main
