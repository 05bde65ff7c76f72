// status.mjs DATA-FOLDER: asks everything that the running AppHost started how it is, and prints one line each.
import { readFileSync } from 'node:fs';
import { connect } from 'node:net';

const run = JSON.parse(readFileSync(`${process.argv[2]}/run.json`, 'utf8'));
const asksHealth = new Set(['gateway', 'orgs', 'billing', 'tickets', 'storefront']);

const answers = port => new Promise(resolve => {
  const socket = connect({ host: '127.0.0.1', port, timeout: 2000 });
  const done = state => { socket.destroy(); resolve(state); };
  socket.on('connect', () => done('listening')).on('error', () => done('down')).on('timeout', () => done('no answer'));
});

async function health(port) {
  try {
    const response = await fetch(`http://127.0.0.1:${port}/health`, { signal: AbortSignal.timeout(3000) });
    return response.ok ? 'healthy' : `unhealthy (${response.status})`;
  } catch {
    return 'down';
  }
}

const rows = await Promise.all(Object.entries(run.ports).map(async ([name, port]) =>
  [name, `127.0.0.1:${port}`, asksHealth.has(name) ? await health(port) : await answers(port)]));
console.log(`AppHost      process ${run.pid}${run.ready ? '' : ', still starting'}`);
console.log(`Dashboard    ${run.dashboard ?? '(off)'}`);
console.log(`Gateway      ${run.gateway}`);
console.log(`Mail inbox   ${run.servers.mailApi}\n`);
for (const [name, address, state] of rows) console.log(`  ${name.padEnd(22)} ${address.padEnd(17)} ${state}`);
process.exitCode = rows.every(([, , state]) => state === 'healthy' || state === 'listening') ? 0 : 1;
