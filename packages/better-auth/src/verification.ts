import { type Verification, type VerifyRequest, refuse } from "@latchkey/core";
import type { GenericEndpointContext } from "better-auth";
import { clientAddress } from "./client-address.ts";
import type { Configuration } from "./configuration.ts";
import { engineOf } from "./engine-access.ts";
import { type EndpointSettings, configurationNamed } from "./options.ts";
import type { ApiKeyOwner } from "./owners.ts";

/**
 * The engine's verification, and the application's own say in it (`customAPIKeyValidator`): that of the
 * configuration that is named, or that all have, before anything else; where several are possible, that
 * of the key's own afterwards, since nothing tells before whose the key is.
 *
 * Where the address of the client is not said, it is read from the headers of the call.
 *
 * @throws {APIError} 400 `INVALID_CONFIG_ID`; whatever the application's validator throws.
 */
export async function verifyThrough(
  ctx: GenericEndpointContext,
  settings: EndpointSettings,
  key: string,
  request: VerifyRequest,
): Promise<Verification<ApiKeyOwner>> {
  const { configurations, defaultConfiguration } = settings;
  const { configId } = request;
  const validators = new Set(
    [...configurations.values()].map(({ options }) => options.customAPIKeyValidator),
  );
  const named =
    configId === undefined && validators.size > 1
      ? undefined
      : configurationNamed(settings, configId ?? defaultConfiguration.id);
  if (!(await isAccepted(ctx, named, key))) return INVALID;
  const address = request.address ?? addressOf(ctx);
  const client = request.client ?? ctx.headers?.get("user-agent") ?? null;
  const verification = await engineOf(ctx.context).verify(key, { ...request, address, client });
  if (named !== undefined || !verification.valid) return verification;
  const own = configurations.get(verification.record.configId);
  return (await isAccepted(ctx, own, key)) ? verification : INVALID;
}

const INVALID = refuse("API_KEY_INVALID");

async function isAccepted(
  ctx: GenericEndpointContext,
  configuration: Configuration | undefined,
  key: string,
): Promise<boolean> {
  const validator = configuration?.options.customAPIKeyValidator;
  return validator === undefined || (await validator({ ctx, key }));
}

function addressOf({ headers, context }: GenericEndpointContext): string | null {
  return headers === undefined ? null : clientAddress(headers, context);
}
