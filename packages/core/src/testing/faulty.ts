import type { KeyStore } from "../port/key-store.ts";

/** Holds calls back until it is opened. */
export interface Gate {
  /** How many calls have come to it, those that went through included. */
  readonly arrivals: number;
  /** Resolves when so many calls have come to it (one, by default). */
  arrived(count?: number): Promise<void>;
  /** Lets through whoever comes; whoever waits goes on waiting. */
  holdNoMore(): void;
  /** Lets through whoever waits, and whoever comes. */
  open(): void;
}

/** A port whose calls can be counted, made to fail, and held. */
export interface Faulty<Port extends object> {
  /** What is to be used in place of the original. */
  readonly port: Port;
  /** How often a method was called; without a name, all of them together. */
  readonly calls: (method?: keyof Port) => number;
  /** Counts anew from none. */
  readonly resetCalls: () => void;
  /** From now on these methods (all, by default) reject, and the original is not called: held calls too. */
  readonly fail: (error?: Error, methods?: readonly (keyof Port)[]) => void;
  /** Nothing fails any more. */
  readonly heal: () => void;
  /**
   * Holds the calls of an asynchronous method from now on: `before` the original is called, or
   * `after` it has done its work and before the caller hears of it.
   */
  readonly hold: (method: keyof Port, when: "before" | "after") => Gate;
}

type Method = (...values: unknown[]) => unknown;

/** Wraps a port. While nothing is failed or held it behaves as the original does. */
export function faulty<Port extends object>(original: Port): Faulty<Port> {
  const counts = new Map<PropertyKey, number>();
  const failing = new Map<PropertyKey, Error>();
  const gates = {
    before: new Map<PropertyKey, OwnedGate>(),
    after: new Map<PropertyKey, OwnedGate>(),
  };
  let failingAll: Error | null = null;

  const failureOf = (name: PropertyKey) => failing.get(name) ?? failingAll;

  async function callHeld(name: PropertyKey, method: Method, values: unknown[]): Promise<unknown> {
    const after = gates.after.get(name);
    await gates.before.get(name)?.pass();
    const failure = failureOf(name);
    if (failure !== null) throw failure;
    const result = await Reflect.apply(method, original, values);
    await after?.pass();
    return result;
  }

  function call(name: PropertyKey, method: Method, values: unknown[]): unknown {
    counts.set(name, (counts.get(name) ?? 0) + 1);
    if (gates.before.has(name) || gates.after.has(name)) return callHeld(name, method, values);
    const failure = failureOf(name);
    return failure === null ? Reflect.apply(method, original, values) : Promise.reject(failure);
  }

  const port = new Proxy(original, {
    get(target, name) {
      const member: unknown = Reflect.get(target, name);
      if (!isMethod(member)) return member;
      return (...values: unknown[]) => call(name, member, values);
    },
  });

  return {
    port,
    calls: (method) =>
      method === undefined
        ? [...counts.values()].reduce((sum, count) => sum + count, 0)
        : (counts.get(method) ?? 0),
    resetCalls() {
      counts.clear();
    },
    fail(error = new Error("out of reach"), methods) {
      if (methods === undefined) failingAll = error;
      for (const method of methods ?? []) failing.set(method, error);
    },
    heal() {
      failing.clear();
      failingAll = null;
    },
    hold(method, when) {
      const gate = createGate();
      gates[when].set(method, gate);
      return gate;
    },
  };
}

/** A key store to be failed and held. */
export const faultyStore = (store: KeyStore): Faulty<KeyStore> => faulty(store);

function isMethod(member: unknown): member is Method {
  return typeof member === "function";
}

interface OwnedGate extends Gate {
  pass(): Promise<void>;
}

function createGate(): OwnedGate {
  const opened = Promise.withResolvers<void>();
  const expected = new Set<{ count: number; reached: () => void }>();
  let arrivals = 0;
  let holding = true;
  return {
    get arrivals() {
      return arrivals;
    },
    arrived(count = 1) {
      if (arrivals >= count) return Promise.resolve();
      return new Promise((reached) => {
        expected.add({ count, reached });
      });
    },
    holdNoMore() {
      holding = false;
    },
    open() {
      opened.resolve();
    },
    pass() {
      arrivals += 1;
      for (const expectation of expected) if (arrivals >= expectation.count) expectation.reached();
      return holding ? opened.promise : Promise.resolve();
    },
  };
}
