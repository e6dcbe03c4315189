// Spells what a test hands to a candidate and what comes back: plain data, never an object's own behaviour.
//
// Text, finite numbers, truth values, null and arrays stand for themselves; all else is an object with one tag.
// It is evaluated once in every realm that values come from or go to, so that an array there is an array of that realm.
(function () {
  "use strict";
  const MAX_DEPTH = 100;
  const BY_KIND = {
    Map: (value, spell) => ({ m: [...Map.prototype.entries.call(value)].map((pair) => pair.map(spell)) }),
    Set: (value, spell) => ({ S: [...Set.prototype.values.call(value)].map(spell) }),
    Date: (value) => ({ D: Date.prototype.getTime.call(value) }),
    RegExp: (value) => ({ r: [value.source, value.flags] }),
  };

  function encode(value, depth = 0) {
    if (depth > MAX_DEPTH) throw new RangeError("too deep to be spelled");
    switch (typeof value) {
      case "string":
      case "boolean":
        return value;
      case "number":
        return Number.isFinite(value) && !Object.is(value, -0) ? value : { n: Object.is(value, -0) ? "-0" : `${value}` };
      case "bigint":
        return { b: `${value}` };
      case "undefined":
        return { u: 0 };
      case "object":
        return value === null ? null : encodeObject(value, (inner) => encode(inner, depth + 1));
    }
    return { o: typeof value }; // a function, a symbol: nothing that could be compared
  }

  function encodeObject(value, spell) {
    if (Array.isArray(value)) return Array.from(value, spell);
    const kind = Object.prototype.toString.call(value).slice(8, -1);
    if (Object.hasOwn(BY_KIND, kind)) return BY_KIND[kind](value, spell);
    return { p: Object.keys(value).map((key) => [key, spell(value[key])]) };
  }

  const READ = {
    n: (inner) => Number(inner),
    b: (inner) => BigInt(inner),
    u: () => undefined,
    o: (inner) => Symbol(inner), // equal to nothing
    m: (inner) => new Map(inner.map((pair) => pair.map(decode))),
    S: (inner) => new Set(inner.map(decode)),
    D: (inner) => new Date(inner === null ? NaN : inner),
    r: (inner) => new RegExp(...inner),
    p: (inner) => Object.fromEntries(inner.map(([key, value]) => [key, decode(value)])),
  };

  function decode(wire) {
    if (Array.isArray(wire)) return wire.map(decode);
    if (wire === null || typeof wire !== "object") return wire;
    const [tag, ...more] = Object.keys(wire);
    if (more.length || !Object.hasOwn(READ, tag)) throw new TypeError("not an answer");
    return READ[tag](wire[tag]);
  }

  return { encode, decode };
})();
