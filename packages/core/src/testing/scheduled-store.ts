import type { Scheduler } from "fast-check";

/** A store (of keys, or of anything else) that acts, and answers, when the scheduler lets it: for every order in which calls can interleave. */
export function scheduledStore<Store extends object>(store: Store, scheduler: Scheduler): Store {
  return new Proxy(store, {
    get(target, name) {
      const method: unknown = Reflect.get(target, name);
      if (typeof method !== "function") return method;
      return async (...values: unknown[]) => {
        await scheduler.schedule(Promise.resolve(), `${String(name)} acts`);
        const result: unknown = await Reflect.apply(method, target, values);
        await scheduler.schedule(Promise.resolve(), `${String(name)} answers`);
        return result;
      };
    },
  });
}
