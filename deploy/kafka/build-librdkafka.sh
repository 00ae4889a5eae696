#!/usr/bin/env bash
# Builds librdkafka, the native client of Kafka, into artifacts/librdkafka, once: the source comes with an npm package, because no
# package of the library itself can be restored and Debian's is too old to be used. Takes about two minutes on two cores.
set -euo pipefail
cd "$(dirname "$0")/../.."
. scripts/require.sh

package='@confluentinc/kafka-javascript' version=1.10.1 library=artifacts/librdkafka/librdkafka.so.1
[ -s "$library" ] && exit 0
require npm nodejs npm && require gcc gcc libc6-dev && require g++ g++ && require make make || exit 1
[ -f /usr/include/openssl/ssl.h ] || install libssl-dev || echo "Without libssl-dev the library cannot reach a cluster by TLS." >&2

work=$(mktemp -d); trap 'rm -rf "$work"' EXIT
echo "Building librdkafka …" >&2
(cd "$work" && npm pack --silent "$package@$version" >/dev/null && tar xzf ./*.tgz)
(cd "$work/package/deps/librdkafka"
 ./configure --disable-gssapi --disable-curl --disable-zstd --disable-lz4-ext --disable-debug-symbols && make -C src -j"$(nproc)" librdkafka.so.1) >"$work/log" 2>&1 \
  || { tail -n 20 "$work/log" >&2; echo "librdkafka could not be built." >&2; exit 1; }
mkdir -p "$(dirname "$library")"
strip --strip-unneeded -o "$library" "$work/package/deps/librdkafka/src/librdkafka.so.1"
