import { KeyOperationError } from "../code/operation-error.ts";
import { isLegalPrefix } from "../key/prefix.ts";
import { ANY_EXPIRY, type ExpiryPolicy, expiryFault } from "./expiry-policy.ts";

/** A named policy for keys of one kind. Durations are in seconds. */
export interface Environment {
  /** What its keys begin with. No two environments share one. */
  readonly prefix: string;
  /** How long its keys live; `null`: they need not expire. */
  readonly expiresIn: {
    readonly min: number;
    readonly max: number;
    readonly default: number;
  } | null;
  /** How long after its creation a key should be replaced. Absent: it need not be. */
  readonly rotateEvery?: number | undefined;
}

export type Environments = Readonly<Record<string, Environment>>;

const DAY = 24 * 60 * 60;

/**
 * Development keys for 7 to 30 days; production keys for 90 to 365 days and a new one every 90; keys
 * of CI without expiry, and a new one every 90 days.
 */
export const DEFAULT_ENVIRONMENTS = {
  development: {
    prefix: "sk_dev_",
    expiresIn: { min: 7 * DAY, max: 30 * DAY, default: 30 * DAY },
  },
  production: {
    prefix: "sk_live_",
    expiresIn: { min: 90 * DAY, max: 365 * DAY, default: 90 * DAY },
    rotateEvery: 90 * DAY,
  },
  ci: { prefix: "sk_ci_", expiresIn: null, rotateEvery: 90 * DAY },
} as const satisfies Environments;

export function expiryOf({ expiresIn }: Environment): ExpiryPolicy {
  return expiresIn === null ? ANY_EXPIRY : { ...expiresIn, never: false, custom: true };
}

/** @throws {KeyOperationError} `INVALID_ENVIRONMENT` for a name that is not configured, with those that are. */
export function assertEnvironment(environments: Environments | undefined, name: string): void {
  if (environments === undefined) {
    throw new KeyOperationError(
      "INVALID_ENVIRONMENT",
      "No environments are configured; leave environment out.",
    );
  }
  if (Object.hasOwn(environments, name)) return;
  throw new KeyOperationError(
    "INVALID_ENVIRONMENT",
    `There is no such environment; there are: ${Object.keys(environments).join(", ")}.`,
  );
}

/**
 * The environment of a new key: the one that is named, or else the one whose prefix is asked for, or
 * else the first. A prefix that is asked for beside a name must be that environment's.
 *
 * @throws {KeyOperationError} `INVALID_ENVIRONMENT` or `PREFIX_NOT_ALLOWED`, with what is allowed.
 */
export function chooseEnvironment(
  environments: Environments,
  asked: { readonly environment?: string | undefined; readonly prefix?: string | undefined },
): [name: string, environment: Environment] {
  const all = Object.entries(environments);
  if (asked.environment !== undefined) assertEnvironment(environments, asked.environment);
  const named = all.find(([name]) => name === asked.environment);
  const allowed = named === undefined ? all : [named];
  const chosen =
    asked.prefix === undefined
      ? allowed[0]
      : allowed.find(([, { prefix }]) => prefix === asked.prefix);
  if (chosen === undefined) {
    const prefixes = allowed.map(([, { prefix }]) => JSON.stringify(prefix));
    throw new KeyOperationError(
      "PREFIX_NOT_ALLOWED",
      `The prefix must be ${prefixes.join(" or ")}, or be left out.`,
    );
  }
  return chosen;
}

/** @throws {RangeError} that names the environment and what is wrong with it. */
export function assertEnvironments(environments: Environments): void {
  const owners = new Map<string, string>();
  if (Object.keys(environments).length === 0) throw new RangeError("environments is empty.");
  if (Object.hasOwn(environments, "")) throw new RangeError("An environment must have a name.");
  for (const [name, environment] of Object.entries(environments)) {
    const wrong = fault(environment, owners.get(environment.prefix));
    if (wrong !== null) throw new RangeError(`environments.${name}: ${wrong}`);
    owners.set(environment.prefix, name);
  }
}

function fault(environment: Environment, sharer?: string): string | null {
  const { prefix, rotateEvery } = environment;
  if (!isLegalPrefix(prefix)) return "prefix may have 32 characters of A-Z, a-z, 0-9, _ and -.";
  if (sharer !== undefined) return `prefix is that of ${sharer} too.`;
  if (rotateEvery !== undefined && !(rotateEvery >= 1)) {
    return "rotateEvery must be 1 second or more.";
  }
  return expiryFault(expiryOf(environment));
}
