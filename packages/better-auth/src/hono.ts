export type { Caller, CallerOf, OrganizationCaller, UserCaller } from "./guard/caller.ts";
export type { GuardOptions } from "./guard/guard-options.ts";
export { type CallerVariables, requireApiKey } from "./guard/hono.ts";
