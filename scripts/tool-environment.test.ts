import { delimiter, join } from "node:path";
import { expect, test } from "vitest";
import { environmentForNpm, environmentForTools } from "./tool-environment.mjs";

const root = join("/", "project");
const tools = join(root, "node_modules", ".bin");

test("the workspace's tools come first on PATH, once", () => {
  const path = ["/usr/bin", tools, "/bin"].join(delimiter);
  expect(environmentForTools({ PATH: path }, root)["PATH"]).toBe(
    [tools, "/usr/bin", "/bin"].join(delimiter),
  );
});

test("PATH keeps the name that the system gave it", () => {
  const env = environmentForTools({ Path: "C:\\Windows" }, root);
  expect(Object.keys(env)).toEqual(["Path"]);
});

test("tools see nothing of the npm that started them, and everything else", () => {
  const env = environmentForTools(
    { PORT: "4000", npm_config_prefix: "/x", npm_lifecycle_event: "start", NPM_TOKEN: "t" },
    root,
  );
  expect(env).toMatchObject({ PORT: "4000" });
  expect(Object.keys(env).toSorted()).toEqual(["PATH", "PORT"]);
});

test("an npm inside npm keeps how to reach the registry, and no other setting", () => {
  expect(
    environmentForNpm({
      HOME: "/home/me",
      npm_config_registry: "https://registry.example",
      npm_config_https_proxy: "http://proxy.example",
      npm_config_loglevel: "silent",
      npm_config_global: "true",
      npm_config_workspace: "packages/core",
      npm_package_name: "latchkey-workspace",
    }),
  ).toEqual({
    HOME: "/home/me",
    npm_config_registry: "https://registry.example",
    npm_config_https_proxy: "http://proxy.example",
  });
});
