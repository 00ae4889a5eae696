# One image for every process: docker build --build-arg SERVICE=payments . (gateway, or a subgraph's name)
ARG SERVICE=gateway

FROM mcr.microsoft.com/dotnet/sdk:10.0 AS build
ARG SERVICE
WORKDIR /src
RUN apt-get update -qq && apt-get install -y -qq --no-install-recommends nodejs npm gcc g++ libc6-dev libssl-dev make
COPY deploy/kafka deploy/kafka
COPY scripts scripts
RUN deploy/kafka/build-librdkafka.sh
COPY . .
RUN bash graphql/AspNetCore/Ide/build-ide.sh \
 && project="$(ls -d gateway/*/ subgraphs/*/ | grep -ix "\(gateway\|subgraphs\)/$SERVICE/")" \
 && dotnet publish "$project" -c Release -o /app -v q --nologo \
 && cp artifacts/librdkafka/librdkafka.so.1 /app/ \
 && mv "$(find /app -maxdepth 1 -type f -iname "FinFlow.$SERVICE")" /app/finflow \
 && mkdir -p /data

FROM mcr.microsoft.com/dotnet/aspnet:10.0-noble-chiseled
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
