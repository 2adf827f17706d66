"use client";
import { type ReactNode, useRef } from "react";
import type { Localization } from "../../localization/localization.ts";
import { Button } from "../../part/button.tsx";
import { Card } from "../../part/card.tsx";
import { type ClassNames, PartScope } from "../../part/class-names.tsx";
import { Icon } from "../../part/icon.tsx";
import { useFocusRescue } from "../../part/use-focus-rescue.ts";
import { useText } from "../../provider/use-auth-ui.ts";
import { KeyList } from "./key-list.tsx";
import { Notice } from "./notice.tsx";
import { useKeysCard } from "./use-keys-card.ts";

export interface APIKeysCardProps {
  className?: string;
  classNames?: ClassNames;
  localization?: Partial<Localization>;
  title?: ReactNode;
  description?: ReactNode;
  /** Below the list, instead of the text that says how to use a key; `null` for nothing. */
  instructions?: ReactNode;
}

/** The signed-in user's API keys: to create, look over, rename, disable, revoke and delete. */
export function APIKeysCard({ classNames, localization, ...props }: APIKeysCardProps) {
  return (
    <PartScope classNames={classNames} localization={localization}>
      <KeysCard {...props} />
    </PartScope>
  );
}

function KeysCard(props: Omit<APIKeysCardProps, "classNames" | "localization">) {
  const { text } = useText();
  const root = useRef<HTMLDivElement>(null);
  const card = useKeysCard(root);
  useFocusRescue(root);
  const { title = text.API_KEYS, description = text.API_KEYS_DESCRIPTION } = props;
  const { instructions = text.API_KEYS_INSTRUCTIONS } = props;
  const { phase } = card.list;
  const { dialog, isComing, Dialogs } = card.dialogs;
  const isEmpty = phase.kind === "empty" && phase.reason === "none";
  const create = (
    <Button
      variant="primary"
      data-lk-focus="create"
      pending={isComing && dialog?.kind === "create"}
      onClick={card.create}
    >
      <Icon name="plus" />
      {text.CREATE_API_KEY}
    </Button>
  );
  return (
    <div ref={root} className="lk-keys">
      <Card
        className={props.className}
        title={title}
        description={description}
        action={isEmpty || phase.kind === "session-expired" ? null : create}
        footer={instructions}
      >
        <Notice notice={card.notice} failure={card.failure} onDismiss={card.dismissNotice} />
        <KeyList card={card} root={root} create={create} />
      </Card>
      {Dialogs === null ? null : <Dialogs card={card} />}
    </div>
  );
}
