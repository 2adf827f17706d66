import { readFileSync, readdirSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { StartError } from "../run/start-error.ts";
import { temporaryFolder } from "../testing/temporary-folder.ts";
import { openDataDirectory } from "./data-directory.ts";

const mode = (path: string) => (statSync(path).mode & 0o777).toString(8);

function open(directory: string) {
  const { secret, database } = openDataDirectory(directory);
  database.source.exec("CREATE TABLE IF NOT EXISTS note (text)");
  const files = readdirSync(directory).toSorted();
  const modes = Object.fromEntries(files.map((file) => [file, mode(join(directory, file))]));
  void database.close();
  return { secret, modes };
}

test("the directory and all that is in it are for the eyes of this account only", () => {
  const directory = join(temporaryFolder(), "deep", "data");
  expect(open(directory).modes).toEqual({
    "auth-secret": "600",
    "latchkey.db": "600",
    "latchkey.db-shm": "600",
    "latchkey.db-wal": "600",
  });
  expect(mode(directory)).toBe("700");
});

test("the secret is made once, of 256 bits, and is the same ever after", () => {
  const directory = join(temporaryFolder(), "data");
  const first = open(directory).secret;
  expect(Buffer.from(first, "base64url")).toHaveLength(32);
  expect(readFileSync(join(directory, "auth-secret"), "utf8")).toBe(first);
  expect(open(directory).secret).toBe(first);
  expect(open(join(temporaryFolder(), "data")).secret).not.toBe(first);
});

test("an empty secret file is an error and not a reason to make a new one", () => {
  const directory = temporaryFolder();
  writeFileSync(join(directory, "auth-secret"), "");
  expect(() => openDataDirectory(directory)).toThrow(StartError);
  expect(readFileSync(join(directory, "auth-secret"), "utf8")).toBe("");
});

test("a directory that cannot be made is an error in one sentence", () => {
  const file = join(temporaryFolder(), "file");
  writeFileSync(file, "");
  const start = () => openDataDirectory(join(file, "data"));
  expect(start).toThrow(StartError);
  expect(start).toThrow(/^The data directory \S+ cannot be written to \(ENOTDIR\): .*\.$/);
});

test("a file that is no database is an error in one sentence, and stays as it is", () => {
  const directory = temporaryFolder();
  writeFileSync(join(directory, "latchkey.db"), "my holiday diary".repeat(100));
  const start = () => openDataDirectory(directory);
  expect(start).toThrow(StartError);
  expect(start).toThrow("file is not a database");
  expect(readFileSync(join(directory, "latchkey.db"), "utf8")).toContain("my holiday diary");
});

test("what is written is on disk before it is answered", () => {
  const { database } = openDataDirectory(temporaryFolder());
  const FULL = 2;
  expect(database.source.prepare("PRAGMA synchronous").get()).toEqual({ synchronous: FULL });
  expect(database.source.prepare("PRAGMA journal_mode").get()).toEqual({ journal_mode: "wal" });
  void database.close();
});
