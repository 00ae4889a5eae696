# One image for every process: docker build --build-arg SERVICE=payments . (gateway, or a subgraph's name)
ARG SERVICE=gateway

FROM mcr.microsoft.com/dotnet/sdk:10.0-noble AS build
ARG SERVICE
WORKDIR /src
RUN apt-get update -qq && apt-get install -y -qq --no-install-recommends \
    nodejs npm gcc g++ libc6-dev libssl-dev zlib1g-dev make fonts-dejavu-core tzdata tzdata-legacy
COPY deploy/kafka deploy/kafka
COPY scripts scripts
RUN deploy/kafka/build-librdkafka.sh
COPY . .
RUN bash graphql/AspNetCore/Ide/build-ide.sh \
 && project="$(ls -d gateway/*/ subgraphs/*/ | grep -ix "\(gateway\|subgraphs\)/$SERVICE/")" \
 && dotnet publish "$project" -c Release -o /app -v q --nologo \
 && cp artifacts/librdkafka/librdkafka.so.1 /app/ \
 && mv "$(find /app -maxdepth 1 -type f -iname "FinFlow.$SERVICE")" /app/finflow \
 && mkdir -p /data /libraries && cp -L /usr/lib/x86_64-linux-gnu/libz.so.1 /libraries/

# Neither a shell nor time zones, fonts and zlib are in it, so what the programs read or load is copied. ICU is not: programs that
# know no cultures (InvariantGlobalization) never ask it, and it is larger than all of them.
FROM mcr.microsoft.com/dotnet/aspnet:10.0-noble-chiseled
COPY --from=build /libraries /usr/lib/x86_64-linux-gnu
COPY --from=build /usr/share/zoneinfo /usr/share/zoneinfo
COPY --from=build /usr/share/fonts/truetype/dejavu/DejaVuSans.ttf /usr/share/fonts/truetype/dejavu/DejaVuSans.ttf
WORKDIR /app
COPY --from=build /app .
COPY --from=build /src/schema schema
COPY --from=build /src/artifacts/ide artifacts/ide
COPY --from=build --chown=1654:1654 /data /data
ENV FINFLOW_DATA=/data FINFLOW_LISTEN=any
USER 1654
VOLUME /data
HEALTHCHECK --interval=10s --timeout=5s --start-period=30s CMD ["./finflow", "health"]
ENTRYPOINT ["./finflow"]
