export {
  type AlertStoreSuite,
  type OpenedAlertStore,
  describeAlertStore,
} from "./testing/describe-alert-store.ts";
export { newAlert } from "./testing/new-alert.ts";
export { auditEvent, chainOf } from "./testing/audit-event.ts";
export {
  type AddressStoreSuite,
  type OpenedAddressStore,
  describeAddressStore,
} from "./testing/describe-address-store.ts";
export {
  type AuditLogSuite,
  type OpenedAuditLog,
  describeAuditLog,
} from "./testing/describe-audit-log.ts";
export {
  type KeyStoreSuite,
  type OpenedKeyStore,
  type SkippedTest,
  describeKeyStore,
} from "./testing/describe-key-store.ts";
export {
  type OpenedQuotaPool,
  type QuotaPoolSuite,
  describeQuotaPool,
} from "./testing/describe-quota-pool.ts";
export {
  type OpenedRateLimiter,
  type RateLimiterSuite,
  describeRateLimiter,
} from "./testing/describe-rate-limiter.ts";
export {
  type OpenedRegisters,
  type RegistersSuite,
  describeRegisters,
} from "./testing/describe-registers.ts";
export {
  type OpenedUsageStore,
  type UsageStoreSuite,
  describeUsageStore,
} from "./testing/describe-usage-store.ts";
export {
  type OpenedWebhookStore,
  type WebhookStoreSuite,
  describeWebhookStore,
} from "./testing/describe-webhook-store.ts";
export { type Faulty, type Gate, faulty, faultyStore } from "./testing/faulty.ts";
export { forgedKey } from "./testing/forged-key.ts";
export { instantHasher } from "./testing/instant-hasher.ts";
export { keyDraft } from "./testing/key-draft.ts";
export { type ManualClock, manualClock } from "./testing/manual-clock.ts";
export { type ManualTimers, manualTimers } from "./testing/manual-timers.ts";
export { scheduledStore } from "./testing/scheduled-store.ts";
export { seededRandom } from "./testing/seeded-random.ts";
export {
  type TestEngine,
  type TestEngineOptions,
  type TestOwner,
  testEngine,
} from "./testing/test-engine.ts";
export {
  type Scored,
  type Verdict,
  bestVerdict,
  eventAuc,
  judge,
  rocAuc,
} from "./testing/labelled-series/judge.ts";
export { type LabelledSeries, labelledSeries } from "./testing/labelled-series/labelled-series.ts";
export { type Draws, seededDraws } from "./testing/labelled-series/draws.ts";
export { BASE_NAMES, isTuned, seriesSuite } from "./testing/labelled-series/suite.ts";
