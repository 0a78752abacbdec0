# Build: the locked SDK, the pinned packages, machine code ahead of time.
FROM mcr.microsoft.com/dotnet/sdk:10.0 AS build
WORKDIR /source
COPY global.json Directory.Build.props Directory.Packages.props .editorconfig ./
COPY src/ReflectionBot.Core/*.csproj src/ReflectionBot.Core/
COPY src/ReflectionBot.Adapters/*.csproj src/ReflectionBot.Adapters/
COPY src/ReflectionBot/*.csproj src/ReflectionBot/
RUN dotnet restore src/ReflectionBot -r linux-x64 -p:PublishReadyToRun=true
COPY src src
COPY content content
RUN dotnet publish src/ReflectionBot --no-restore -c Release -p:RunAnalyzers=false -r linux-x64 --self-contained false -p:PublishReadyToRun=true -o /app

# Run: ASP.NET Core's own image holds ICU and tzdata. Nothing is written outside /data, so --read-only works.
FROM mcr.microsoft.com/dotnet/aspnet:10.0
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
ENTRYPOINT ["dotnet", "ReflectionBot.dll"]
