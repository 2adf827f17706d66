import type { Measurement } from "./measurement.ts";

export interface SectionOptions {
  /** Also what takes many minutes. */
  readonly full: boolean;
}

/** What is measured together, in a process of its own. */
export interface Section {
  readonly rows: readonly string[];
  readonly run: (options: SectionOptions) => Promise<readonly Measurement[]>;
}

const MANY = { "1k": 1_000, "100k": 100_000, "1m": 1_000_000 };

/** In the order in which they are measured. Each loads no more than it needs. */
export const SECTIONS: readonly Section[] = [
  {
    rows: [
      "floor.sha256",
      "verify.warm",
      "verify.invalid",
      "validateAPIKey.warm",
      "floor.bcrypt",
      "verify.cold",
    ],
    run: async () => (await import("./latchkey.ts")).measureLatchkey(),
  },
  {
    rows: ["peer.better-auth.sqlite"],
    run: async () => (await import("./peer-better-auth.ts")).measurePeerOnSqlite(),
  },
  {
    rows: ["peer.better-auth.postgres"],
    run: async () => (await import("./peer-better-auth.ts")).measurePeerOnPostgres(),
  },
  ...Object.entries(MANY).map(([label, count]) => ({
    rows: [`verify.warm.${label}`, `floor.map.${label}`],
    run: async () => (await import("./many-keys.ts")).measureManyKeys(label, count),
  })),
  {
    rows: ["storm.cold"],
    run: async () => (await import("./storm-cold.ts")).measureColdStorm(),
  },
  {
    rows: ["storm.wrong-secret"],
    run: async () => (await import("./storm-wrong-secret.ts")).measureWrongSecrets(),
  },
  {
    rows: ["http.unguarded", "floor.http.fields", "http.guarded", "peer.better-auth.http"],
    run: async () => (await import("./http.ts")).measureHttp(),
  },
  {
    rows: ["restart.bcrypt.10k"],
    run: async (options) => (await import("./restart.ts")).measureBcryptRestart(options),
  },
  {
    rows: ["restart.hmac.10k"],
    run: async () => (await import("./restart.ts")).measureHmacRestart(),
  },
];
