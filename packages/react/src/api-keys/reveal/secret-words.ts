import type { Localization } from "../../localization/localization.ts";
import { variableName } from "../env-line.ts";

/** What is said of a secret that is shown once. `{name}` is what it goes by. */
export interface SecretWords {
  title: string;
  label: string;
  copy: string;
  copied: string;
  /** With `{keys}`, by which it can be copied all the same. */
  refused: string;
  leave: string;
  leaveDescription: string;
  back: string;
  /** What it is called in a `.env` file. */
  variableOf: (name: string) => string;
}

export function keyWords(text: Localization): SecretWords {
  return {
    title: text.API_KEY_CREATED,
    label: text.API_KEY,
    copy: text.COPY_TO_CLIPBOARD,
    copied: text.COPIED_ANNOUNCEMENT,
    refused: text.COPY_REFUSED,
    leave: text.LEAVE_WITHOUT_KEY,
    leaveDescription: text.LEAVE_WITHOUT_KEY_DESCRIPTION,
    back: text.BACK_TO_KEY,
    variableOf: variableName,
  };
}
