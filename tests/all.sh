#!/usr/bin/env bash
# Builds everything, runs every test and ends with "N passed, N failed". Needs Debian and the .NET SDK 10;
# installs the browser that the page's tests drive and the linker that publishing needs, if they are not there. Another Chromium or Chrome may be named in
# REFLECTIONBOT_CHROMIUM; Ubuntu, whose own is a snap, needs that. What is started as a process of its own, the killed ones above all, is the published
# program. Exit code: 1 on a failure or when nothing ran.
set -euo pipefail
cd "$(dirname "$0")/.."

export DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1 MSBUILDDISABLENODEREUSE=1
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
if [ -z "${HOME:-}" ] || [ ! -w "$HOME" ]; then
  export HOME=$scratch/home
  mkdir -p "$HOME"
fi

if ! command -v dotnet >/dev/null; then
  echo "The .NET SDK 10 is needed: https://dotnet.microsoft.com/download" >&2
  exit 1
fi

wanted=()
[ -n "${REFLECTIONBOT_CHROMIUM:-}" ] || command -v chromium >/dev/null || wanted+=(chromium)
[ -e /usr/share/fonts/truetype/noto/NotoColorEmoji.ttf ] || wanted+=(fonts-noto-color-emoji)
[ -e /usr/share/fonts/truetype/dejavu/DejaVuSans.ttf ] || wanted+=(fonts-dejavu-core)
command -v gcc >/dev/null || command -v clang >/dev/null || wanted+=(gcc)
[ -n "$(find /usr/lib -maxdepth 3 -name crt1.o -print -quit 2>/dev/null)" ] || wanted+=(libc6-dev)
if [ ${#wanted[@]} -gt 0 ]; then
  echo "Installing for the tests: ${wanted[*]}"
  root=()
  [ "$(id -u)" = 0 ] || root=(sudo)
  apt=("${root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get -q -y -o DPkg::Lock::Timeout=300)
  "${apt[@]}" update
  "${apt[@]}" install --no-install-recommends "${wanted[@]}"
fi

export REFLECTIONBOT_CHROMIUM=${REFLECTIONBOT_CHROMIUM:-$(command -v chromium)}

# A compiler that outlives the build would hold the output of a continuous integration job open.
build=(dotnet build ReflectionBot.sln -v minimal)
[ -z "${CI:-}" ] || build+=(-p:UseSharedCompilation=false)
"${build[@]}"

# As operators run it: native code, by the very line that makes the image. What was restored above is for no particular machine, as in the image nothing is.
publish=$(sed -n 's|^RUN \(dotnet publish .*\) -o /app$|\1|p' Dockerfile)
if [ -z "$publish" ]; then
  echo "The Dockerfile has no line 'RUN dotnet publish … -o /app'." >&2
  exit 1
fi
[ -z "${CI:-}" ] || publish+=" -p:UseSharedCompilation=false"
bash -c "$publish -v minimal -o '$scratch/published'"
export REFLECTIONBOT_PROGRAM=$scratch/published/ReflectionBot
if [ ! -x "$REFLECTIONBOT_PROGRAM" ] || [ -e "$REFLECTIONBOT_PROGRAM.dll" ]; then
  echo "What was published is not native code." >&2
  exit 1
fi

passed=0 failed=0 skipped=0
for project in ReflectionBot.Core.Tests ReflectionBot.Tests; do
  echo "== $project"
  code=0
  dotnet test "tests/$project" --no-build --logger trx --results-directory "$scratch/$project" || code=$?
  # One <Counters …/> per run; a run that broke off without one counts as a failure.
  counters=$(grep -ho '<Counters [^>]*>' "$scratch/$project"/*.trx 2>/dev/null || true)
  sum() { { grep -o " $1=\"[0-9]*\"" <<<"$counters" || true; } | tr -dc '0-9\n' | awk '{n += $1} END {print n + 0}'; }
  bad=$(($(sum failed) + $(sum error) + $(sum timeout) + $(sum aborted)))
  [ "$code" = 0 ] || [ "$bad" -gt 0 ] || bad=1
  passed=$((passed + $(sum passed)))
  failed=$((failed + bad))
  skipped=$((skipped + $(sum total) - $(sum executed)))
done

line="$passed passed, $failed failed"
[ "$skipped" = 0 ] || line+=", $skipped skipped"
echo "$line"
[ "$failed" = 0 ] && [ "$passed" -gt 0 ]
