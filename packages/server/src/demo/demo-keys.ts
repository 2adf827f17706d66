import type { CreateKeyInput } from "@latchkey/core";
import type { Traffic } from "./traffic.ts";

/** A key of the demonstration. All ages are in days before it begins. */
export interface DemoKey {
  readonly name: string;
  readonly environment: "production" | "development" | "ci";
  /** When it was made. */
  readonly age: number;
  /** Days from then on; `null`: it does not expire. */
  readonly life: number | null;
  readonly metadata?: Readonly<Record<string, unknown>>;
  readonly allowedAddresses?: readonly string[];
  readonly quota?: CreateKeyInput["quota"];
  readonly traffic?: Traffic;
  /** From where it is used, the most usual first. */
  readonly callers?: readonly DemoCaller[];
  /** What was done to it afterwards. */
  readonly change?: DemoChange;
}

export interface DemoCaller {
  /** Of the ranges that are kept for documentation: nobody's. */
  readonly address: string;
  readonly client: string;
  /** When it was first seen. */
  readonly age: number;
}

export type DemoChange =
  | { readonly action: "revoke" | "disable"; readonly age: number }
  /** `overlap` in days. */
  | { readonly action: "rotate"; readonly age: number; readonly overlap: number };

const PAYMENTS: DemoCaller[] = [
  { address: "203.0.113.24", client: "payments-api/4.12 node/24.21", age: 30 },
  { address: "203.0.113.25", client: "payments-api/4.12 node/24.21", age: 30 },
  { address: "198.51.100.7", client: "curl/8.17.0", age: 2 },
];

/** A key in every state that there is, with the traffic of a middling company. */
export const DEMO_KEYS: readonly DemoKey[] = [
  {
    name: "Production - Payment Service",
    environment: "production",
    age: 61,
    life: 180,
    metadata: { service: "payments", rateLimit: 1000 },
    traffic: { busiest: 1_900, shape: "office", refusals: 0.002, refusal: "API_KEY_RATE_LIMITED" },
    callers: PAYMENTS,
  },
  {
    name: "Production - Analytics Service",
    environment: "production",
    age: 40,
    life: 365,
    metadata: { service: "analytics", region: "eu-central-1" },
    traffic: {
      busiest: 620,
      shape: "steady",
      refusals: 0.004,
      refusal: "API_KEY_FORBIDDEN",
      trouble: { hoursBefore: 5, hours: 5, share: 0.6 },
    },
    callers: [{ address: "203.0.113.40", client: "python-httpx/0.29.1", age: 30 }],
  },
  {
    name: "Production - Mail Worker",
    environment: "production",
    age: 84,
    life: 90,
    metadata: { service: "mail" },
    traffic: { busiest: 140, shape: "office", refusals: 0, refusal: "API_KEY_FORBIDDEN" },
    callers: [{ address: "203.0.113.51", client: "mail-worker/2.3", age: 30 }],
  },
  {
    name: "Production - Search Index",
    environment: "production",
    age: 97,
    life: 365,
    metadata: { service: "search" },
    traffic: { busiest: 320, shape: "steady", refusals: 0, refusal: "API_KEY_FORBIDDEN" },
    callers: [{ address: "2001:db8:40::17", client: "Go-http-client/2.0", age: 30 }],
  },
  {
    name: "Production - Webhook Relay",
    environment: "production",
    age: 75,
    life: 120,
    traffic: { busiest: 90, shape: "steady", refusals: 0.001, refusal: "API_KEY_FORBIDDEN" },
    callers: [{ address: "203.0.113.66", client: "relay/0.9", age: 30 }],
    change: { action: "rotate", age: 2, overlap: 2.6 },
  },
  {
    name: "Production - Partner API",
    environment: "production",
    age: 20,
    life: 365,
    metadata: { partner: "northwind" },
    allowedAddresses: ["198.51.100.0/24"],
    quota: { remaining: 3_840, refillAmount: 5_000, refillInterval: 7 * 24 * 60 * 60 * 1_000 },
    traffic: { busiest: 60, shape: "office", refusals: 0.01, refusal: "API_KEY_FORBIDDEN" },
    callers: [{ address: "198.51.100.90", client: "northwind-sync/1.4", age: 19 }],
  },
  {
    name: "CI/CD - GitHub Actions",
    environment: "ci",
    age: 210,
    life: null,
    metadata: { repository: "acme/shop" },
    traffic: { busiest: 46, shape: "bursts", refusals: 0.01, refusal: "API_KEY_FORBIDDEN" },
    callers: [{ address: "192.0.2.118", client: "actions/runner", age: 28 }],
  },
  {
    name: "CI/CD - Nightly Export",
    environment: "ci",
    age: 150,
    life: null,
    traffic: { busiest: 240, shape: "nightly", refusals: 0, refusal: "API_KEY_FORBIDDEN" },
    callers: [{ address: "192.0.2.119", client: "export/1.0", age: 30 }],
  },
  {
    name: "Development - Local Testing",
    environment: "development",
    age: 27,
    life: 30,
    traffic: { busiest: 18, shape: "bursts", refusals: 0.05, refusal: "API_KEY_FORBIDDEN" },
    callers: [{ address: "192.0.2.14", client: "curl/8.17.0", age: 26 }],
  },
  {
    name: "Development - Staging Console",
    environment: "development",
    age: 34,
    life: 30,
    traffic: { busiest: 12, shape: "office", refusals: 0, refusal: "API_KEY_EXPIRED" },
    callers: [{ address: "192.0.2.33", client: "console/0.4", age: 30 }],
  },
  {
    name: "Development - Notebook",
    environment: "development",
    age: 6,
    life: 30,
  },
  {
    name: "Production - Old Partner Integration",
    environment: "production",
    age: 120,
    life: 365,
    metadata: { partner: "contoso" },
    traffic: { busiest: 35, shape: "office", refusals: 0, refusal: "API_KEY_REVOKED" },
    callers: [{ address: "198.51.100.201", client: "contoso/2.0", age: 30 }],
    change: { action: "revoke", age: 12 },
  },
  {
    name: "Production - Billing Export",
    environment: "production",
    age: 50,
    life: 365,
    traffic: { busiest: 25, shape: "nightly", refusals: 0, refusal: "API_KEY_FORBIDDEN" },
    callers: [{ address: "203.0.113.80", client: "billing/3.1", age: 30 }],
    change: { action: "disable", age: 9 },
  },
];
