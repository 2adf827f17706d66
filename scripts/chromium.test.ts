import { expect, test } from "vitest";
import { findChromium } from "./chromium.ts";

function machineWith(programs: string[], env: NodeJS.ProcessEnv = {}, platform = "linux" as const) {
  return { env, platform, isExecutable: (path: string) => programs.includes(path) };
}

test("CHROMIUM_PATH wins over what is installed", () => {
  const machine = machineWith(["/usr/bin/chromium", "/opt/c"], { CHROMIUM_PATH: "/opt/c" });
  expect(findChromium(machine)).toBe("/opt/c");
});

test("a CHROMIUM_PATH that names no program is an error, not passed over", () => {
  const machine = machineWith(["/usr/bin/chromium"], { CHROMIUM_PATH: "/opt/nothing" });
  expect(() => findChromium(machine)).toThrow("/opt/nothing");
});

test.each(["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"])(
  "%s is found without being on PATH",
  (program) => {
    expect(findChromium(machineWith([program]))).toBe(program);
  },
);

test("what is on PATH is found", () => {
  const machine = machineWith(["/nix/bin/chromium"], { PATH: "/bin:/nix/bin" });
  expect(findChromium(machine)).toBe("/nix/bin/chromium");
});

test("an application is found on macOS, and only there", () => {
  const application = "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome";
  const machine = machineWith([application]);
  expect(findChromium({ ...machine, platform: "darwin" })).toBe(application);
  expect(findChromium(machine)).toBeNull();
});

test("no browser is null", () => {
  expect(findChromium(machineWith([]))).toBeNull();
});
