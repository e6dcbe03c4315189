// Makes JavaScript of programs in TypeScript, many in a process; nothing of a program runs here.
//
// The compiler's declarations of the language are read once. A program is checked as `tsc --target esnext program.ts`
// checks it, and one error is enough; a text that is not to be checked is only stripped of its types.
"use strict";
const fs = require("node:fs");
const ts = require(process.argv[2]);

const MOST_ERRORS = 3;
const PROGRAM = "program.ts";
// What later compilers turn on by themselves stays off; errors in the compiler's own declarations are none of a program's.
const OPTIONS = { target: ts.ScriptTarget.ESNext, strict: false, types: [], skipLibCheck: true, noErrorTruncation: false };

class Compiler {
  constructor() {
    this.host = ts.createCompilerHost(OPTIONS);
    const read = this.host.getSourceFile.bind(this.host);
    const known = new Map();
    this.host.getSourceFile = (name, version) => {
      if (name === PROGRAM) return ts.createSourceFile(name, this.text, version);
      if (!known.has(name)) known.set(name, read(name, version));
      return known.get(name);
    };
    this.host.fileExists = (name) => name === PROGRAM;
    this.host.writeFile = (_, text) => (this.written = text);
  }

  /** Gives the program's JavaScript, or what is wrong with it. */
  compile(text) {
    this.text = text;
    const program = ts.createProgram([PROGRAM], OPTIONS, this.host);
    const errors = [...program.getSyntacticDiagnostics(), ...program.getGlobalDiagnostics(), ...program.getSemanticDiagnostics()];
    if (errors.length) return { errors: errors.slice(0, MOST_ERRORS).map(told) };
    this.written = "";
    program.emit();
    return { javascript: this.written };
  }

  /** Gives the JavaScript of a text that nobody wrote to deceive, as it stands. */
  stripped(text) {
    return { javascript: ts.transpileModule(text, { compilerOptions: OPTIONS }).outputText };
  }
}

function told({ code, file, start, messageText }) {
  const line = file && start !== undefined ? ` in line ${file.getLineAndCharacterOfPosition(start).line + 1}` : "";
  return `TS${code}${line}: ${ts.flattenDiagnosticMessageText(messageText, " ")}`.slice(0, 200);
}

function tell(mark, said) {
  const text = JSON.stringify(said).replace(/[^ -~]/g, (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, "0")}`);
  const line = Buffer.from(`\n${mark}${text}\n`);
  for (let sent = 0; sent < line.length; ) sent += fs.writeSync(1, line, sent);
}

const order = JSON.parse(fs.readFileSync("order.json", "utf-8"));
const compiler = new Compiler();
for (const [place, [text, checked]] of order.texts.entries()) {
  try {
    tell(order.mark, { place, ...(checked ? compiler.compile(text) : compiler.stripped(text)) });
  } catch (error) {
    tell(order.mark, { place, errors: [`the compiler gives up: ${error.message}`.slice(0, 200)] });
  }
}
process.exit(0);
