import { ADDRESS_KEEPING, type AddressKeeping } from "./kept-source.ts";
import type { UsageGranularity } from "./bucket.ts";

/** How long counts are kept, in seconds; `null`: for ever. */
export interface UsageRetention {
  /** 2 days by default. */
  readonly minutes?: number | null | undefined;
  /** 90 days by default. Days of other time zones than UTC are put together from hours. */
  readonly hours?: number | null | undefined;
  /** 2 years (730 days) by default. */
  readonly days?: number | null | undefined;
  /** Of the addresses that a key was used from, since the last time. 90 days by default. */
  readonly addresses?: number | null | undefined;
}

/** What is kept of how keys are used. */
export interface UsageOptions {
  readonly retention?: UsageRetention | undefined;
  /**
   * What is kept of the addresses that keys are used from: all of each (`full`, the default), the network
   * (`truncated`: /24 of IPv4, /48 of IPv6) or nothing (`off`).
   */
  readonly addresses?: AddressKeeping | undefined;
}

const DAY = 24 * 60 * 60;

export interface UsageSettings {
  readonly addresses: AddressKeeping;
  /** In seconds; `null`: for ever. */
  readonly retention: Readonly<Record<UsageGranularity | "address", number | null>>;
}

/** @throws {RangeError} for a retention that is none, or another word for what is kept of addresses. */
export function usageSettings({
  retention = {},
  addresses = "full",
}: UsageOptions = {}): UsageSettings {
  const { minutes = 2 * DAY, hours = 90 * DAY, days = 730 * DAY } = retention;
  const seen = retention.addresses === undefined ? 90 * DAY : retention.addresses;
  for (const [name, seconds] of Object.entries({ minutes, hours, days, addresses: seen })) {
    if (seconds === null || (seconds >= 0 && Number.isFinite(seconds))) continue;
    throw new RangeError(
      `usage.retention.${name} is ${seconds}; it must be seconds, 0 or more, or null for ever.`,
    );
  }
  if (!ADDRESS_KEEPING.includes(addresses)) {
    throw new RangeError(`usage.addresses must be one of: ${ADDRESS_KEEPING.join(", ")}.`);
  }
  return { addresses, retention: { minute: minutes, hour: hours, day: days, address: seen } };
}
