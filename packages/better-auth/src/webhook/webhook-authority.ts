import { INSTALLATION, KeyOperationError, type Webhook, type WebhookScope } from "@latchkey/core";
import type { GenericEndpointContext } from "better-auth";
import { APIError } from "better-auth/api";
import { type Actor, actorOf } from "../endpoint/actor.ts";
import { administratorOf, isAdministrating } from "../endpoint/admin/administrator.ts";
import type { Asker } from "../endpoint/admission.ts";
import { authorityOverKeys } from "../endpoint/authority.ts";
import { placeOf } from "../endpoint/place.ts";
import { API_KEY_SESSION_FORBIDDEN, ORGANIZATION_ID_NOT_ALLOWED } from "../error-codes.ts";
import { type EndpointSettings, isForOrganizations } from "../options.ts";
import { webhooksOf } from "./webhooks-access.ts";

/** `create` where a secret is shown, which may take a session that is fresh; else `webhooks`. */
export type WebhookAction = "create" | "webhooks";

/** Whose webhooks an actor may look after. */
export interface WebhookAuthority {
  readonly actor: Actor;
  readonly scope: WebhookScope;
  /** For denials to be written down; `null`: nobody's in particular. */
  readonly asker: Asker | null;
}

/**
 * Who acts, for webhooks. A session that was made from a key never does: what webhooks tell is more than a key
 * may know.
 *
 * @throws {APIError} 401 without a session; 403 `API_KEY_SESSION_FORBIDDEN`.
 */
export async function webhookActor(
  ctx: GenericEndpointContext,
  settings: EndpointSettings,
): Promise<Actor> {
  const actor = await actorOf(ctx, settings.clock);
  if (actor.kind === "user" && actor.parent !== undefined) {
    throw APIError.from("FORBIDDEN", API_KEY_SESSION_FORBIDDEN);
  }
  return actor;
}

/**
 * Whose webhooks are meant where none is named: the caller's, an organization's whose keys the caller may
 * create, or, for administrators, the installation's.
 *
 * @throws {APIError} as `authorityOverKeys`; 403 `ADMINISTRATOR_REQUIRED`.
 */
export async function authorityOverWebhooks(
  ctx: GenericEndpointContext,
  settings: EndpointSettings,
  actor: Actor,
  asked: {
    readonly action: WebhookAction;
    readonly configId?: string | undefined;
    readonly organizationId?: string | undefined;
    readonly installation?: boolean | undefined;
  },
): Promise<WebhookAuthority> {
  const { installation = false, ...others } = asked;
  if (installation) {
    const administrator = await administratorOf(ctx, settings, "webhooks");
    if (asked.organizationId !== undefined || asked.configId !== undefined) {
      throw new APIError("BAD_REQUEST", {
        ...ORGANIZATION_ID_NOT_ALLOWED,
        message: "organizationId and configId must be left out: these events are everybody's",
      });
    }
    return { actor: administrator, scope: INSTALLATION, asker: null };
  }
  const { tenant, ...asker } = await authorityOverKeys(ctx, settings, actor, others);
  const { referenceId } = tenant;
  return { actor, scope: { referenceId, configId: asker.configuration.id }, asker };
}

/**
 * Whether the actor may look after this webhook, and what it is.
 *
 * @throws {KeyOperationError} `WEBHOOK_NOT_FOUND`, for another owner's as for one that never was, and for the
 * installation's where the actor is no administrator.
 * @throws {APIError} 403 where the actor's role or the application forbids it.
 */
export async function authorityOverWebhook(
  ctx: GenericEndpointContext,
  settings: EndpointSettings,
  actor: Actor,
  { action, webhookId }: { readonly action: WebhookAction; readonly webhookId: string },
): Promise<WebhookAuthority & { readonly webhook: Webhook }> {
  const webhook = await webhooksOf(ctx.context).find(webhookId);
  if (webhook === null) throw new KeyOperationError("WEBHOOK_NOT_FOUND");
  if (webhook.referenceId === null) {
    if (!(await isAdministrating(ctx, settings, "webhooks")))
      throw new KeyOperationError("WEBHOOK_NOT_FOUND");
    return { actor, scope: INSTALLATION, asker: null, webhook };
  }
  const { configId, referenceId } = webhook;
  const configuration = settings.configurations.get(configId);
  if (configuration === undefined) throw new KeyOperationError("WEBHOOK_NOT_FOUND");
  const isOrganizations = isForOrganizations(configuration);
  const isTheirs = isOrganizations
    ? (await placeOf(ctx, actor, referenceId)) !== null
    : referenceId === actor.userId;
  if (!isTheirs) throw new KeyOperationError("WEBHOOK_NOT_FOUND");
  const asked = { action, configId, ...(isOrganizations && { organizationId: referenceId }) };
  return { ...(await authorityOverWebhooks(ctx, settings, actor, asked)), webhook };
}
