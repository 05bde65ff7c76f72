# Sourced by run, test and bench, in the clone's folder: checks and installs what they need, decides on the Aspire backend, builds.

source scripts/ahead.sh

export DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_SKIP_FIRST_TIME_EXPERIENCE=1 DOTNET_GENERATE_ASPNET_CERTIFICATE=false
# Build nodes that stay behind would count as processes left by ./test, and hold files of the clone.
export MSBUILDDISABLENODEREUSE=1
DATA=$(realpath -m "${PLATFORM_DATA:-.data}")
CONFIGURATION=Release
APPHOST=AppHost/bin/$CONFIGURATION/net10.0/AppHost.dll

say() { printf '%s\n' "$*"; }
die() { printf '%s\n' "$*" >&2; exit 1; }

check_prerequisites() {
  [ "$(uname -sm)" = 'Linux x86_64' ] || die "The platform runs on 64-bit Linux on x86; this is $(uname -sm)."
  command -v dotnet >/dev/null && dotnet --list-sdks | grep -q '^10\.' ||
    die "Install the .NET 10 SDK first (https://dotnet.microsoft.com/download/dotnet/10.0) and make sure that 'dotnet --list-sdks' shows it."
  command -v node >/dev/null && [ "$(node -p 'Number(process.versions.node.split(".")[0]) >= 18')" = true ] ||
    die "Install Node 18 or newer first (on Debian: apt-get install nodejs npm)."
  command -v npm >/dev/null || die "Install npm first (on Debian: apt-get install npm)."
  (umask 077; mkdir -p "$DATA") 2>/dev/null || die "The data folder $DATA can't be created: set PLATFORM_DATA to a folder that you may write to."
}

# Installs the Debian packages of the named programs that are missing, after saying which.
install_servers() {
  local missing=()
  for program in "$@"; do
    case $program in
      postgresql) ls /usr/lib/postgresql/*/bin/postgres >/dev/null 2>&1 || missing+=(postgresql) ;;
      rabbitmq) [ -x /usr/lib/rabbitmq/bin/rabbitmq-server ] || missing+=(rabbitmq-server) ;;
      redis) command -v redis-server >/dev/null || missing+=(redis-server) ;;
      *) command -v "$program" >/dev/null || missing+=("$program") ;;
    esac
  done
  [ ${#missing[@]} = 0 ] && return
  command -v apt-get >/dev/null || die "Install these first, the way your system does it: ${missing[*]}."
  local as_root=()
  if [ "$(id -u)" != 0 ]; then
    if command -v sudo >/dev/null && { sudo -n true 2>/dev/null || [ -t 0 ]; }; then
      as_root=(sudo)
    else
      die "These are missing and need root: ask for 'bash $PWD/scripts/install-packages ${missing[*]}' to be run as root, then start again."
    fi
  fi
  say "Installing with apt: ${missing[*]} (they are not started as services: the platform runs its own, on free ports of 127.0.0.1)"
  "${as_root[@]}" bash scripts/install-packages "${missing[@]}" || die "apt could not install ${missing[*]}; what it said is above."
}

install_npm_parts() {
  local stamp=node_modules/.installed-from
  cmp -s package-lock.json $stamp && return
  say "Installing with npm: orchestrator and dashboard, mail catcher, API docs page ..."
  local log=$DATA/npm.log
  npm ci --no-audit --no-fund >"$log" 2>&1 || { tail -20 "$log" >&2; die "npm ci failed; its whole output is in $log."; }
  cp package-lock.json $stamp
}

# Which of the two Aspire backends restores here: found out once, then kept beside the data.
decide_backend() {
  local kept=$DATA/aspire-packages key
  key=$(sha256sum < AppHost/AppHost.csproj | cut -c1-16)
  read -r known_key ASPIRE_PACKAGES < <(cat "$kept" 2>/dev/null) || true
  if [ "${known_key:-}" != "$key" ]; then
    if dotnet restore AppHost/AppHost.csproj -p:AspirePackages=true --nologo >"$DATA/aspire-probe.log" 2>&1; then ASPIRE_PACKAGES=true; else ASPIRE_PACKAGES=false; fi
    say "$key $ASPIRE_PACKAGES" > "$kept"
  fi
  if [ $ASPIRE_PACKAGES = true ]; then
    say "Aspire: the Aspire.Hosting packages restore here and are used."
  else
    say "Aspire: its packages don't restore here; AppHost/LocalHosting drives the orchestrator and dashboard that npm serves."
    unpack_orchestrator
  fi
}

unpack_orchestrator() {
  local cli=node_modules/@microsoft/aspire-cli-linux-x64 target=$DATA/aspire version
  version=$(node -p "require('./$cli/package.json').version")
  if [ ! -x "$target/$version/dcp/dcp" ]; then
    say "Unpacking the orchestrator and the dashboard ..."
    rm -rf "$target"; mkdir -p "$target/home" "$target/cli"
    # The tool unpacks beside its own folder and writes below its user's home: it gets both, so that it changes nothing for the person at the keyboard.
    cp -r "$cli/bin" "$target/cli/"
    HOME=$target/home ASPIRE_CLI_TELEMETRY_OPTOUT=1 "$target/cli/bin/aspire" setup --nologo </dev/null >"$target/setup.log" 2>&1 || true
    local unpacked; unpacked=$(echo "$target"/cli/versions/*/)
    [ -x "$unpacked/dcp/dcp" ] && [ -x "$unpacked/managed/aspire-managed" ] || die "The orchestrator could not be unpacked; see $target/setup.log."
    mv "$unpacked" "$target/$version"; rm -rf "$target/home" "$target/cli"
  fi
  export ASPIRE_DCP_PATH=$target/$version/dcp ASPIRE_DASHBOARD_PATH=$target/$version/managed/aspire-managed
}

# build PROJECT-OR-SOLUTION FOLDER...: builds unless the files below the folders are those of the last build. The build itself writes lock files.
build() {
  local what=$1 stamp sources; shift
  stamp=AppHost/obj/built-$(basename "$what")
  sources=$(find "$@" Directory.*.props global.json .editorconfig \( -name bin -o -name obj -o -name TestResults \) -prune -o \
    -type f ! -name packages.lock.json -printf '%p %T@\n' | sort | sha256sum | cut -c1-32)
  if [ -f "$APPHOST" ] && [ "$(cat "$stamp" 2>/dev/null)" = "$sources $ASPIRE_PACKAGES" ]; then
    say "Nothing changed since the last build."
    return
  fi
  say "Building $what ..."
  local started=$SECONDS compiler=platform-$$ code=0
  # A compiler server of this build's own, so that it can be ended without touching anybody else's.
  dotnet build "$what" -c $CONFIGURATION --nologo -v minimal -clp:NoSummary -nodeReuse:false \
    -p:AspirePackages=$ASPIRE_PACKAGES -p:SharedCompilationId=$compiler || code=$?
  for pid in $(pgrep -f -- "-pipename:$compiler( |\$)" || true); do kill "$pid" 2>/dev/null || true; done
  [ $code = 0 ] || die "The build failed; the errors are above."
  [ "$what" = Unit.slnf ] || compile_ahead
  echo "$sources $ASPIRE_PACKAGES" > "$stamp"
  say "Built in $((SECONDS - started)) s."
}

prepare() {
  check_prerequisites
  install_servers "$@"
  install_npm_parts
  decide_backend
}
