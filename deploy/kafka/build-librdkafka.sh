#!/usr/bin/env bash
# Builds librdkafka, the native client of Kafka, into artifacts/librdkafka, once: the source comes with an npm package, because no
# package of the library itself can be restored and Debian's is too old to be used. Takes about two minutes on two cores.
set -euo pipefail
cd "$(dirname "$0")/../.."
. scripts/require.sh

package='@confluentinc/kafka-javascript' version=1.10.1 library=artifacts/librdkafka/librdkafka.so.1
built=$(dirname "$library")/built-from
[ -s "$library" ] && [ "$(cat "$built" 2>/dev/null)" = "$(cksum <deploy/kafka/build-librdkafka.sh)" ] && exit 0
require npm nodejs npm && require gcc gcc libc6-dev && require g++ g++ && require make make || exit 1
[ -f /usr/include/openssl/ssl.h ] || install libssl-dev || echo "Without libssl-dev the library cannot reach a cluster by TLS." >&2

work=$(mktemp -d); trap 'rm -rf "$work"' EXIT
echo "Building librdkafka …" >&2
(cd "$work" && npm pack --silent "$package@$version" >/dev/null && tar xzf ./*.tgz)

# A broker that has just been started may name topics and no broker at all. The client would forget all brokers then, those of its
# configuration too, and never ask again; so such an answer counts as none, as it does already where it names no topic either.
answer=$work/package/deps/librdkafka/src/rdkafka_metadata.c
sed -i 's/if (md->broker_cnt == 0 && md->topic_cnt == 0) {/if (md->broker_cnt == 0) {/' "$answer"
grep -q 'if (md->broker_cnt == 0) {' "$answer" || { echo "librdkafka is not as it was: see the comment above this line in deploy/kafka/build-librdkafka.sh." >&2; exit 1; }

(cd "$work/package/deps/librdkafka"
 ./configure --disable-gssapi --disable-curl --disable-zstd --disable-lz4-ext --disable-debug-symbols && make -C src -j"$(nproc)" librdkafka.so.1) >"$work/log" 2>&1 \
  || { tail -n 20 "$work/log" >&2; echo "librdkafka could not be built." >&2; exit 1; }
mkdir -p "$(dirname "$library")"
strip --strip-unneeded -o "$library" "$work/package/deps/librdkafka/src/librdkafka.so.1"
cksum <deploy/kafka/build-librdkafka.sh >"$built"
