import { StartError, systemCode } from "../run/start-error.ts";

const LOGIN = "check the user and the password in DATABASE_URL.";

/** By PostgreSQL's or the system's code. None of these sentences quotes the URL, which may hold a password. */
const CAUSES: Readonly<Record<string, string>> = {
  "28P01": `PostgreSQL refuses the password: ${LOGIN}`,
  "28000": `PostgreSQL lets this user in from nowhere near: ${LOGIN}`,
  "3D000": "PostgreSQL has no such database: create it, or name another in DATABASE_URL.",
  "42501":
    "The database's user may not create tables: grant it CREATE on the schema, or name another user in DATABASE_URL.",
  "53300": "PostgreSQL has no connection left for this server: raise max_connections.",
  ECONNREFUSED:
    "Nobody answers at the address in DATABASE_URL: check host and port, and whether PostgreSQL is running.",
  ENOTFOUND: "The host in DATABASE_URL has no address: check its name.",
  EAI_AGAIN: "The host in DATABASE_URL cannot be looked up now: check its name and the network.",
  ETIMEDOUT:
    "PostgreSQL does not answer in time: check host and port in DATABASE_URL, and the network.",
  ERR_INVALID_URL: "DATABASE_URL cannot be read: percent-encode what it holds.",
};

/** Those that pass by themselves while a database starts. */
const PASSING = new Set(["57P03", "ECONNREFUSED", "ECONNRESET", "EAI_AGAIN", "57P01"]);

/** What a person can put right who has just started the server; `null` for what is none of that. */
export function postgresStartError(error: unknown): StartError | null {
  const code = systemCode(error);
  const known = code === null ? undefined : CAUSES[code];
  if (known !== undefined) return new StartError(known);
  if (code === "57P03") return new StartError("PostgreSQL is still starting: try again.");
  if (error instanceof Error && /timeout|terminated/i.test(error.message)) {
    return new StartError(CAUSES["ETIMEDOUT"] ?? error.message);
  }
  return null;
}

/** Whether it is worth another try. */
export function isPassing(error: unknown): boolean {
  return PASSING.has(systemCode(error) ?? "");
}
