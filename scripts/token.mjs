// token.mjs DATA-FOLDER E-MAIL [ORGANISATION]: signs a demo person in through the gateway and prints the access token, and nothing else.
// Passwords are looked up in the data folder's secrets; ORGANISATION is the slug or the id of one that the person belongs to.
import { readFileSync } from 'node:fs';

const [data, email, organization] = process.argv.slice(2);
if (!email) fail('Say whose token: ./run token E-MAIL [ORG]');
const run = JSON.parse(readFileSync(`${data}/run.json`, 'utf8'));
const password = process.env.PLATFORM_PASSWORD
  ?? (email === run.operator.email ? run.operator.password : fail(`The password of ${email} is not known here: give it as PLATFORM_PASSWORD.`));

let session = await post('sign-in', { email, password, realm: 'live' });
if (organization) session = await post('switch-organization', { organization }, session.accessToken);
console.log(session.accessToken);

async function post(operation, body, token) {
  const response = await fetch(`${run.gateway}/api/orgs/v1/${operation}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...(token && { authorization: `Bearer ${token}` }) },
    body: JSON.stringify(body),
  });
  const answer = await response.text();
  return response.ok ? JSON.parse(answer) : fail(`${operation} answered ${response.status}: ${answer}`);
}

function fail(why) {
  console.error(why);
  process.exit(1);
}
