// Runs a test with the candidate's answers in place of the candidate; runs in a box that holds no candidate.
//
// The first run of a task asks the reference and thereby writes the script: which operations the test performs, in
// which order. A candidate performs the script in a box of its own, and the test then runs again over its answers.
// Where the test would ask something else than the script says, the operations so far are the longer script to try.
"use strict";
const fs = require("node:fs");
const { Performer, described, ownRealm, surroundings, teller } = require("./performer.js");

const MOST_TEXT = 300;
const MOST_OPERATIONS = 20000;
const DEFINED = /^(?:async\s+)?(?:const|let|var|function\s*\*?|class)\s+([A-Za-z_$][\w$]*)/gm;
const ASSERTING = new Set(["assert", "node:assert", "assert/strict", "node:assert/strict"]);

// Evaluated in the test's realm: functions that ask, errors and values of that realm, luck that is always the same.
const REALM = `(function (asked, helped, ask, help) {
  "use strict";
  const crossing = this;
  let seed = 0;
  Math.random = () => {
    seed = (seed + 0x6d2b79f5) | 0;
    let mixed = Math.imul(seed ^ (seed >>> 15), 1 | seed);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
  const raised = (name, text) => {
    const kind = globalThis[name];
    const known = typeof kind === "function" && (kind === Error || Error.isPrototypeOf(kind));
    return known ? new kind(text) : Object.assign(new Error(text), { name });
  };
  const change = (given, after) => {
    if (Array.isArray(given) && Array.isArray(after)) given.splice(0, given.length, ...after);
    else if (given instanceof Map && after instanceof Map) { given.clear(); after.forEach((value, key) => given.set(key, value)); }
    else if (given instanceof Set && after instanceof Set) { given.clear(); after.forEach((value) => given.add(value)); }
    else { Object.keys(given).forEach((key) => delete given[key]); Object.assign(given, after); }
  };
  const define = (name, answer) => {
    globalThis[name] = (...given) => {
      const said = JSON.parse(answer(JSON.stringify(["call", name, given.map((value) => crossing.encode(value))])));
      if (said.e) throw raised(...said.e);
      for (const [place, wire] of said.a ?? []) {
        if (!Number.isInteger(place) || typeof (given[place] ?? 0) !== "object") throw new TypeError("not an answer");
        change(given[place], crossing.decode(wire));
      }
      return crossing.decode(said.v);
    };
  };
  asked.forEach((name) => define(name, ask));
  helped.forEach((name) => define(name, help));
})`;

class Stop extends Error {}

/** What a test asked so far, and who answers. */
class Exchange {
  constructor(answer) {
    this.operations = [];
    this.stopped = "";
    this.answer = answer;
  }

  ask(spelled) {
    if (this.stopped || this.operations.length >= MOST_OPERATIONS) throw new Stop();
    const number = this.operations.length;
    this.operations.push(JSON.parse(spelled));
    const said = this.answer(number, spelled);
    if (typeof said === "string") {
      this.stopped = said;
      throw new Stop();
    }
    return JSON.stringify(said);
  }
}

function isAnswer(said) {
  const keys = said && typeof said === "object" ? Object.keys(said).sort().join() : "";
  return keys === "e" || keys === "v" || keys === "a,v";
}

/** Runs a task's test once; where it is blind, there is no reference to tell right from wrong, and nothing is. */
function run(task, exchange, blind) {
  const reference = new Performer(ownRealm());
  reference.load(task.reference);
  const { evaluate } = ownRealm({ ...surroundings(), console: asserting(blind), require: (name) => required(name, blind) });
  const defined = [...task.reference.matchAll(DEFINED)].map(([, name]) => name);
  const asked = task.remote.length ? task.remote : defined;
  const helped = defined.filter((name) => !asked.includes(name));
  const help = (spelled) => JSON.stringify(reference.perform(JSON.parse(spelled)));
  const crossing = evaluate(fs.readFileSync(`${__dirname}/crossing.js`, "utf-8"), "crossing.js");
  evaluate(REALM, "realm.js").call(crossing, asked, helped, (spelled) => exchange.ask(spelled), help);
  try {
    evaluate(task.test, "test.js");
  } catch (error) {
    if (!exchange.stopped && !blind) return { failed: told(error, task.test) };
  }
  return exchange.stopped ? { stopped: exchange.stopped } : { passed: true };
}

/** `console.assert` of node only prints; here what does not hold ends the test. */
function asserting(blind) {
  const assert = (holds, ...message) => {
    if (!holds && !blind) throw Object.assign(new Error(message.join(" ")), { name: "AssertionError" });
  };
  return new Proxy({}, { get: (_, name) => (name === "assert" ? assert : () => undefined) });
}

function required(name, blind) {
  if (!blind || !ASSERTING.has(name)) return require(name);
  const nothing = () => undefined;
  return new Proxy(nothing, { get: () => nothing });
}

function told(error, test) {
  const [name, text] = described(error);
  const [, line] = /test\.js:(\d+)/.exec(`${error.stack}`) ?? [];
  const where = line ? ` at \`${test.split("\n")[line - 1]?.trim()}\`` : "";
  return `${name}: ${text.split("\n")[0]}${where}`.slice(0, MOST_TEXT);
}

function script({ task }) {
  const known = JSON.parse(task);
  const reference = new Performer(ownRealm());
  reference.load(known.reference);
  const exchange = new Exchange((_, spelled) => reference.perform(JSON.parse(spelled)));
  const ended = run(known, exchange, known.blind);
  return { operations: exchange.operations, ...ended };
}

function judge({ task, operations, answers }) {
  const asked = JSON.parse(operations).map((operation) => JSON.stringify(operation));
  const exchange = new Exchange((number, spelled) => {
    if (number < asked.length && spelled !== asked[number]) return "longer";
    if (number >= answers.length) return number < asked.length ? "unanswered" : "longer";
    const said = JSON.parse(answers[number]);
    return isAnswer(said) ? said : "malformed";
  });
  const ended = run(JSON.parse(task), exchange, false);
  return ended.stopped === "longer" ? { ...ended, operations: exchange.operations } : ended;
}

const order = JSON.parse(fs.readFileSync("order.json", "utf-8"));
const tell = teller(order.mark);
const work = { script, judge }[order.function];
for (const given of order.cases) tell(work(given));
process.exit(0);
