export type { ApiKey, ApiKeyPage, CreatedApiKey, RotatedApiKey } from "./api-key.ts";
export type { ApiKeyInOverview, ApiKeyOverview } from "./overview.ts";
export type {
  ApiKeyAddress,
  ApiKeyLimit,
  ApiKeyUsage,
  ApiKeyUsageBucket,
  ApiKeyUsageOfKey,
} from "./usage.ts";
export type { UsageInput } from "./endpoint/usage-inputs.ts";
export type { ApiKeyAuditEntry, ApiKeyAuditPage } from "./audit-entry.ts";
export type { ApiKeyAlert, ApiKeyAlertPage, HandledApiKeyAlerts } from "./alert.ts";
export type { AlertRecipient, ApiKeyAlertDigest, ApiKeyAlertOptions } from "./alert-options.ts";
export type {
  AlertsAllInput,
  AlertsInput,
  HandleAlertsInput,
} from "./endpoint/alert/alert-inputs.ts";
export type { DeletedExpired } from "./endpoint/delete-all-expired-api-keys.ts";
export type { ApiKeyPolicy } from "./endpoint/api-key-policy.ts";
export type { AuditExportInput, AuditInput } from "./endpoint/audit-inputs.ts";
export type { ApiKeyAbilities } from "./endpoint/abilities.ts";
export type {
  AuditAllInput,
  FindAnyInput,
  ListAllInput,
  RevokeAnyInput,
} from "./endpoint/admin/admin-inputs.ts";
export type {
  CreateInput,
  GetInput,
  KeyIdInput,
  ListInput,
  RevokeInput,
  RotateInput,
  UpdateInput,
} from "./endpoint/inputs.ts";
export type {
  ValidateApiKeyEndpoint,
  ValidatedApiKey,
  ValidatedOrganizationApiKey,
} from "./endpoint/validate-api-key.ts";
export type { VerifyApiKeyResult } from "./endpoint/verify-api-key.ts";
export { type Leaver, memberHasLeft } from "./leavers.ts";
export { getApiKeyEngine } from "./engine-access.ts";
export { API_KEY_ERROR_CODES, type ApiKeyErrorCode } from "./error-codes.ts";
export type {
  ConfigurationOptions,
  KeyActor,
  KeyExpirationOptions,
  LeaversPolicy,
  PermissionOptions,
  RateLimitOptions,
} from "./configuration.ts";
export type { ApiKeyOptions, SharedOptions } from "./options.ts";
export type { PrefixOptions } from "./endpoint/prefix-choice.ts";
export { type AdministratorAction, isAdministrator } from "./endpoint/admin/administrator.ts";
export { getClientAddress } from "./client-address.ts";
export { type SessionApiKey, apiKeyOfSession } from "./session/key-session.ts";
export type { AllowedPath, KeySessionOptions } from "./session/key-session-options.ts";
export type { ApiKeyOwner, KeyOrganization, KeyOwner } from "./owners.ts";
export { apiKey } from "./plugin.ts";
export { AdapterAlertStore } from "./store/adapter-alert-store.ts";
export { AdapterAuditLog } from "./store/adapter-audit-log.ts";
export { AdapterKeyStore } from "./store/adapter-key-store.ts";
export { AdapterAddressStore } from "./store/adapter-address-store.ts";
export { AdapterUsageStore } from "./store/adapter-usage-store.ts";
export { DEFAULT_ENVIRONMENTS, type Environment, type Environments } from "@latchkey/core";
export { AdapterWebhookStore } from "./webhook/adapter-webhook-store.ts";
export type {
  ApiKeyWebhook,
  ApiKeyWebhookDeliveries,
  ApiKeyWebhookDelivery,
  ApiKeyWebhookList,
  ApiKeyWebhookWithSecret,
} from "./webhook/webhook-answer.ts";
export type {
  CreateWebhookInput,
  DeliveriesInput,
  ListWebhooksInput,
  RedeliverInput,
  UpdateWebhookInput,
  WebhookIdInput,
} from "./webhook/webhook-inputs.ts";
export type { WebhookOptions } from "./webhook/webhook-options.ts";
export { getApiKeyWebhooks } from "./webhook/webhooks-access.ts";
