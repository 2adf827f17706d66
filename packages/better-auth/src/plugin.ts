import { hkdfSync } from "node:crypto";
import { type KeyEngine, type Webhooks, createKeyEngine } from "@latchkey/core";
import type { AuthContext, BetterAuthPlugin } from "better-auth";
import { mergeSchema } from "better-auth/db";
import { alertHooks } from "./alert-options.ts";
import { acknowledgeAlerts, resolveAlerts } from "./endpoint/alert/handle-alerts.ts";
import { listAlerts } from "./endpoint/alert/list-alerts.ts";
import { apiKeyPolicy } from "./endpoint/api-key-policy.ts";
import { findAnyApiKey } from "./endpoint/admin/find-any-api-key.ts";
import { listAllApiKeys } from "./endpoint/admin/list-all-api-keys.ts";
import { listAllAlerts } from "./endpoint/admin/list-all-alerts.ts";
import { listAllAuditEntries } from "./endpoint/admin/list-all-audit-entries.ts";
import { apiKeyOverview } from "./endpoint/admin/key-overview.ts";
import { revokeAnyApiKey } from "./endpoint/admin/revoke-any-api-key.ts";
import { createApiKey } from "./endpoint/create-api-key.ts";
import { deleteAllExpiredApiKeys } from "./endpoint/delete-all-expired-api-keys.ts";
import { deleteApiKey } from "./endpoint/delete-api-key.ts";
import { exportAuditEntries } from "./endpoint/export-audit-entries.ts";
import { getApiKey } from "./endpoint/get-api-key.ts";
import { listApiKeys } from "./endpoint/list-api-keys.ts";
import { listAuditEntries } from "./endpoint/list-audit-entries.ts";
import { revokeApiKey } from "./endpoint/revoke-api-key.ts";
import { rotateApiKey } from "./endpoint/rotate-api-key.ts";
import { apiKeyUsage } from "./endpoint/api-key-usage.ts";
import { updateApiKey } from "./endpoint/update-api-key.ts";
import { validateApiKey } from "./endpoint/validate-api-key.ts";
import { verifyApiKey } from "./endpoint/verify-api-key.ts";
import { engineSlot } from "./engine-access.ts";
import { API_KEY_ERROR_CODES } from "./error-codes.ts";
import type { ConfigurationOptions } from "./configuration.ts";
import {
  type ApiKeyOptions,
  type EndpointSettings,
  type SharedOptions,
  endpointSettings,
} from "./options.ts";
import { organizationHooks, userHooks } from "./owner-hooks.ts";
import { type ApiKeyOwner, ownerDirectory } from "./owners.ts";
import { withOrganizations } from "./organization-configuration.ts";
import { apiKeySchema } from "./schema.ts";
import { keySessionHooks } from "./session/key-session-hooks.ts";
import { AdapterAlertStore } from "./store/adapter-alert-store.ts";
import { AdapterAddressStore } from "./store/adapter-address-store.ts";
import { AdapterAuditLog } from "./store/adapter-audit-log.ts";
import { AdapterKeyStore } from "./store/adapter-key-store.ts";
import { keyStores } from "./store/record-cache-options.ts";
import { AdapterUsageStore } from "./store/adapter-usage-store.ts";
import { AdapterRegisters } from "./store/adapter-registers.ts";
import { raisedAlert } from "./webhook/raised-alert.ts";
import { webhookEndpoints, webhookRateLimits } from "./webhook/webhook-endpoints.ts";
import { webhooksFor, webhooksSlot } from "./webhook/webhooks-access.ts";

/**
 * API keys for Better Auth: `betterAuth({ plugins: [apiKey()] })`.
 *
 * Users manage their keys through `/api-key/*`; the application checks keys with
 * `auth.api.validateAPIKey`, `auth.api.verifyApiKey` or the engine itself (`getApiKeyEngine`).
 *
 * Several configurations, each with a `configId`, are a list; what is shared by them all comes second.
 *
 * @throws {KeyOperationError} for a default prefix that no key may have.
 * @throws {RangeError} for configurations that cannot be told apart; when Better Auth starts, for a
 * policy that contradicts itself.
 */
