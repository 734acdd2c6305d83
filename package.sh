#!/usr/bin/env bash
# Publishes what the stacks deploy into publish/: a zip for each function, and a folder with a Dockerfile for what runs
# all the time. Usage: ./package.sh [NAME...]     names of functions/; without any, all of them
#
# Functions are self-contained and ReadyToRun for linux-x64. AOT=true compiles them ahead of time instead, where the
# toolchain for it is there. PACKAGES=FOLDER writes elsewhere. The same sources give the same zips, so what has not changed is not deployed again.
set -euo pipefail
cd "$(dirname "$0")"
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1

out=${PACKAGES:-publish}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
mkdir -p "$out"
command -v zip >/dev/null || { echo "zip is needed." >&2; exit 1; }

has_aot_toolchain() {
    command -v clang >/dev/null || command -v gcc >/dev/null || return 1
    local probe=$work/probe
    mkdir -p "$probe"
    cat >"$probe/probe.csproj" <<'PROJECT'
<Project Sdk="Microsoft.NET.Sdk">
  <PropertyGroup><TargetFramework>net10.0</TargetFramework><PublishAot>true</PublishAot></PropertyGroup>
</Project>
PROJECT
    dotnet restore "$probe" -r linux-x64 -v q >/dev/null 2>&1
}

how=(-p:PublishReadyToRun=true --self-contained)
kind=ReadyToRun
if [ "${AOT:-false}" = true ]; then
    if has_aot_toolchain; then
        how=(-p:PublishAot=true)
        kind='Native AOT'
    else
        echo "Native AOT needs clang or gcc and a package that the registry does not have: ReadyToRun instead." >&2
    fi
fi

size() { du -h --apparent-size "$1" | cut -f1; }

# Every file bears the same time, and they come in the same order.
pack() {
    local folder=$1 zip=$2
    find "$folder" -exec touch -h -d 2020-01-01T00:00:00Z {} +
    rm -f "$zip"
    (cd "$folder" && find . -type f | LC_ALL=C sort | TZ=UTC zip -q -X -9 "$zip" -@)
}

publish_function() {
    local name=$1 folder=$work/$1
    dotnet publish "functions/$name" -c Release -r linux-x64 "${how[@]}" -p:DebugType=none -o "$folder" -v q --nologo
    # A function by itself knows its own routes alone, and serves the document of all.
    cp "$work/openapi.json" "$folder/"
    # Lambda's custom runtime starts a program of this name.
    mv "$folder/TradingPlatform.$name" "$folder/bootstrap"
    find "$folder" \( -name '*.pdb' -o -name '*.xml' -o -name 'web.config' \) -delete
    pack "$folder" "$(realpath "$out")/$name.zip"
    printf '%-16s %-12s %6s zipped, %6s unpacked\n' "$name" "$kind" "$(size "$out/$name.zip")" \
        "$(du -sh --apparent-size "$folder" | cut -f1)"
}

publish_program() {
    local name=$1 folder=$out/$1
    rm -rf "$folder"
    dotnet publish "functions/$name" -c Release -r linux-x64 -p:PublishReadyToRun=true --self-contained \
        -p:DebugType=none -o "$folder" -v q --nologo
    find "$folder" \( -name '*.pdb' -o -name '*.xml' -o -name 'web.config' \) -delete
    sed "s/PROGRAM/TradingPlatform.$name/" infra-cdk/Dockerfile >"$folder/Dockerfile"
    printf '%-16s %-12s %6s as a folder for a container\n' "$name" ReadyToRun \
        "$(du -sh --apparent-size "$folder" | cut -f1)"
}

names=("$@")
[ "${#names[@]}" -gt 0 ] || mapfile -t names < <(ls functions)
dotnet run --project functions/LocalHost -- openapi >"$work/openapi.json"
for name in "${names[@]}"; do
    case $name in
        LocalHost | MarketData) publish_program "$name" ;;
        *) publish_function "$name" ;;
    esac
done
