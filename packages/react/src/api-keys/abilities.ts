import { createContext, useContext } from "react";
import type { KeyPolicy } from "../client/key-policy.ts";

/** What the viewer may do with the keys that are shown. */
export type Abilities = KeyPolicy["can"];

export const EVERYTHING: Abilities = { create: true, update: true, delete: true };
const NOTHING: Abilities = { create: false, update: false, delete: false };

export const AbilitiesContext = createContext(EVERYTHING);

export function useAbilities(): Abilities {
  return useContext(AbilitiesContext);
}

/** Until the server has said: everything with keys of one's own, nothing but look with an organization's. */
export function abilitiesUnder(policy: KeyPolicy | undefined, isOwn: boolean): Abilities {
  return policy?.can ?? (isOwn ? EVERYTHING : NOTHING);
}
