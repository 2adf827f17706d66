import {
  type Credential,
  DEFAULT_KEY_HEADERS,
  type KeyEngine,
  type Verification,
  type VerifyRequest,
  readCredential,
} from "@latchkey/core";
import type { BetterAuthOptions, GenericEndpointContext } from "better-auth";
import { clientAddress } from "../client-address.ts";
import { engineOf, settingsOf } from "../engine-access.ts";
import type { EndpointSettings } from "../options.ts";
import type { ApiKeyOwner } from "../owners.ts";
import { verifyThrough } from "../verification.ts";
import type { GuardedRequest } from "./guard.ts";

/** What of `betterAuth()` a guard needs. */
export interface GuardedInstallation {
  readonly $context: Promise<{ readonly options: BetterAuthOptions }>;
}

/** An installation as guards use it, looked up once. */
export interface Installed {
  readonly engine: KeyEngine<ApiKeyOwner>;
  readonly settings: EndpointSettings;
  credentialOf(request: GuardedRequest): Credential;
  addressOf(request: GuardedRequest): string | null;
  verify(
    request: GuardedRequest,
    key: string,
    asked: VerifyRequest,
  ): Promise<Verification<ApiKeyOwner>>;
}

/** @throws {Error} where the plugin is not among the installation's plugins. */
export async function installed(auth: GuardedInstallation): Promise<Installed> {
  const context = await auth.$context;
  const engine = engineOf(context);
  const settings = settingsOf(context);
  const all = [...settings.configurations.values()].map(({ options }) => options);
  const names = [
    ...new Set(all.flatMap(({ apiKeyHeaders = DEFAULT_KEY_HEADERS }) => apiKeyHeaders)),
  ];
  const hasValidators = all.some(
    ({ customAPIKeyValidator }) => customAPIKeyValidator !== undefined,
  );
  const hasGetters = all.flatMap(({ customAPIKeyGetter }) => customAPIKeyGetter ?? []);
  const endpointContext = (request: GuardedRequest) =>
    // eslint-disable-next-line typescript/no-unsafe-type-assertion -- what the application's own functions get to see outside of Better Auth's routes
    ({ context, headers: request.allHeaders() }) as unknown as GenericEndpointContext;
  return {
    engine,
    settings,
    credentialOf(request) {
      for (const getter of hasGetters) {
        const key = getter(endpointContext(request));
        if (key !== null && key !== "") return { kind: "key", key };
      }
      return readCredential(request, names);
    },
    addressOf: (request) => clientAddress(request.allHeaders(), context),
    verify: (request, key, asked) =>
      hasValidators
        ? verifyThrough(endpointContext(request), settings, key, asked)
        : engine.verify(key, asked),
  };
}
