export {
  type AddressList,
  MAX_ADDRESSES,
  addressList,
  normalizeAddresses,
} from "./access/addresses.ts";
export {
  ANY_ACTION,
  type Permissions,
  intersection,
  missing,
  normalizePermissions,
  permissionsFromStrings,
  union,
} from "./access/permissions.ts";
export {
  ALERT_KINDS,
  ALERT_SEVERITIES,
  type Alert,
  type AlertDelivery,
  type AlertKind,
  type AlertSeverity,
  type NewAlert,
  type StoredAlert,
  publicAlert,
} from "./alert/alert.ts";
export {
  type AlertOptions,
  type AnomalyOptions,
  type AlertSettings,
  type ErrorRateOptions,
  alertSettings,
} from "./alert/alert-options.ts";
export type { AlertHooks } from "./alert/alerting.ts";
export type { AnnounceAlert } from "./alert/announcements.ts";
export type { AlertDigest, SendAlerts } from "./alert/digests.ts";
export { alertPlace } from "./alert/event.ts";
export {
  type AlertDraft,
  type AlertHandling,
  type AlertPage,
  type AlertPageInput,
  type KeyAlerts,
  MAX_ALERT_PAGE_SIZE,
} from "./alert/key-alerts.ts";
export {
  type Cause,
  DETECTOR_SIZE,
  type Detector,
  type DetectorOptions,
  type UsualRange,
  createDetector,
} from "./anomaly/detector.ts";
export type { KeyAnomaly, KeyMeasure } from "./anomaly/key-anomaly.ts";
export { KeyWatcher, type KeyWatcherOptions, MAX_WATCHED_KEYS } from "./anomaly/key-watcher.ts";
export type { WatchedMinute } from "./anomaly/watched-key.ts";
export { AUDIT_ACTIONS, type AuditAction } from "./audit/action.ts";
export {
  ACTOR_KINDS,
  type Actor,
  type ActorKind,
  BY_SYSTEM,
  type By,
  type Operation,
} from "./audit/actor.ts";
export { AuditChain } from "./audit/chain.ts";
export { type Denial, isDenial } from "./audit/denials.ts";
export type { AuditChange, AuditChanges, AuditEntry, AuditEvent } from "./audit/entry.ts";
export { auditLine } from "./audit/entry-text.ts";
export { type ChainHead, GENESIS_HASH, hashOf } from "./audit/hash.ts";
export {
  type AuditNote,
  type AuditPage,
  type AuditPageInput,
  type KeyAudit,
  MAX_AUDIT_PAGE_SIZE,
} from "./audit/key-audit.ts";
export { type ChainFault, type ChainVerdict, verifyChain } from "./audit/verify-chain.ts";
export type { Fault } from "./background/background.ts";
export { OPERATION_CODES, KeyOperationError, type OperationCode } from "./code/operation-error.ts";
export { OUTCOME_CODES, type Outcome, type RefusalCode } from "./code/outcome-codes.ts";
export { type KeyEngine, type KeyEngineOptions, createKeyEngine } from "./engine.ts";
export { DEFAULT_BCRYPT_COST, bcryptHasher } from "./hash/bcrypt.ts";
export {
  type HmacSha256Options,
  MIN_PEPPER_LENGTH,
  type Pepper,
  hmacSha256Hasher,
} from "./hash/hmac-sha256.ts";
export { type AddressSource, clientAddress } from "./http/client-address.ts";
export { IMPORT_FORMATS, type ImportFormat } from "./hash/import-format.ts";
export {
  type Credential,
  type HeaderReader,
  DEFAULT_KEY_HEADERS,
  readCredential,
  readKeyHeaders,
} from "./http/credential.ts";
export { rateLimitHeaders } from "./http/rate-limit-headers.ts";
export { type Problem, problemForCredential, problemForRefusal } from "./http/problem.ts";
export {
  type LimitRule,
  type LimitState,
  MAX_LIMIT_WINDOW,
  assertLimits,
  limitFault,
} from "./limit/limit-rule.ts";
export type { CallReading, Stopwatch } from "./metrics/call-times.ts";
export type {
  EngineMetrics,
  HasherReading,
  LimiterReading,
  AlertsReading,
  UsageReading,
} from "./metrics/engine-metrics.ts";
export type { HistogramReading } from "./metrics/histogram.ts";
export type { StoreCall } from "./metrics/measured-store.ts";
export type { CacheReading } from "./metrics/verification-tally.ts";
export type { Span, Tracer } from "./trace/tracing.ts";
export { MAX_LIMITED_KEYS, MemoryRateLimiter } from "./limit/memory-rate-limiter.ts";
export { MAX_PREFIX_LENGTH, assertPrefix, isLegalPrefix } from "./key/prefix.ts";
export { type GeneratedKey, generateKey } from "./key/generate.ts";
export { type ParsedKey, parseKey } from "./key/parse.ts";
export type { KeyOperation, KeyReference } from "./lifecycle/context.ts";
export { DEFAULT_RETENTION, type Retention } from "./keeping/retention.ts";
export type { CreateKeyInput } from "./lifecycle/create-key.ts";
export type { ImportKeyInput } from "./lifecycle/import-draft.ts";
export type { ImportOptions, ImportResult } from "./lifecycle/import-key.ts";
export { ImportLedger } from "./lifecycle/import-ledger.ts";
export type { CreatedKey } from "./lifecycle/issue-key.ts";
export type { RevokeKeyInput } from "./lifecycle/revoke-key.ts";
export type { RotateKeyInput, RotatedKey } from "./lifecycle/rotate-key.ts";
export {
  DEFAULT_ENVIRONMENTS,
  type Environment,
  type Environments,
  expiryOf,
} from "./policy/environment.ts";
export { ANY_EXPIRY, type ExpiryPolicy } from "./policy/expiry-policy.ts";
export {
  type ChosenPolicy,
  type KeyPolicy,
  type Overlaps,
  type RotationPolicy,
  choosePolicy,
  overlapsOf,
  rotationDue,
} from "./policy/key-policy.ts";
export {
  DEFAULT_LIMIT_NAME,
  DEFAULT_MAX_METADATA_RATE_LIMIT,
  DEFAULT_RATE_LIMIT,
  type RateLimitPolicy,
  limitsOf,
} from "./policy/rate-limit-policy.ts";
export { type NamePolicy, type NameRules, nameRules } from "./policy/name-policy.ts";
export type { ListAllKeysInput } from "./lifecycle/list-all-keys.ts";
export { type ListKeysInput, type ListedKeys, MAX_PAGE_SIZE } from "./lifecycle/list-keys.ts";
export type { UpdateKeyInput } from "./lifecycle/update-key.ts";
export { MemoryRegisters } from "./memory/memory-registers.ts";
export { MemoryAlertStore } from "./memory/memory-alert-store.ts";
export { MemoryAuditLog } from "./memory/memory-audit-log.ts";
export { MemoryKeyStore } from "./memory/memory-key-store.ts";
export { MemoryQuotaPool } from "./memory/memory-quota-pool.ts";
export { MemoryAddressStore } from "./memory/memory-address-store.ts";
export { MemoryUsageStore } from "./memory/memory-usage-store.ts";
export type {
  AlertChange,
  AlertFilter,
  AlertGuard,
  AlertMessage,
  AlertQuery,
  AlertStore,
  DueAlertQuery,
  StoredAlertPage,
} from "./port/alert-store.ts";
export type { AuditFilter, AuditLog, AuditQuery } from "./port/audit-log.ts";
export type { Change, ChangeListener, ChangeMessages } from "./port/change-messages.ts";
export { type Clock, systemClock } from "./port/clock.ts";
export type { Hasher } from "./port/hasher.ts";
export type { KeyGenerator, KeyWish } from "./port/key-generator.ts";
export {
  type AllKeysQuery,
  type ChangedKey,
  type ChangedQuery,
  type ExpiredQuery,
  type EndedQuery,
  type ForeignMarks,
  type KeyChange,
  type KeyDraft,
  type KeyGuard,
  type KeyPage,
  type KeyQuery,
  type KeyStatusFilter,
  type KeyStore,
  type KeyTenant,
  type KeyUse,
  type QuotaSpending,
  type UnreplacedQuery,
} from "./port/key-store.ts";
export type { OwnerDirectory, OwnerKind } from "./port/owner-directory.ts";
export type { ProofCache } from "./port/proof-cache.ts";
export type { PoolDraw, PoolUnits, PoolWish, QuotaPool } from "./port/quota-pool.ts";
export type { KeyLimiter, LimitVerdict, RateLimiter } from "./port/rate-limiter.ts";
export type { Register, Registers } from "./port/registers.ts";
export { type RandomSource, systemRandom } from "./port/random.ts";
export { type Timers, systemTimers } from "./port/timers.ts";
export type { AddressStore, FirstSeen, FirstSeenQuery, SeenAddress } from "./port/address-store.ts";
export type {
  CountedUsage,
  OutcomeQuery,
  UsageAddition,
  UsageQuery,
  UsageRemoval,
  UsageSumQuery,
  UsageSums,
  UsageStore,
} from "./port/usage-store.ts";
export { MAX_EXPIRES_IN } from "./record/expiry.ts";
export type { JsonObject, JsonValue } from "./record/json.ts";
export { MAX_METADATA_DEPTH, MAX_METADATA_SIZE } from "./record/metadata.ts";
export { MAX_NAME_LENGTH } from "./record/name.ts";
export {
  KEY_SORT_FIELDS,
  type KeyOrder,
  type KeySortField,
  type SortableKey,
  compareKeys,
} from "./record/order.ts";
export {
  DEFAULT_CONFIG_ID,
  type KeyFormat,
  type KeyQuota,
  type KeyRateLimit,
  type KeyRecord,
  type KeyView,
  NO_QUOTA,
  NO_RATE_LIMIT,
} from "./record/record.ts";
export { MAX_SEARCH_LENGTH, matchesSearch } from "./record/search.ts";
export { KEY_STATUSES, type KeyStatus, keyStatus } from "./record/status.ts";
export {
  USAGE_GRANULARITIES,
  type UsageBucket,
  type UsageGranularity,
  bucketLength,
  bucketName,
  compareBuckets,
  bucketStart,
} from "./usage/bucket.ts";
export {
  OUTCOMES,
  type UsageCounts,
  seenOutcomes,
  sumCounts,
  sumsByKey,
  totalOf,
} from "./usage/counts.ts";
export { USAGE_INTERVAL } from "./usage/usage-counter.ts";
export {
  EXPIRING_WITHIN,
  type KeyInOverview,
  type KeyNumbers,
  type KeyOverview,
  OVERVIEW_LIST,
  type OverviewInput,
} from "./usage/overview.ts";
export { INSTALLATION_USAGE } from "./usage/installation-usage.ts";
export { ADDRESS_KEEPING, type AddressKeeping, MAX_CLIENT_LENGTH } from "./usage/kept-source.ts";
export { MAX_ADDRESSES_KEPT } from "./usage/seen-from.ts";
export type { UsageOptions, UsageRetention } from "./usage/usage-options.ts";
export { MAX_BUCKETS } from "./usage/usage-periods.ts";
export type { KeyUsageReport, UsageInput, UsageReport } from "./usage/usage-reader.ts";
export type { UsageState } from "./usage/usage-state.ts";
export type { CacheOptions } from "./verify/cache-options.ts";
export { inTime } from "./verify/deadline.ts";
export {
  type AcceptedKey,
  type RefusedKey,
  type Verification,
  type VerifyRequest,
  recordNow,
  refuse,
} from "./verify/verification.ts";
export type {
  DeliveriesQuery,
  DeliveryRemoval,
  DueDeliveryQuery,
  WebhookStore,
} from "./port/webhook-store.ts";
export {
  DELIVERY_STATES,
  type Delivery,
  type DeliveryChange,
  type DeliveryState,
} from "./webhook/delivery.ts";
export {
  type Outbox,
  TEST_EVENT_TYPE,
  WEBHOOK_EVENT_TYPES,
  type WebhookEvent,
  type WebhookEventType,
} from "./webhook/event.ts";
export { MemoryWebhookStore } from "./webhook/memory-webhook-store.ts";
export { isPublicAddress } from "./webhook/public-address.ts";
export type { SecretSealer } from "./webhook/secret.ts";
export { type Message, SEND_TIMEOUT, type SendOutcome, type Sender } from "./webhook/sender.ts";
export { type TargetPolicy, connectHost, isTrusted } from "./webhook/target.ts";
export {
  INSTALLATION,
  MAX_WEBHOOKS,
  type StoredWebhook,
  type Webhook,
  type WebhookChange,
  type WebhookScope,
  scopeName,
} from "./webhook/webhook.ts";
export {
  type CreateWebhookInput,
  type CreatedWebhook,
  type DeliveryPage,
  MAX_DELIVERY_PAGE_SIZE,
  type UpdateWebhookInput,
  Webhooks,
  type WebhookMetrics,
  type WebhooksOptions,
} from "./webhook/webhooks.ts";
export { MAX_DESCRIPTION_LENGTH } from "./webhook/wish.ts";
