"use client";
import { type ReactNode, useRef } from "react";
import type { KeyPolicy } from "../../client/key-policy.ts";
import type { Localization } from "../../localization/localization.ts";
import { Button } from "../../part/button.tsx";
import { Card } from "../../part/card.tsx";
import { type ClassNames, PartScope } from "../../part/class-names.tsx";
import { Icon } from "../../part/icon.tsx";
import { useFocusRescue } from "../../part/use-focus-rescue.ts";
import { OrganizationScope } from "../../provider/organization-scope.tsx";
import { useText } from "../../provider/use-auth-ui.ts";
import { abilitiesUnder, AbilitiesContext } from "../abilities.ts";
import { CardAlerts } from "./card-alerts.tsx";
import { KeyList } from "./key-list.tsx";
import { Notice } from "./notice.tsx";
import { useKeysCard } from "./use-keys-card.ts";

export interface APIKeysCardProps {
  /** The organization whose keys are shown (Better Auth's organization plugin). Default: the user's own. */
  organizationId?: string;
  className?: string;
  classNames?: ClassNames;
  localization?: Partial<Localization>;
  title?: ReactNode;
  description?: ReactNode;
  /** Below the list, instead of the text that says how to use a key; `null` for nothing. */
  instructions?: ReactNode;
}

/**
 * The signed-in user's API keys, or an organization's: to create, look over, edit, disable, revoke and
 * delete. What the user's role in the organization does not allow is not offered.
 */
export function APIKeysCard({ classNames, localization, ...props }: APIKeysCardProps) {
  const { organizationId } = props;
  const card = <KeysCard {...props} />;
  return (
    <PartScope classNames={classNames} localization={localization}>
      {organizationId === undefined ? (
        card
      ) : (
        <OrganizationScope key={organizationId} organizationId={organizationId}>
          {card}
        </OrganizationScope>
      )}
    </PartScope>
  );
}

function KeysCard(props: Omit<APIKeysCardProps, "classNames" | "localization">) {
  const { text } = useText();
  const root = useRef<HTMLDivElement>(null);
  const card = useKeysCard(root);
  useFocusRescue(root);
  const isOwn = props.organizationId === undefined;
  const can = abilitiesUnder(card.policy.data, isOwn);
  const about = isOwn ? text.API_KEYS_DESCRIPTION : aboutOrganization(text, card.policy.data);
  const { title = text.API_KEYS, description = about } = props;
  const { instructions = text.API_KEYS_INSTRUCTIONS } = props;
  const { phase } = card.list;
  const { dialog, isComing, Dialogs } = card.dialogs;
  const isEmpty = phase.kind === "empty" && phase.reason === "none";
  const create = !can.create ? null : (
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
    <AbilitiesContext.Provider value={can}>
      <div ref={root} className="lk-keys">
        <Card
          className={props.className}
          title={title}
          description={description}
          action={isEmpty || phase.kind === "session-expired" ? null : create}
          footer={instructions}
        >
          <Notice notice={card.notice} failure={card.failure} onDismiss={card.dismissNotice} />
          <CardAlerts card={card} root={root} />
          <KeyList card={card} root={root} create={create} />
        </Card>
        {Dialogs === null ? null : <Dialogs card={card} />}
      </div>
    </AbilitiesContext.Provider>
  );
}

/** Says whose the keys are, and what becomes of them when whoever created them leaves: before it happens. */
function aboutOrganization(text: Localization, policy: KeyPolicy | undefined): string {
  if (policy === undefined) return text.ORGANIZATION_API_KEYS_DESCRIPTION;
  const leavers = policy.leavers === "revoke" ? text.LEAVERS_REVOKE : text.LEAVERS_KEEP;
  return `${text.ORGANIZATION_API_KEYS_DESCRIPTION} ${leavers}`;
}
