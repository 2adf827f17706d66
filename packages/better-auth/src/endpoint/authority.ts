import { type KeyReference, type KeyView, KeyOperationError } from "@latchkey/core";
import type { GenericEndpointContext } from "better-auth";
import { engineOf } from "../engine-access.ts";
import { type EndpointSettings, configurationNamed } from "../options.ts";
import type { Actor } from "./actor.ts";
import { type Asker, type KeyAction, assertAdmitted } from "./admission.ts";
import { notingDenial } from "./noting-denial.ts";

/** Whose keys an actor may act on, and by which rules. */
export interface Authority extends Asker {
  /** For the engine's operations. */
  readonly tenant: Required<Omit<KeyReference, "id">>;
}

/** Authority over one key. */
export interface KeyAuthority extends Authority {
  readonly reference: Required<KeyReference>;
  /** The key as it was when the authority was looked at. */
  readonly view: KeyView;
}

/**
 * For whom the actor may act where no particular key is meant: create and list.
 *
 * @throws {APIError} 400 for a configuration that there is not; 403 where the application forbids it.
 */
export async function authorityOverKeys(
  ctx: GenericEndpointContext,
  settings: EndpointSettings,
  actor: Actor,
  asked: { readonly action: KeyAction; readonly configId?: string | undefined },
): Promise<Authority> {
  const configuration = configurationNamed(settings, asked.configId);
  const asker = { actor, configuration, organizationId: null };
  await notingDenial(ctx, asker, () => assertAdmitted(settings, asker, asked.action));
  return { ...asker, tenant: { configId: configuration.id, referenceId: actor.userId } };
}

/**
 * Whether the actor may act on this key. The key says which configuration it is under; naming another
 * finds nothing.
 *
 * @throws {APIError} 400 for a configuration that there is not; 403 where the application forbids it.
 * @throws {KeyOperationError} `KEY_NOT_FOUND`, for another owner's key as for one that never was.
 */
export async function authorityOverKey(
  ctx: GenericEndpointContext,
  settings: EndpointSettings,
  actor: Actor,
  asked: {
    readonly action: KeyAction;
    readonly id: string;
    readonly configId?: string | undefined;
  },
): Promise<KeyAuthority> {
  if (asked.configId !== undefined) configurationNamed(settings, asked.configId);
  const view = await engineOf(ctx.context).find(asked.id);
  const configuration = view === null ? undefined : settings.configurations.get(view.configId);
  if (
    view === null ||
    configuration === undefined ||
    view.referenceId !== actor.userId ||
    (asked.configId ?? view.configId) !== view.configId
  ) {
    throw new KeyOperationError("KEY_NOT_FOUND");
  }
  const asker = { actor, configuration, organizationId: null };
  await notingDenial(ctx, asker, () => assertAdmitted(settings, asker, asked.action));
  const tenant = { configId: view.configId, referenceId: view.referenceId };
  return { ...asker, tenant, reference: { id: view.id, ...tenant }, view };
}
