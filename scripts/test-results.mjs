// Reads the XML reports that the test programs write (xunit's own format) and tells people about them.
//   program REPORT CODE SECONDS LOG     one line for one program, and its failures; exit 1 if it failed
//   record FOLDER NAME true|false       adds the result of a check that is no test program
//   sum FOLDER                          the last line: N passed, N failed
//   checklist FOLDER CHECKLIST          the lines of the checklist that no passing test carries
import { appendFileSync, existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

const entities = { '&lt;': '<', '&gt;': '>', '&quot;': '"', '&apos;': "'", '&amp;': '&', '&#xA;': '\n', '&#xD;': '' };
const text = xml => xml.replace(/<!\[CDATA\[([\s\S]*?)\]\]>/g, '$1').replace(/&(?:lt|gt|quot|apos|amp|#xA|#xD);/g, entity => entities[entity]);

function tests(report) {
  if (!existsSync(report)) return [];
  return [...readFileSync(report, 'utf8').matchAll(/<test\s([^>]*?)(?:\/>|>([\s\S]*?)<\/test>)/g)].map(([, attributes, body = '']) => ({
    name: text(/\bname="([^"]*)"/.exec(attributes)[1]),
    result: /\bresult="([^"]*)"/.exec(attributes)[1],
    checklist: [...body.matchAll(/<trait name="Checklist" value="([^"]*)"/g)].map(match => match[1]),
    message: text(/<message>([\s\S]*?)<\/message>/.exec(body)?.[1] ?? ''),
    stack: text(/<stack-trace>([\s\S]*?)<\/stack-trace>/.exec(body)?.[1] ?? ''),
  }));
}

const indent = (lines, count) => lines.split('\n').slice(0, count).map(line => `        ${line}`).join('\n');
const reports = folder => readdirSync(folder).filter(file => file.endsWith('.xml')).map(file => join(folder, file));
const recordsOf = folder => existsSync(join(folder, 'checks.jsonl'))
  ? readFileSync(join(folder, 'checks.jsonl'), 'utf8').trim().split('\n').map(line => JSON.parse(line))
  : [];
const append = (folder, record) => appendFileSync(join(folder, 'checks.jsonl'), JSON.stringify(record) + '\n');

function program(report, code, seconds, log) {
  const all = tests(report);
  const passed = all.filter(test => test.result === 'Pass').length;
  const bad = all.filter(test => test.result !== 'Pass');
  console.log(`${String(passed).padStart(4)} passed, ${bad.length} failed ${seconds.padStart(5)} s`);
  for (const test of bad) console.log(`    ${test.result === 'Fail' ? 'FAILED' : test.result.toUpperCase()} ${test.name}\n${indent(test.message, 12)}\n${indent(test.stack, 6)}`);
  // A program that crashed, was stopped for taking too long or found no test has failed, whatever its report says.
  const broke = all.length === 0 ? 'ran no test' : code !== '0' && bad.length === 0 ? (code === '124' ? 'took too long and was stopped' : `ended with code ${code}`) : null;
  if (broke) {
    console.log(`    FAILED the program ${broke}; the end of ${log}:`);
    console.log(indent(readFileSync(log, 'utf8').trim().split('\n').slice(-25).join('\n'), 25));
    append(join(report, '..'), { name: `${report} ${broke}`, passed: false });
  }
  return bad.length === 0 && !broke;
}

function sum(folder) {
  const results = [...reports(folder).flatMap(tests).map(test => test.result === 'Pass'), ...recordsOf(folder).map(record => record.passed)];
  const passed = results.filter(Boolean).length;
  console.log(`${passed} passed, ${results.length - passed} failed`);
}

function checklist(folder, page) {
  if (!existsSync(folder)) throw new Error('There is no last run: ./test first.');
  const all = reports(folder).flatMap(tests);
  const failing = new Set(all.filter(test => test.result !== 'Pass').flatMap(test => test.checklist));
  const carried = new Set(all.filter(test => test.result === 'Pass').flatMap(test => test.checklist).filter(id => !failing.has(id)));
  const lines = readFileSync(page, 'utf8').split('\n').filter(line => /^- [A-Z]\d+ /.test(line));
  const open = lines.filter(line => !carried.has(line.split(' ')[1]));
  for (const line of open) console.log(line);
  console.log(`\n${lines.length - open.length} of ${lines.length} lines are carried by passing tests.`);
}

const [command, ...args] = process.argv.slice(2);
switch (command) {
  case 'program': process.exitCode = program(...args) ? 0 : 1; break;
  case 'record': append(args[0], { name: args[1], passed: args[2] === 'true' }); break;
  case 'sum': sum(...args); break;
  case 'checklist': checklist(...args); break;
  default: throw new Error(`Unknown command ${command}`);
}
