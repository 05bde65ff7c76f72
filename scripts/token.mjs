// token.mjs DATA-FOLDER E-MAIL [ORGANISATION]: signs a demo person in through the gateway and prints the access token, and nothing else.
// Passwords of the operator and of the demo's people stand in the data folder; anybody else's comes by PLATFORM_PASSWORD (and PLATFORM_REALM).
// ORGANISATION is the name or the id of one that the person belongs to.
import { existsSync, readFileSync } from 'node:fs';

const [data, email, organization] = process.argv.slice(2);
if (!email) fail('Say whose token: ./run token E-MAIL [ORG]');
const run = JSON.parse(readFileSync(`${data}/run.json`, 'utf8'));
const demo = existsSync(`${data}/demo.json`) ? JSON.parse(readFileSync(`${data}/demo.json`, 'utf8')) : [];
const known = [{ ...run.operator, realm: 'live' }, ...demo].find(person => person.email === email);
const password = process.env.PLATFORM_PASSWORD ?? known?.password ?? fail(`The password of ${email} is not known here: give it as PLATFORM_PASSWORD.`);
const realm = process.env.PLATFORM_REALM ?? known?.realm ?? 'live';

let session = await send('POST', 'sign-in', { email, password, realm });
if (organization) {
  const { memberships } = await send('GET', 'me', undefined, session.accessToken);
  const named = memberships.find(({ organizationId, organizationName, organizationNamespace }) =>
    [organizationId, organizationName, organizationNamespace, organizationNamespace.replace(/^org:/, '')].includes(organization))
    ?? fail(`${email} does not belong to ${organization}.`);
  session = await send('POST', 'switch-organization', { organizationId: named.organizationId }, session.accessToken);
}
console.log(session.accessToken);

async function send(method, operation, body, token) {
  const response = await fetch(`${run.gateway}/api/orgs/v1/${operation}`, {
    method,
    headers: { 'content-type': 'application/json', ...(token && { authorization: `Bearer ${token}` }) },
    body: body && JSON.stringify(body),
  });
  const answer = await response.text();
  return response.ok ? JSON.parse(answer) : fail(`${operation} answered ${response.status}: ${answer}`);
}

function fail(why) {
  console.error(why);
  process.exit(1);
}
