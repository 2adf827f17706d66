import type { KeyGuard } from "../port/key-store.ts";
import type { KeyRecord } from "./record.ts";

/** Whether all that the guard looks at is so. */
export function guardHolds(record: KeyRecord, guard: KeyGuard): boolean {
  return (
    (guard.configId === undefined || guard.configId === record.configId) &&
    (guard.referenceId === undefined || guard.referenceId === record.referenceId) &&
    (guard.hash === undefined || guard.hash === record.hash) &&
    (guard.revokedAt === undefined || record.revokedAt === null) &&
    (guard.enabled === undefined || guard.enabled === record.enabled) &&
    (guard.replacedById === undefined || guard.replacedById === record.replacedById) &&
    (guard.expiresAt === undefined || guard.expiresAt?.getTime() === record.expiresAt?.getTime()) &&
    (guard.updatedAt === undefined || guard.updatedAt.getTime() === record.updatedAt.getTime()) &&
    (guard.auditPending === undefined || guard.auditPending === record.auditPending) &&
    quotaGuardHolds(record, guard)
  );
}

function quotaGuardHolds({ quota }: KeyRecord, { remaining, lastRefillAt }: KeyGuard): boolean {
  return (
    (remaining === undefined || remaining === quota.remaining) &&
    (lastRefillAt === undefined || lastRefillAt?.getTime() === quota.lastRefillAt?.getTime())
  );
}
