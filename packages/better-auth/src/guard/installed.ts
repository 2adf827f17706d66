import {
  type Credential,
  DEFAULT_KEY_HEADERS,
  type HeaderReader,
  type KeyEngine,
  type Verification,
  type VerifyRequest,
  readCredential,
} from "@latchkey/core";
import type { BetterAuthOptions, GenericEndpointContext } from "better-auth";
import { addressReader } from "../client-address.ts";
import { engineOf, settingsOf } from "../engine-access.ts";
import type { EndpointSettings } from "../options.ts";
import type { ApiKeyOwner } from "../owners.ts";
import { verifyThrough } from "../verification.ts";
import type { GuardedRequest } from "./guard.ts";

/** What of `betterAuth()` a guard needs. */
export interface GuardedInstallation {
  readonly $context: Promise<{
    readonly options: BetterAuthOptions;
    readonly logger: { error(message: string, error: unknown): void };
  }>;
}

/** An installation as guards use it, looked up once. */
export interface Installed {
  readonly engine: KeyEngine<ApiKeyOwner>;
  readonly settings: EndpointSettings;
  credentialOf(request: GuardedRequest): Credential;
  addressOf(request: GuardedRequest): string | null;
  /** At once, without a promise, where all that matters is known. */
  verify(
    request: GuardedRequest,
    key: string,
    asked: VerifyRequest,
  ): Verification<ApiKeyOwner> | Promise<Verification<ApiKeyOwner>>;
}

/** @throws {Error} where the plugin is not among the installation's plugins. */
export async function installed(auth: GuardedInstallation): Promise<Installed> {
  const context = await auth.$context;
  const engine = engineOf(context);
  const settings = settingsOf(context);
  const all = [...settings.configurations.values()].map(({ options }) => options);
  // Where a configuration has a getter, that is asked instead of its headers.
  const getters = all.flatMap(({ customAPIKeyGetter }) => customAPIKeyGetter ?? []);
  const byHeaders = all.filter(({ customAPIKeyGetter }) => customAPIKeyGetter === undefined);
  const names = [
    ...new Set(byHeaders.flatMap(({ apiKeyHeaders = DEFAULT_KEY_HEADERS }) => apiKeyHeaders)),
  ];
  const hasValidators = all.some(
    ({ customAPIKeyValidator }) => customAPIKeyValidator !== undefined,
  );
  const addressOf = addressReader(context);
  const endpointContext = (request: GuardedRequest) =>
    // eslint-disable-next-line typescript/no-unsafe-type-assertion -- what the application's own functions get to see outside of Better Auth's routes
    ({ context, headers: request.allHeaders() }) as unknown as GenericEndpointContext;
  return {
    engine,
    settings,
    credentialOf(request) {
      const headers = byHeaders.length > 0 ? request.headers : NO_HEADERS;
      const found = readCredential({ url: request.url, headers }, names);
      if (getters.length === 0 || found.kind === "in-url" || found.kind === "conflicting") {
        return found;
      }
      const got = getters.flatMap((getter) =>
        gotten(() => getter(endpointContext(request)), context),
      );
      const keys = new Set(found.kind === "key" ? [found.key, ...got] : got);
      const [key] = keys;
      if (key === undefined) return { kind: "none" };
      return keys.size === 1 ? { kind: "key", key } : { kind: "conflicting" };
    },
    addressOf: (request) => addressOf(request.headers),
    verify: (request, key, asked) =>
      hasValidators
        ? verifyThrough(endpointContext(request), settings, key, asked)
        : engine.verifyAtOnce(key, asked),
  };
}

const NO_HEADERS: HeaderReader = { get: () => null };

/** The key that a getter finds, if any. One that fails has found none. */
function gotten(
  getter: () => string | null,
  { logger }: { readonly logger: { error(message: string, error: unknown): void } },
): string[] {
  try {
    const key = getter();
    return key === null || key === "" ? [] : [key];
  } catch (error) {
    logger.error("API keys: customAPIKeyGetter failed", error);
    return [];
  }
}
