# Sourced by prepare.sh: compiles what the platform's processes run to machine code right after it is built, so that not each of them does it at each of its
# starts (decision 12). A package is compiled once for each of its versions, an assembly of ours when it has changed.

AHEAD=AppHost/obj/ahead

# Whose generics over our types, and asynchronous methods' builders, are compiled with ours. Parts of the framework alone: what is kept by an assembly's own bytes may hold nothing of another of ours.
FRAMEWORK_CODE=(--opt-cross-module System.Private.CoreLib --opt-cross-module System.Linq --opt-cross-module System.Text.Json)

# What a service needs to start and to serve its everyday requests. What is loaded for a rare one (spreadsheets, templates) or only by build tools stays as it is.
worth_compiling() {
  case $1 in
    AppHost.dll|LocalHosting.dll|Gateway.dll|ServiceDefaults.dll|Primitives.dll) ;;
    Orgs.*.dll|Billing.*.dll|Tickets.*.dll|Storefront.*.dll) ;;
    Npgsql.dll|Npgsql.EntityFrameworkCore.PostgreSQL.dll|Microsoft.EntityFrameworkCore.dll|Microsoft.EntityFrameworkCore.Relational.dll) ;;
    RabbitMQ.Client.dll|StackExchange.Redis.dll|Yarp.ReverseProxy.dll|Google.Protobuf.dll|OpenTelemetry*.dll|Microsoft.IdentityModel.*.dll) ;;
    *) return 1 ;;
  esac
}

# Prints the path of the compiler; fails where the package source does not serve it. Found out once for each SDK.
find_ahead_compiler() {
  local kept=$AHEAD/compiler project=scripts/ahead/Compiler.csproj sdk known program=none
  sdk=$(dotnet --version)
  { read -r known; read -r program; } 2>/dev/null < "$kept" || true
  if [ "${known:-}" != "$sdk" ] || { [ "$program" != none ] && [ ! -x "$program" ]; }; then
    program=none
    if dotnet restore "$project" --nologo >"$AHEAD/restore.log" 2>&1; then program=$(dotnet msbuild "$project" -nologo -getProperty:CompilerProgram); fi
    [ -x "$program" ] || program=none
    printf '%s\n' "$sdk" "$program" > "$kept"
  fi
  [ "$program" != none ] && printf '%s\n' "$program"
}

# Folders of the shared framework that programs run on here: the newest 10.* of each part.
framework_folders() {
  local part
  for part in Microsoft.NETCore.App Microsoft.AspNetCore.App; do
    dotnet --list-runtimes | sed -n "s|^$part \(10\.[^ ]*\) \[\(.*\)\]\$|\2/\1|p" | sort -V | tail -1
  done
}

ahead_key() { printf '%s\n' "$1" | cat - "$2" | sha256sum | cut -c1-24; }

# compile_ahead: replaces the assemblies in the programs' output folders. The next build puts its own ones back, and they come from what is kept.
compile_ahead() {
  local compiler folder file name key made references=() compiled=0 started=$SECONDS
  # The compiler's package is the one for this processor alone.
  [ "$(uname -m)" = x86_64 ] || return 0
  mkdir -p $AHEAD
  compiler=$(find_ahead_compiler) || { say "Compiling ahead: the compiler can't be restored here. Everything works; each start takes some seconds longer."; return; }
  while read -r folder; do references+=(-r "$folder/*.dll"); done < <(framework_folders)
  touch $AHEAD/made
  for folder in services/*/*.Api gateway AppHost; do
    folder=$folder/bin/$CONFIGURATION/net10.0
    for file in "$folder"/*.dll; do
      name=${file##*/}
      worth_compiling "$name" || continue
      key=$(ahead_key "$compiler" "$file")
      grep -qx "$key" $AHEAD/made && continue
      made=$AHEAD/$key.dll
      if [ ! -f "$made" ]; then
        [ $compiled != 0 ] || say "Compiling ahead ..."
        say "  $name"
        if ! "$compiler" "$file" -o "$made.next" --targetos linux --targetarch x64 -O --non-local-generics-module "*" "${FRAMEWORK_CODE[@]}" "${references[@]}" -r "$folder/*.dll" >$AHEAD/compile.log 2>&1; then
          say "  $name stays as it is: $(head -1 $AHEAD/compile.log)"
          rm -f "$made.next"
          continue
        fi
        mv "$made.next" "$made"
        ahead_key "$compiler" "$made" >> $AHEAD/made
        compiled=$((compiled + 1))
      fi
      touch "$made"
      # A new file, since a process may have the old one mapped; with the old one's time, so that nothing made from it counts as out of date.
      cp "$made" "$file.next"
      touch -r "$file" "$file.next"
      mv "$file.next" "$file"
    done
  done
  find $AHEAD -name '*.dll' -mtime +7 -delete
  [ $compiled = 0 ] || say "Compiled $compiled assemblies ahead in $((SECONDS - started)) s."
}
