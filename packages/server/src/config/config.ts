import { resolve } from "node:path";
import { z } from "zod";
import { StartError } from "../run/start-error.ts";

/** What the server is told from outside: where to listen, where its data is, what it is called. */
export interface Config {
  readonly host: string;
  /** 0: any that is free. */
  readonly port: number;
  /** Absolute. */
  readonly dataDirectory: string;
  /** The base URL that browsers use, without a path. `null`: the address that the server listens on. */
  readonly publicUrl: string | null;
  /** Addresses and CIDR ranges of proxies whose `x-forwarded-for` is believed. */
  readonly trustedProxies: readonly string[];
  /** E-mail addresses of the administrators, in lower case. */
  readonly administrators: readonly string[];
  /** What readers of `/metrics` present. `null`: those on this machine may read them, and nobody else. */
  readonly metricsToken: string | null;
  /** Hosts, as they stand in a URL, that webhooks may lead to though they are private or speak no TLS. */
  readonly webhookAllowedHosts: readonly string[];
  /** Of a PostgreSQL that several servers may share. `null`: SQLite in the data directory. May hold a password. */
  readonly databaseUrl: string | null;
  /** Straight to that PostgreSQL, to hear of changes at once; `null`: servers look for them. May hold a password. */
  readonly listenUrl: string | null;
  /** Of a Redis that those servers share. May hold a password. */
  readonly redisUrl: string | null;
  /** What sessions are signed with; `null`: what the data directory has. */
  readonly secret: string | null;
  /** Whether every verification reads the key's record. */
  readonly revalidateAlways: boolean;
  /** Seconds for which a server that is being stopped says so and still takes requests: for those who look at `/readyz`. */
  readonly drainSeconds: number;
}

const text = (otherwise: string) =>
  z
    .string()
    .transform((value) => value.trim() || otherwise)
    .default(otherwise);

const port = text("3000").refine((value) => /^\d{1,5}$/.test(value) && Number(value) <= 65_535, {
  error: "PORT must be a whole number from 0 to 65535.",
});

const publicUrl = text("").refine((value) => value === "" || isBaseUrl(value), {
  error: "LATCHKEY_URL must be an http or https URL without a path, like https://keys.example.com.",
});

const address = z.union([z.ipv4(), z.ipv6(), z.cidrv4(), z.cidrv6()]);
const trustedProxies = text("")
  .transform((value) => value.split(",").flatMap((entry) => entry.trim() || []))
  .refine((entries) => entries.every((entry) => address.safeParse(entry).success), {
    error:
      "LATCHKEY_TRUSTED_PROXIES must be IP addresses or CIDR ranges, separated by commas, like 10.0.0.0/8.",
  });

const administrators = text("")
  .transform((value) => value.split(",").flatMap((entry) => entry.trim().toLowerCase() || []))
  .refine((entries) => entries.every((entry) => z.email().safeParse(entry).success), {
    error: "LATCHKEY_ADMINS must be e-mail addresses, separated by commas, like ops@example.com.",
  });

/** Long enough not to be guessed, and of what a header can hold. */
const metricsToken = text("").refine((value) => value === "" || /^[!-~]{16,}$/.test(value), {
  error: "LATCHKEY_METRICS_TOKEN must be 16 characters or more, of ASCII, without spaces.",
});

const webhookAllowedHosts = text("")
  .transform((value) => value.split(",").flatMap((entry) => entry.trim().toLowerCase() || []))
  .refine((entries) => entries.every(isHost), {
    error:
      "LATCHKEY_WEBHOOK_ALLOWED_HOSTS must be hosts without a port, separated by commas, like hooks.internal,10.0.0.5,[fd00::1].",
  });

const DATABASE_SCHEMES = ["postgres:", "postgresql:"];
const databaseUrl = text("").refine((value) => value === "" || hasScheme(value, DATABASE_SCHEMES), {
  error:
    "DATABASE_URL must be like postgres://user:password@host:5432/database, each part percent-encoded; without it the server keeps everything in its data directory.",
});

const OFF = "off";
const listenUrl = text("").refine(
  (value) => value === "" || value === OFF || hasScheme(value, DATABASE_SCHEMES),
  { error: `LATCHKEY_LISTEN_URL must be like DATABASE_URL, or ${OFF}.` },
);

const redisUrl = text("").refine(
  (value) => value === "" || hasScheme(value, ["redis:", "rediss:"]),
  { error: "REDIS_URL must be like redis://:password@host:6379, or rediss:// for TLS." },
);

const secret = text("").refine((value) => value === "" || value.length >= 32, {
  error: "LATCHKEY_SECRET must be 32 characters or more, drawn at random.",
});

