"use client";
import type { ReactNode } from "react";
import { Button } from "../../part/button.tsx";
import { Icon } from "../../part/icon.tsx";
import { useText } from "../../provider/use-auth-ui.ts";
import type { ListPhase } from "./list-phase.ts";
import { Placeholder } from "./placeholder.tsx";
import type { KeysCardState } from "./use-keys-card.ts";

export interface KeyListEmptyProps {
  card: KeysCardState;
  reason: Extract<ListPhase, { kind: "empty" }>["reason"];
  create: ReactNode;
}

export function KeyListEmpty({ card, reason, create }: KeyListEmptyProps) {
  const { text } = useText();
  if (reason === "none") {
    return (
      <Placeholder
        icon={<Icon name="key" />}
        title={text.NO_API_KEYS}
        description={text.NO_API_KEYS_DESCRIPTION}
        action={create}
      />
    );
  }
  const isCurrent = reason === "no-current";
  const show = (filter: "all" | "live") => () => card.setView({ filter, page: 0 });
  return (
    <Placeholder
      title={isCurrent ? text.NO_CURRENT_API_KEYS : text.NO_MATCHING_API_KEYS}
      description={
        isCurrent ? text.NO_CURRENT_API_KEYS_DESCRIPTION : text.NO_MATCHING_API_KEYS_DESCRIPTION
      }
      action={
        <Button onClick={show(isCurrent ? "all" : "live")}>
          {isCurrent ? text.SHOW_ALL_API_KEYS : text.SHOW_CURRENT_API_KEYS}
        </Button>
      }
    />
  );
}
