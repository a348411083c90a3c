import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";

const read = (path) => readFileSync(new URL(path, import.meta.url), "utf8");

// The helpers find what they look for by published names alone.
test("helpers use published test ids", () => {
  const published = [...read("../../../docs/test-ids.md").matchAll(/^\| `([a-z_-]+)` \|/gm)].map(([, id]) => id);
  for (const file of ["../src/page.js", "../src/cypress.js"]) {
    const source = read(file).replace(/^ ?\*.*$/gm, "");
    const used = [...source.matchAll(/(?:testId|control|#post)\(["`]([a-z_-]+)/g)].map(([, id]) => id);
    assert.ok(used.length >= 4, file);
    for (const id of used) assert.ok(published.some((one) => one === id || (id.endsWith("-") && one.startsWith(id))), `${file}: ${id}`);
  }
});
