import type { KeyStore } from "../../port/key-store.ts";

/** Registers one test of the suite. */
export type Check = (test: string, run: (store: KeyStore) => Promise<void>) => void;
