import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { test } from "node:test";
import { dirname, join, normalize } from "node:path/posix";

const JS = new URL("../../memkit/web/js/", import.meta.url);

/** Each module, and the modules that it imports. */
const imports = new Map(
  readdirSync(JS, { recursive: true, encoding: "utf8" }).filter((path) => path.endsWith(".js")).map((path) => {
    const text = readFileSync(new URL(path, JS), "utf8");
    const found = [...text.matchAll(/^import .* from "(.*)";$/gm)].map(([, from]) => normalize(join(dirname(path), from)));
    return [path, found];
  }),
);

test("a widget imports its own modules and the common ones, which import no widget", () => {
  for (const [path, found] of imports) {
    for (const one of found) assert.ok([dirname(path), "common"].includes(dirname(one)), `${path} imports ${one}`);
  }
});

test("no modules import each other in a circle", () => {
  /** @type {Set<string>} */
  const done = new Set();
  const visit = (/** @type {string} */ path, /** @type {string[]} */ way) => {
    assert.ok(!way.includes(path), [...way, path].join(" -> "));
    if (done.has(path)) return;
    for (const one of imports.get(path) ?? []) visit(one, [...way, path]);
    done.add(path);
  };
  for (const path of imports.keys()) visit(path, []);
  assert.ok(done.size > 40);
});
