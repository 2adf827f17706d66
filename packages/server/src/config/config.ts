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

const environment = z.object({
  HOST: text("127.0.0.1"),
  PORT: port,
  LATCHKEY_DATA_DIR: text(".latchkey"),
  LATCHKEY_URL: publicUrl,
  LATCHKEY_TRUSTED_PROXIES: trustedProxies,
  LATCHKEY_ADMINS: administrators,
  LATCHKEY_METRICS_TOKEN: metricsToken,
  LATCHKEY_WEBHOOK_ALLOWED_HOSTS: webhookAllowedHosts,
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
  };
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
