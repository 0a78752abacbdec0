# Build: the locked SDK, the pinned packages, native code. clang links it.
FROM mcr.microsoft.com/dotnet/sdk:10.0 AS build
RUN apt-get update && apt-get install -y --no-install-recommends clang zlib1g-dev && rm -rf /var/lib/apt/lists/*
WORKDIR /source
COPY global.json Directory.Build.props Directory.Packages.props .editorconfig ./
COPY src src
COPY content content
# Restores by itself: a restore of its own knows no machine, and would leave the compiler of native code out. tests/all.sh publishes by this very line.
RUN dotnet publish src/ReflectionBot -a "$(dpkg --print-architecture)" -p:RunAnalyzers=false -o /app

# Run: no .NET is needed, but what it is linked to: C library, OpenSSL, ICU, time zones. Nothing is written outside /data, so --read-only works.
FROM mcr.microsoft.com/dotnet/runtime-deps:10.0
WORKDIR /app
COPY --from=build /app .
RUN mkdir -m 0700 /data && chown 1654:1654 /data
USER 1654:1654
VOLUME /data
EXPOSE 8080
ENV DOTNET_ENVIRONMENT=Production \
    DOTNET_EnableDiagnostics=0 \
    Http__Url=http://0.0.0.0:8080 \
    Storage__ConnectionString="Data Source=/data/reflectionbot.db"
# The image has no curl; bash can ask by itself. /healthz, not /readyz: a bot whose storage is down still gives help and must not be killed for it.
HEALTHCHECK --interval=30s --timeout=5s --start-period=20s \
    CMD ["bash", "-c", "exec 3<>/dev/tcp/127.0.0.1/8080 && printf 'GET /healthz HTTP/1.0\\r\\nHost: localhost\\r\\n\\r\\n' >&3 && read -r status <&3 && [[ $status == *' 200 '* ]]"]
ENTRYPOINT ["/app/ReflectionBot"]
