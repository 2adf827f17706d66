import type { Localization } from "../../localization/localization.ts";
import { type Abilities, EVERYTHING } from "../abilities.ts";
import { isOver, type ShownStatus } from "../key-display.ts";

export type KeyAction = "details" | "edit" | "rotate" | "disable" | "enable" | "revoke" | "delete";

/** What can be done with a key by whoever may, in the order of the menu. A key that is over can only be looked at, and go. */
export function actionsFor(status: ShownStatus, can: Abilities = EVERYTHING): KeyAction[] {
  return actionsOf(status).filter((action) => {
    const ability = ABILITIES[action];
    return ability === null || can[ability];
  });
}

function actionsOf(status: ShownStatus): KeyAction[] {
  if (isOver(status)) return ["details", "delete"];
  if (status === "disabled") return ["details", "edit", "enable", "revoke"];
  if (status === "rotating") return ["details", "edit", "disable", "revoke"];
  return ["details", "edit", "rotate", "disable", "revoke"];
}

/** What it takes to do it; `null`: to see the key. */
const ABILITIES = {
  details: null,
  edit: "update",
  rotate: "update",
  disable: "update",
  enable: "update",
  revoke: "delete",
  delete: "delete",
} as const satisfies Record<KeyAction, keyof Abilities | null>;

/** The label of an action, and its name for those who hear it out of sight of its row. */
export const ACTION_TEXTS = {
  details: ["DETAILS", "DETAILS_NAMED"],
  edit: ["EDIT", "EDIT_NAMED"],
  rotate: ["ROTATE", "ROTATE_NAMED"],
  disable: ["DISABLE", "DISABLE_NAMED"],
  enable: ["ENABLE", "ENABLE_NAMED"],
  revoke: ["REVOKE", "REVOKE_NAMED"],
  delete: ["DELETE", "DELETE_NAMED"],
} as const satisfies Record<KeyAction, readonly [keyof Localization, keyof Localization]>;
