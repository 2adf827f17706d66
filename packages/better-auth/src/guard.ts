export type { Caller, CallerOf, OrganizationCaller, UserCaller } from "./guard/caller.ts";
export type { GuardDecision } from "./guard/guard.ts";
export type { GuardOptions } from "./guard/guard-options.ts";
export type { GuardedInstallation } from "./guard/installed.ts";
export { type RequestGuard, problemResponse, requireApiKey } from "./guard/request.ts";
