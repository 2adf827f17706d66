/*
 * Loaded before a server, by `NODE_OPTIONS=--import=…`: its clock is then `SHIFTED_CLOCK_BY` milliseconds ahead
 * of the machine's.
 */
const shift = Number(process.env["SHIFTED_CLOCK_BY"] ?? 0);
const real = globalThis.Date;

globalThis.Date = new Proxy(real, {
  construct: (target, args, newTarget) =>
    Reflect.construct(target, args.length === 0 ? [real.now() + shift] : args, newTarget),
  apply: () => new real(real.now() + shift).toString(),
  get: (target, name, receiver) =>
    name === "now" ? () => real.now() + shift : Reflect.get(target, name, receiver),
});
