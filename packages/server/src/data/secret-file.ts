import { randomBytes } from "node:crypto";
import {
  closeSync,
  fsyncSync,
  linkSync,
  openSync,
  readFileSync,
  unlinkSync,
  writeSync,
} from "node:fs";
import { StartError, systemCode } from "../run/start-error.ts";

const SECRET_BYTES = 32;

/**
 * The secret that sessions are signed with: the one in the file, or else a new one that is put
 * there, readable by this account alone. Of several processes that start at once all get the same.
 * Throws a StartError where the file holds no secret.
 */
export function readOrCreateSecret(path: string): string {
  const existing = readSecret(path);
  if (existing !== null) return existing;
  const draft = `${path}.${process.pid}`;
  writeDurably(draft, randomBytes(SECRET_BYTES).toString("base64url"));
  try {
    // A link appears whole or not at all, and never in the place of another file.
    linkSync(draft, path);
  } catch (error) {
    if (systemCode(error) !== "EEXIST") throw error;
  } finally {
    unlinkSync(draft);
  }
  return readOrCreateSecret(path);
}

function readSecret(path: string): string | null {
  try {
    const secret = readFileSync(path, "utf8").trim();
    if (secret.length >= SECRET_BYTES) return secret;
  } catch (error) {
    if (systemCode(error) === "ENOENT") return null;
    throw error;
  }
  throw new StartError(
    `The file ${path} is damaged: delete it, and everybody will have to sign in again; keys are not affected.`,
  );
}

function writeDurably(path: string, text: string): void {
  const file = openSync(path, "w", 0o600);
  try {
    writeSync(file, text);
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
}
