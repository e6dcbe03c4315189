// Performs, on one candidate's program, the operations that a test asks for, and answers with plain data.
//
// Nothing here knows what a test expects. A candidate may do with this process what it likes: it can change its own
// answers, and answers are all that it has anyway.
"use strict";
const crypto = require("node:crypto");
const fs = require("node:fs");
const vm = require("node:vm");

const CROSSING = fs.readFileSync(`${__dirname}/crossing.js`, "utf-8");
const MOST_TEXT = 300;
const MOST_ANSWERS = 4 * 1024 * 1024;
const PATIENCE_MS = 5000;
// What the published environment of HumanEval-X holds besides node itself.
const INSTALLED = { "js-md5": (text) => crypto.createHash("md5").update(text).digest("hex") };

function requireInstalled(name) {
  return Object.hasOwn(INSTALLED, name) ? INSTALLED[name] : require(name);
}

/** What a program may take for granted where it does not run in node's own realm. */
function surroundings() {
  const { Buffer, TextDecoder, TextEncoder, URL, clearTimeout, setTimeout, structuredClone } = globalThis;
  const silent = new Proxy({}, { get: () => () => undefined });
  const module = { exports: {} };
  const given = { Buffer, TextDecoder, TextEncoder, URL, clearTimeout, setTimeout, structuredClone };
  return { ...given, console: silent, exports: module.exports, module, process, require: requireInstalled };
}

/** Evaluates in a realm of its own; a call there takes its time or, where it may not, ends with an error. */
function ownRealm(given = surroundings(), timeout = undefined) {
  const context = vm.createContext(given);
  const evaluate = (source, filename) => vm.runInContext(source, context, { filename, timeout });
  const call = (target, values) => {
    context.inlayCall = () => target(...values);
    return vm.runInContext("inlayCall()", context, { timeout });
  };
  return { evaluate, call };
}

/** Evaluates in node's own realm, as a program that is run by itself. */
function nodesRealm() {
  Object.assign(globalThis, { exports: {}, module: { exports: {} }, require: requireInstalled });
  const evaluate = (source, filename) => vm.runInThisContext(source, { filename });
  return { evaluate, call: (target, values) => target(...values) };
}

function described(error) {
  try {
    return [`${error.name ?? typeof error}`.slice(0, MOST_TEXT), `${error.message ?? error}`.slice(0, MOST_TEXT)];
  } catch {
    return ["Error", ""];
  }
}

class Performer {
  constructor(realm) {
    this.realm = realm;
    this.crossing = realm.evaluate(CROSSING, "crossing.js");
  }

  /** Loads the program; `v` says that it did, `e` why not. */
  load(program) {
    try {
      this.realm.evaluate(program, "candidate.js");
    } catch (error) {
      return { e: described(error) };
    }
    return { v: null };
  }

  /** Performs one operation: `v` is its value and `a` the arguments that it changed, or `e` the error it threw. */
  perform([, name, spelled]) {
    const { encode, decode } = this.crossing;
    try {
      const given = spelled.map(decode);
      const answer = { v: encode(this.realm.call(this.realm.evaluate(name, "test.js"), given)) };
      const after = given.map((value) => encode(value));
      const changed = [...after.entries()].filter(([place]) => !same(after[place], spelled[place]));
      return changed.length ? { ...answer, a: changed } : answer;
    } catch (error) {
      return { e: described(error) };
    }
  }
}

function same(one, other) {
  return JSON.stringify(one) === JSON.stringify(other);
}

/** Gives a function that writes lines for the host: each begins with a mark, and all of it is ASCII. */
function teller(mark) {
  let told = 0;
  return (said) => {
    const text = JSON.stringify(said).replace(/[^ -~]/g, (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, "0")}`);
    told += text.length;
    const line = Buffer.from(`\n${mark}${told > MOST_ANSWERS ? '{"large":true}' : text}\n`);
    for (let sent = 0; sent < line.length; ) sent += fs.writeSync(1, line, sent);
    return told <= MOST_ANSWERS;
  };
}

/** Gives the answers of a program that nobody wrote to deceive, up to the first that does not come. */
function answers(performer, program, operations) {
  const found = [performer.load(program)];
  for (const operation of operations) {
    const answer = performer.perform(operation);
    if (answer.e?.[1].startsWith("Script execution timed out")) break;
    found.push(answer);
  }
  return found;
}

function main() {
  const order = JSON.parse(fs.readFileSync("order.json", "utf-8"));
  const exit = process.exit.bind(process, 0);
  const tell = teller(order.mark);
  if (order.known) {
    for (const [program, operations] of order.known) {
      tell(answers(new Performer(ownRealm(surroundings(), PATIENCE_MS)), program, operations));
    }
    exit();
  }
  process.stdout.write = process.stderr.write = () => true; // what a candidate prints is no answer
  const performer = new Performer(nodesRealm());
  tell(performer.load(order.program));
  order.operations.every((operation) => tell(performer.perform(operation)));
  exit();
}

module.exports = { Performer, described, ownRealm, surroundings, teller };
if (require.main === module) main();
