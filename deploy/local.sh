#!/usr/bin/env bash
# Starts FinFlow on this machine as it runs on many: PostgreSQL, Redis and Kafka, and each subgraph and the gateway a process of its own.
# What ends by itself is started again. Ctrl-C ends everything; the data stays below FINFLOW_DATA (default ./.data/cluster).
#   deploy/local.sh            ports by the variables of .env.example, and ZOOKEEPER_PORT
#   FINFLOW_PROGRAMS=folder    the programs are there, each below its instance's name (gateway, payments-2), and not in artifacts/bin
#   deploy/local.sh --twice    two instances of each subgraph and two gateways, the second one's port a thousand higher
set -euo pipefail
cd "$(dirname "$0")/.."
. scripts/require.sh

twice=''
case "${1:-}" in '') ;; --twice) twice=1 ;; *) echo "usage: deploy/local.sh [--twice]" >&2; exit 2 ;; esac

subgraphs=(auth payments accounting analytics compliance credit transactions)
export FINFLOW_DATA=${FINFLOW_DATA:-$PWD/.data/cluster}
mkdir -p "$FINFLOW_DATA/run" "$FINFLOW_DATA/log"
FINFLOW_DATA=$(cd "$FINFLOW_DATA" && pwd)
run=$FINFLOW_DATA/run log=$FINFLOW_DATA/log

main() {
  require_dotnet && require_postgres && require redis-server redis-server && require java default-jre-headless || exit 1
  deploy/kafka/build-librdkafka.sh
  deploy/kafka/fetch-broker.sh
  [ -n "${FINFLOW_BUILT:-}" ] || { echo "Building …" >&2; dotnet build FinFlow.sln -c Release -v q --nologo -clp:NoSummary >&2; }
  read_secrets
  trap stop_all EXIT
  trap 'exit 0' INT TERM
  start_postgres
  start_redis
  start_kafka
  start_finflow
  echo "FinFlow is ready at http://localhost:$FINFLOW_PORT/graphql; logs are in $log."
  wait
}

# Secrets are made at the first start and stay with the data.
read_secrets() {
  local file=$FINFLOW_DATA/secrets.env
  [ -s "$file" ] || (umask 077; for name in POSTGRES_PASSWORD JWT_SECRET MFA_SECRET_KEY; do
    echo "export $name=\${$name:-$(head -c 32 /dev/urandom | od -An -tx1 | tr -d ' \n')}"; done >"$file")
  grep -q DATA_ENCRYPTION_KEYS "$file" || echo "export DATA_ENCRYPTION_KEYS=\${DATA_ENCRYPTION_KEYS:-k1:$(head -c 32 /dev/urandom | base64)}" >>"$file"
  . "$file"
  export FINFLOW_PORT=${FINFLOW_PORT:-8080}
  export POSTGRES_HOST=127.0.0.1 POSTGRES_PORT=${POSTGRES_PORT:-15432} POSTGRES_USER=finflow POSTGRES_DB=postgres POSTGRES_PASSWORD
  export REDIS_HOST=127.0.0.1 REDIS_PORT=${REDIS_PORT:-16379}
  export KAFKA_BROKER=127.0.0.1:${KAFKA_PORT:-19092} KAFKA_BROKER_VERSION=0.9.0.1
  export JWT_SECRET MFA_SECRET_KEY DATA_ENCRYPTION_KEYS
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
  rm -f "$data/main/postmaster.pid"
  keep postgres "${as_postgres[@]}" "$bin/postgres" -D "$data/main" -p "$POSTGRES_PORT" -c listen_addresses=127.0.0.1 -c unix_socket_directories='' -c max_connections=400
  until_true 30 postgres listens "$POSTGRES_PORT"
}

start_redis() {
  mkdir -p "$FINFLOW_DATA/redis"
  keep redis redis-server --port "$REDIS_PORT" --bind 127.0.0.1 --save '' --appendonly no --dir "$FINFLOW_DATA/redis"
  until_true 10 redis listens "$REDIS_PORT"
}

start_kafka() {
  local data=$FINFLOW_DATA/kafka zookeeper=${ZOOKEEPER_PORT:-12181}
  mkdir -p "$data"
  printf '%s\n' "dataDir=$data/zookeeper" "clientPort=$zookeeper" clientPortAddress=127.0.0.1 maxClientCnxns=0 >"$data/zookeeper.properties"
  printf '%s\n' broker.id=1 "listeners=PLAINTEXT://127.0.0.1:${KAFKA_BROKER#*:}" "log.dirs=$data/events" "zookeeper.connect=127.0.0.1:$zookeeper" \
    num.partitions=4 offsets.topic.num.partitions=4 offsets.topic.replication.factor=1 log.retention.hours=-1 zookeeper.session.timeout.ms=3000 >"$data/broker.properties"
  keep zookeeper java -Xmx128m -cp 'artifacts/kafka/libs/*' org.apache.zookeeper.server.quorum.QuorumPeerMain "$data/zookeeper.properties"
  until_true 30 zookeeper listens "$zookeeper"
  keep kafka java -Xmx256m -cp 'artifacts/kafka/libs/*' kafka.Kafka "$data/broker.properties"
  until_true 30 kafka listens "${KAFKA_BROKER#*:}"
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
  local name port default=3001
  for name in "${subgraphs[@]}"; do
    local variable=${name^^}_PORT; port=${!variable:-$default}; default=$((default + 1))
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

rm -f "$run"/*
main
