export type { ApiKey, ApiKeyPage, CreatedApiKey, RotatedApiKey } from "./api-key.ts";
export type {
  ApiKeyAddress,
  ApiKeyLimit,
  ApiKeyUsage,
  ApiKeyUsageBucket,
  ApiKeyUsageOfKey,
} from "./usage.ts";
export type { ApiKeyInOverview, ApiKeyOverview } from "./overview.ts";
export type { UsageInput } from "./endpoint/usage-inputs.ts";
export type { ApiKeyAuditEntry, ApiKeyAuditPage } from "./audit-entry.ts";
export type { ApiKeyAlert, ApiKeyAlertPage, HandledApiKeyAlerts } from "./alert.ts";
export type { ApiKeyPolicy } from "./endpoint/api-key-policy.ts";
export type { AuditExportInput, AuditInput } from "./endpoint/audit-inputs.ts";
export type { ApiKeyAbilities } from "./endpoint/abilities.ts";
export type {
  AlertsAllInput,
  AlertsInput,
  HandleAlertsInput,
} from "./endpoint/alert/alert-inputs.ts";
export type {
  FindAnyInput,
  ListAllInput,
  OverviewInput,
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
export {
  type ApiKeyClientError,
  type CreateApiKey,
  type CreateApiKeyResult,
  type IssuedKeyResult,
  type RotateApiKey,
  apiKeyClient,
} from "./client-plugin.ts";
export { API_KEY_ERROR_CODES, type ApiKeyErrorCode } from "./error-codes.ts";
// Named in the inferred type of a client: an application that emits declarations must be able to name them.
export type { ValidateApiKeyEndpoint } from "./endpoint/validate-api-key.ts";
export type { DeletedExpired } from "./endpoint/delete-all-expired-api-keys.ts";
export type { VerifyApiKeyResult } from "./endpoint/verify-api-key.ts";
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
