import { type KeyReference, type KeyView, KeyOperationError } from "@latchkey/core";
import type { GenericEndpointContext } from "better-auth";
import { APIError } from "better-auth/api";
import { engineOf } from "../engine-access.ts";
import { USER_NOT_MEMBER_OF_ORGANIZATION } from "../error-codes.ts";
import {
  type EndpointSettings,
  configurationMeant,
  configurationNamed,
  isForOrganizations,
} from "../options.ts";
import type { Actor } from "./actor.ts";
import { type Asker, type KeyAction, assertAdmitted } from "./admission.ts";
import { notingDenial } from "./noting-denial.ts";
import { assertRoleAllows, placeOf } from "./place.ts";

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
 * For whom the actor may act where no particular key is meant: create and list. The caller, or an
 * organization in which the caller's role allows it.
 *
 * @throws {APIError} 400 for a configuration that there is not, or that does not fit `organizationId`;
 * 403 where role or application forbid it, `USER_NOT_MEMBER_OF_ORGANIZATION` also where there is no
 * such organization.
 */
export async function authorityOverKeys(
  ctx: GenericEndpointContext,
  settings: EndpointSettings,
  actor: Actor,
  asked: {
    readonly action: KeyAction;
    readonly configId?: string | undefined;
    readonly organizationId?: string | undefined;
  },
): Promise<Authority> {
  const { action, organizationId = null } = asked;
  const configuration = configurationMeant(settings, asked);
  const asker = { actor, configuration, organizationId };
  if (organizationId !== null) {
    const membership = await placeOf(ctx, actor, organizationId);
    if (membership === null) throw APIError.from("FORBIDDEN", USER_NOT_MEMBER_OF_ORGANIZATION);
    await notingDenial(ctx, asker, () => assertRoleAllows(ctx, membership, action));
  }
  await notingDenial(ctx, asker, () => assertAdmitted(settings, asker, action));
  const referenceId = organizationId ?? actor.userId;
  return { ...asker, tenant: { configId: configuration.id, referenceId } };
}

/**
 * Whether the actor may act on this key. The key says which configuration it is under; naming another
 * finds nothing.
 *
 * @throws {APIError} 400 for a configuration that there is not; 403 where the application forbids it, or the
 * actor's role in the organization that the key belongs to.
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
    (asked.configId ?? view.configId) !== view.configId
  ) {
    throw new KeyOperationError("KEY_NOT_FOUND");
  }
  const organizationId = isForOrganizations(configuration) ? view.referenceId : null;
  const asker = { actor, configuration, organizationId };
  if (organizationId === null) {
    if (view.referenceId !== actor.userId) throw new KeyOperationError("KEY_NOT_FOUND");
  } else {
    const membership = await placeOf(ctx, actor, organizationId);
    if (membership === null) throw new KeyOperationError("KEY_NOT_FOUND");
    await notingDenial(ctx, asker, () => assertRoleAllows(ctx, membership, asked.action));
  }
  await notingDenial(ctx, asker, () => assertAdmitted(settings, asker, asked.action));
  const tenant = { configId: view.configId, referenceId: view.referenceId };
  return { ...asker, tenant, reference: { id: view.id, ...tenant }, view };
}
