# Sourced by test: one set of servers for the whole run, started by the AppHost under the orchestrator.

SERVERS_PID=
exec {SERVERS_PIPE}>/dev/null

# Starts the servers and exports their addresses as TEST_…. They stop when the pipe behind SERVERS_PIPE closes, which the end of this shell does, however it comes.
start_servers() {
  local started=$SECONDS
  SERVERS_DATA=$(mktemp -d -t platform-test-XXXXXX)
  exec {SERVERS_PIPE}>&-
  exec {SERVERS_PIPE}> >(exec setsid dotnet "$APPHOST" --servers --stop-with-parent --data "$SERVERS_DATA" >"$RESULTS/servers.log" 2>&1)
  SERVERS_PID=$!
  until grep -qs '"ready": true' "$SERVERS_DATA/run.json"; do
    kill -0 "$SERVERS_PID" 2>/dev/null || { tail -30 "$RESULTS/servers.log" >&2; die "The servers did not start; the log is $RESULTS/servers.log."; }
    [ $((SECONDS - started)) -lt 120 ] || die "The servers were not healthy within 120 s; the log is $RESULTS/servers.log."
    sleep 0.2
  done
  eval "$(node -e '
    const { servers } = JSON.parse(require("fs").readFileSync(process.argv[1]));
    const names = { postgres: "POSTGRES", rabbitMQ: "RABBITMQ", rabbitMQManagement: "RABBITMQ_MANAGEMENT", redis: "REDIS", smtp: "SMTP", mailApi: "MAIL_API" };
    for (const [key, name] of Object.entries(names)) console.log(`export TEST_${name}=\x27${servers[key]}\x27`);
  ' "$SERVERS_DATA/run.json")"
  say "PostgreSQL, RabbitMQ, Redis and the mail catcher are up after $((SECONDS - started)) s."
}

stop_servers() {
  [ -n "$SERVERS_PID" ] || return 0
  exec {SERVERS_PIPE}>&-
  exec {SERVERS_PIPE}>/dev/null
  for _ in $(seq 200); do kill -0 "$SERVERS_PID" 2>/dev/null || break; sleep 0.1; done
  SERVERS_PID=
  rm -rf "$SERVERS_DATA"
}