export const apiKey = (
  configurations: ApiKeyOptions | readonly ConfigurationOptions[] = {},
  shared: SharedOptions = {},
) => {
  const [all, options] = isSeveral(configurations)
    ? [configurations, shared]
    : [withOrganizations(configurations), { ...configurations, ...shared }];
  const settings = endpointSettings(all, options);
  return {
    id: "api-key",
    $ERROR_CODES: API_KEY_ERROR_CODES,
    schema: mergeSchema(apiKeySchema, options.schema),
    init(context) {
      const webhooks = webhooksFor(context, options);
      const engine = closingWith(engineFor(context, options, settings, webhooks), webhooks);
      return {
        context: { ...engineSlot(engine, settings), ...webhooksSlot(webhooks) },
        options: { databaseHooks: userHooks(engine, settings, webhooks) },
      };
    },
    hooks: pluginHooks(settings),
    rateLimit: webhookRateLimits,
    endpoints: {
      createApiKey: createApiKey(settings),
      getApiKey: getApiKey(settings),
      listApiKeys: listApiKeys(settings),
      getApiKeyPolicy: apiKeyPolicy(settings),
      updateApiKey: updateApiKey(settings),
      rotateApiKey: rotateApiKey(settings),
      revokeApiKey: revokeApiKey(settings),
      deleteApiKey: deleteApiKey(settings),
      getApiKeyUsage: apiKeyUsage(settings),
      listApiKeyAudit: listAuditEntries(settings),
      exportApiKeyAudit: exportAuditEntries(settings),
      listApiKeyAlerts: listAlerts(settings),
      acknowledgeApiKeyAlerts: acknowledgeAlerts(settings),
      resolveApiKeyAlerts: resolveAlerts(settings),
      deleteAllExpiredApiKeys: deleteAllExpiredApiKeys(),
      verifyApiKey: verifyApiKey(settings),
      validateAPIKey: validateApiKey(settings),
      listAllApiKeys: listAllApiKeys(settings),
      listAllApiKeyAudit: listAllAuditEntries(settings),
      apiKeyOverview: apiKeyOverview(settings),
      listAllApiKeyAlerts: listAllAlerts(settings),
      findAnyApiKey: findAnyApiKey(settings),
      revokeAnyApiKey: revokeAnyApiKey(settings),
      ...webhookEndpoints(settings),
    },
  } satisfies BetterAuthPlugin;
};

function engineFor(
  context: AuthContext,
  options: SharedOptions,
  { clock, configurations }: EndpointSettings,
  webhooks: Pick<Webhooks, "enqueue">,
): KeyEngine<ApiKeyOwner> {
  return createKeyEngine({
    ...keyStores(new AdapterKeyStore(() => context.adapter), context, options),
    registers: new AdapterRegisters(() => context.adapter),
    auditLog: new AdapterAuditLog(() => context.adapter),
    usageStore: new AdapterUsageStore(() => context.adapter),
    ...(options.alerts !== false && {
      alertStore: new AdapterAlertStore(() => context.adapter),
      alerts: alertHooks(options.alerts ?? {}, (alert) => webhooks.enqueue(raisedAlert(alert))),
    }),
    addressStore: new AdapterAddressStore(() => context.adapter),
    usage: options.usage,
    owners: ownerDirectory(context, clock),
    clock,
    configurations: Object.fromEntries(
      [...configurations].map(([id, configuration]) => [id, configuration.policy]),
    ),
    hasher: options.hasher,
    timers: options.timers,
    tracer: options.tracer,
    rateLimiter: options.rateLimiter,
    quotaPool: options.quotaPool,
    messages: options.messages,
    proofs: options.proofs && { cache: options.proofs, secret: proofSecret(context.secret) },
    cache: options.cache,
    retention: options.retention,
    onFault: ({ during, error }) => {
      context.logger.error(`API keys: ${during} failed`, error);
    },
  });
}

/** Apart from all else that is made of the secret. */
function proofSecret(secret: string): string {
  return Buffer.from(hkdfSync("sha256", secret, "", "latchkey proofs of keys", 32)).toString(
    "base64url",
  );
}

/** Whoever closes the engine at shutdown closes what goes with it. */
function closingWith<Owner>(engine: KeyEngine<Owner>, webhooks: Webhooks): KeyEngine<Owner> {
  return {
    ...engine,
    async close() {
      await engine.close();
      await webhooks.close();
    },
  };
}

function pluginHooks(settings: EndpointSettings) {
  const { before = [], after = [] } = keySessionHooks(settings);
  return { before, after: [...after, ...organizationHooks(settings)] };
}

function isSeveral(
  configurations: ApiKeyOptions | readonly ConfigurationOptions[],
): configurations is readonly ConfigurationOptions[] {
  return Array.isArray(configurations);
}
