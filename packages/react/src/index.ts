export type {
  ApiKey,
  ApiKeyAuditEntry,
  ApiKeyAuditPage,
  ApiKeyPage,
  CreatedApiKey,
} from "@latchkey/better-auth/client";
export { APIKeysCard, type APIKeysCardProps } from "./api-keys/card/api-keys-card.tsx";
export type {
  AuthUIClient,
  CreateKeyInput,
  HistoryQuery,
  KeyClient,
  KeyFilter,
  ListKeysQuery,
  NewKeyOutcome,
  OrganizationClient,
  OrganizationMember,
  Outcome,
  OutcomeError,
  RevokeKeyInput,
  RotateKeyInput,
  UpdateKeyInput,
} from "./client/auth-client.ts";
export type { AdminClient, OverviewQuery } from "./client/admin-client.ts";
export type {
  CreateWebhookInput,
  DeliveriesQuery,
  WebhookClient,
} from "./client/webhook-client.ts";
export type { KeyDefaults } from "./client/key-defaults.ts";
export type { EnvironmentPolicy, ExpiryBounds, KeyPolicy, Overlaps } from "./client/key-policy.ts";
export type { Localization } from "./localization/localization.ts";
export type { PluralMessage } from "./localization/message.ts";
export type { ClassNames } from "./part/class-names.tsx";
export { type AuthUI, AuthUIContext } from "./provider/auth-ui-context.ts";
export { AuthUIProvider, type AuthUIProviderProps } from "./provider/auth-ui-provider.tsx";
export { APIKeysOverview, type APIKeysOverviewProps } from "./overview/api-keys-overview.tsx";
export { SettingsCards, type SettingsCardsProps } from "./settings/settings-cards.tsx";
export { type SettingsViews, useSettingsViews } from "./settings/use-settings-views.ts";
export { WebhooksCard, type WebhooksCardProps } from "./webhooks/webhooks-card.tsx";
export type { SettingsView } from "./settings/settings-view.ts";