const revalidate = text("").refine((value) => value === "" || value === "always", {
  error: "LATCHKEY_REVALIDATE must be always, or absent.",
});

const drainSeconds = text("0").refine((value) => /^[0-8]$/.test(value), {
  error: "LATCHKEY_DRAIN_SECONDS must be a whole number from 0 to 8.",
});

/** What makes sense alone, and not together. */
function contradictions(env: z.output<typeof environment>): string[] {
  const wrong: string[] = [];
  if (env.DATABASE_URL !== "" && env.LATCHKEY_SECRET === "") {
    wrong.push(
      "DATABASE_URL needs LATCHKEY_SECRET, the same for all servers: 32 characters or more, drawn at random.",
    );
  }
  if (env.REDIS_URL !== "" && env.DATABASE_URL === "") {
    wrong.push("REDIS_URL needs DATABASE_URL: servers that share limits must share their keys.");
  }
  if (env.LATCHKEY_LISTEN_URL !== "" && env.DATABASE_URL === "") {
    wrong.push("LATCHKEY_LISTEN_URL needs DATABASE_URL: one server has nobody to hear from.");
  }
  return wrong;
}

const environment = z.object({
  HOST: text("127.0.0.1"),
  PORT: port,
  LATCHKEY_DATA_DIR: text(".latchkey"),
  LATCHKEY_URL: publicUrl,
  LATCHKEY_TRUSTED_PROXIES: trustedProxies,
  LATCHKEY_ADMINS: administrators,
  LATCHKEY_METRICS_TOKEN: metricsToken,
  LATCHKEY_WEBHOOK_ALLOWED_HOSTS: webhookAllowedHosts,
  DATABASE_URL: databaseUrl,
  LATCHKEY_LISTEN_URL: listenUrl,
  REDIS_URL: redisUrl,
  LATCHKEY_SECRET: secret,
  LATCHKEY_REVALIDATE: revalidate,
  LATCHKEY_DRAIN_SECONDS: drainSeconds,
});

/**
 * Reads the configuration. Empty variables count as not set. `directory` is what a relative data
 * directory is relative to. Throws a StartError that names every variable that is wrong.
 */
export function parseConfig(
  env: Readonly<Record<string, string | undefined>>,
  directory: string,
): Config {
  const parsed = environment.safeParse(env);
  if (!parsed.success) {
    throw new StartError(parsed.error.issues.map((issue) => issue.message).join("\n"));
  }
  const contradicting = contradictions(parsed.data);
  if (contradicting.length > 0) throw new StartError(contradicting.join("\n"));
  const { HOST, PORT, LATCHKEY_DATA_DIR, LATCHKEY_URL, LATCHKEY_TRUSTED_PROXIES } = parsed.data;
  return {
    host: HOST,
    port: Number(PORT),
    dataDirectory: resolve(directory, LATCHKEY_DATA_DIR),
    publicUrl: LATCHKEY_URL === "" ? null : new URL(LATCHKEY_URL).origin,
    trustedProxies: LATCHKEY_TRUSTED_PROXIES,
    administrators: parsed.data.LATCHKEY_ADMINS,
    metricsToken: parsed.data.LATCHKEY_METRICS_TOKEN || null,
    webhookAllowedHosts: parsed.data.LATCHKEY_WEBHOOK_ALLOWED_HOSTS,
    databaseUrl: parsed.data.DATABASE_URL || null,
    listenUrl: listenUrlOf(parsed.data),
    redisUrl: parsed.data.REDIS_URL || null,
    secret: parsed.data.LATCHKEY_SECRET || null,
    revalidateAlways: parsed.data.LATCHKEY_REVALIDATE === "always",
    drainSeconds: Number(parsed.data.LATCHKEY_DRAIN_SECONDS),
  };
}

function listenUrlOf({
  LATCHKEY_LISTEN_URL: url,
  DATABASE_URL: otherwise,
}: z.output<typeof environment>): string | null {
  return url === OFF ? null : url || otherwise || null;
}

function hasScheme(value: string, schemes: readonly string[]): boolean {
  const url = URL.parse(value);
  return url !== null && schemes.includes(url.protocol) && url.hostname !== "";
}

function isBaseUrl(value: string): boolean {
  const url = URL.parse(value);
  if (url === null || (url.protocol !== "http:" && url.protocol !== "https:")) return false;
  return url.href === `${url.origin}/`;
}

/** Whether it is a host in the one form that URLs have for it: what is written otherwise would never match. */
function isHost(entry: string): boolean {
  return URL.parse(`https://${entry}`)?.hostname === entry;
}
