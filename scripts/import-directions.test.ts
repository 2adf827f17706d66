import { readFileSync, readdirSync } from "node:fs";
import { isBuiltin } from "node:module";
import { dirname, join, relative, resolve, sep } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";

const PACKAGES = fileURLToPath(new URL("../packages", import.meta.url));
const SCOPE = "@latchkey/";

interface Import {
  /** From `packages/` on, with `/`. */
  readonly file: string;
  readonly specifier: string;
  /** `import type` and `export type`: gone when compiled. */
  readonly typeOnly: boolean;
}

// Static imports and re-exports; `import()`, `require()` and `import("…")` in types.
const STATIC =
  /^[ \t]*(?:import|export)\s+(?<type>type\s)?(?:[\w\s{},*$]*?\sfrom\s+)?["'](?<from>[^"']+)["']/gm;
const CALLED = /\b(?:import|require)\(\s*["'](?<from>[^"']+)["']/g;

function importsIn(file: string): Import[] {
  const source = readFileSync(join(PACKAGES, file), "utf8");
  return [STATIC, CALLED].flatMap((pattern) =>
    [...source.matchAll(pattern)].map(({ groups }) => ({
      file,
      specifier: groups?.["from"] ?? "",
      typeOnly: groups?.["type"] !== undefined,
    })),
  );
}

const files = readdirSync(PACKAGES).flatMap((name) =>
  sourcesOf(name).map((path) => join(name, "src", path).split(sep).join("/")),
);
const imports = files.flatMap(importsIn);

function sourcesOf(name: string): string[] {
  try {
    const paths = readdirSync(join(PACKAGES, name, "src"), { recursive: true, encoding: "utf8" });
    return paths.filter((path) => /\.tsx?$/.test(path));
  } catch {
    return [];
  }
}

const packageOf = (file: string): string => file.split("/")[0] ?? "";
const isTest = (file: string): boolean =>
  /\.test\.tsx?$/.test(file) || /\/src\/testing(\/|\.ts$)/.test(file);
const isRelative = (specifier: string): boolean => specifier.startsWith(".");

/** The package of the workspace that an import reaches, by its name or by a path; else `null`. */
function reached({ file, specifier }: Import): string | null {
  if (specifier.startsWith(SCOPE)) return specifier.slice(SCOPE.length).split("/")[0] ?? null;
  if (!isRelative(specifier)) return null;
  const path = relative(PACKAGES, resolve(PACKAGES, dirname(file), specifier));
  return path.startsWith("..") ? null : packageOf(path.split(sep).join("/"));
}

const described = ({ file, specifier }: Import): string => `${file} imports ${specifier}`;

/** Which other packages a package may import, its tests aside. */
const MAY_IMPORT: Readonly<Record<string, readonly string[]>> = {
  core: [],
  "better-auth": ["core"],
  redis: ["core"],
  react: ["better-auth"],
  server: ["core", "better-auth", "redis", "react"],
};

test("the sources are found, and their imports read", () => {
  expect(files).toContain("core/src/index.ts");
  expect(imports).toContainEqual({
    file: "core/src/engine.ts",
    specifier: "./verify/verifier.ts",
    typeOnly: false,
  });
  expect(imports).toContainEqual({
    file: "core/src/engine.ts",
    specifier: "./port/key-store.ts",
    typeOnly: true,
  });
  expect(imports.filter(({ specifier }) => specifier === "bcrypt")).not.toHaveLength(0);
});

describe("packages import each other in one direction:", () => {
  test.each(Object.entries(MAY_IMPORT))("%s imports no package but %j", (name, allowed) => {
    const astray = imports.filter((it) => {
      const target = reached(it);
      return (
        packageOf(it.file) === name &&
        !isTest(it.file) &&
        target !== null &&
        target !== name &&
        !allowed.includes(target)
      );
    });
    expect(astray.map(described)).toEqual([]);
  });

  test("every package is known to this test", () => {
    const names = [...new Set(files.map(packageOf))];
    expect(names.filter((name) => !(name in MAY_IMPORT))).toEqual([]);
  });

  test("nothing imports server, and core no other package: tests neither", () => {
    const astray = imports.filter((it) => {
      const [from, target] = [packageOf(it.file), reached(it)];
      if (target === null || target === from) return false;
      return from === "core" || target === "server";
    });
    expect(astray.map(described)).toEqual([]);
  });

  test("a package is imported by its name, not by a path into it, nor by itself by name", () => {
    const astray = imports.filter((it) => {
      const own = reached(it) === packageOf(it.file);
      return reached(it) !== null && own !== isRelative(it.specifier);
    });
    expect(astray.map(described)).toEqual([]);
  });

  test("react imports types and the client plugin, and nothing else, of better-auth", () => {
    const astray = imports.filter(
      (it) =>
        packageOf(it.file) === "react" &&
        !isTest(it.file) &&
        reached(it) === "better-auth" &&
        !it.typeOnly &&
        it.specifier !== "@latchkey/better-auth/client",
    );
    expect(astray.map(described)).toEqual([]);
  });
});

test("better-auth needs pg for messages over PostgreSQL only: no other entry point reaches it", () => {
  const astray = imports.filter(
    (it) =>
      packageOf(it.file) === "better-auth" &&
      !isTest(it.file) &&
      !it.typeOnly &&
      (it.specifier === "pg" || /\/postgres(\/|\.ts$)/.test(it.specifier)) &&
      !/^better-auth\/src\/postgres(\/|\.ts$)/.test(it.file),
  );
  expect(astray.map(described)).toEqual([]);
});

describe("core stands alone:", () => {
  const foreign = imports.filter(
    ({ file, specifier }) => packageOf(file) === "core" && !isRelative(specifier),
  );

  test("it imports Node's own modules, by node:, and bcrypt", () => {
    const astray = foreign.filter(
      ({ file, specifier }) =>
        !isTest(file) && !specifier.startsWith("node:") && specifier !== "bcrypt",
    );
    expect(astray.map(described)).toEqual([]);
  });

  test("its tests and test fixtures import vitest and fast-check besides", () => {
    const allowed = new Set(["vitest", "fast-check", "bcrypt"]);
    const astray = foreign.filter(
      ({ specifier }) => !specifier.startsWith("node:") && !allowed.has(specifier),
    );
    expect(astray.map(described)).toEqual([]);
  });

  test("nothing but tests and the testing entry imports test fixtures", () => {
    const astray = imports.filter(
      ({ file, specifier }) => !isTest(file) && /(^|\/)testing(\/|\.ts$|$)/.test(specifier),
    );
    expect(astray.map(described)).toEqual([]);
  });
});

describe("what runs in a browser reaches nothing of Node's:", () => {
  test.each(["core/src/codes.ts", "better-auth/src/client.ts", "react/src/index.ts"])(
    "%s",
    (entry) => {
      const reachedFiles = new Set(files.includes(entry) ? [entry] : []);
      const astray: string[] = [];
      // A set is iterated over what is added to it meanwhile, too.
      for (const file of reachedFiles) {
        for (const it of imports) {
          if (it.file !== file || it.typeOnly) continue;
          if (isBuiltin(it.specifier)) astray.push(described(it));
          const target = sourceOf(it);
          if (target !== null) reachedFiles.add(target);
        }
      }
      expect(astray).toEqual([]);
    },
  );
});

interface Manifest {
  readonly exports: Readonly<Record<string, { readonly "latchkey-source"?: string }>>;
}

const parseManifest: (json: string) => Manifest = JSON.parse;

/** The file that an import leads to within the workspace, else `null`. */
function sourceOf({ file, specifier }: Import): string | null {
  if (isRelative(specifier)) {
    return relative(PACKAGES, resolve(PACKAGES, dirname(file), specifier))
      .split(sep)
      .join("/");
  }
  if (!specifier.startsWith(SCOPE)) return null;
  const [name = "", ...subpath] = specifier.slice(SCOPE.length).split("/");
  const { exports } = parseManifest(readFileSync(join(PACKAGES, name, "package.json"), "utf8"));
  const source = exports[[".", ...subpath].join("/")]?.["latchkey-source"];
  return source === undefined ? null : `${name}/${source.replace("./", "")}`;
}
