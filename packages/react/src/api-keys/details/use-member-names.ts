"use client";
import type { ApiKey } from "@latchkey/better-auth/client";
import { useQuery } from "@tanstack/react-query";
import { useCache } from "../../provider/cache-context.ts";
import { useAuthClient } from "../../provider/use-auth-ui.ts";
import { memberNamesOptions } from "../key-queries.ts";

const NONE: ReadonlyMap<string, string> = new Map();

/** The names of the members of the organization that the key belongs to, by user; none of a user's own key. */
export function useMemberNames(apiKey: ApiKey, userId: string): ReadonlyMap<string, string> {
  const options = memberNamesOptions(useAuthClient(), userId, apiKey.referenceId);
  const isOrganization = apiKey.references === "organization";
  const { data } = useQuery({ ...options, enabled: isOrganization }, useCache());
  return data ?? NONE;
}
