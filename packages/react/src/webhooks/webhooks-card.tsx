"use client";
import { useRef } from "react";
import { Notice } from "../api-keys/card/notice.tsx";
import type { Localization } from "../localization/localization.ts";
import { fill } from "../localization/message.ts";
import { Button } from "../part/button.tsx";
import { Card } from "../part/card.tsx";
import { type ClassNames, PartScope } from "../part/class-names.tsx";
import { Icon } from "../part/icon.tsx";
import { useFocusRescue } from "../part/use-focus-rescue.ts";
import { OrganizationScope } from "../provider/organization-scope.tsx";
import { useText } from "../provider/use-auth-ui.ts";
import { useWebhooksCard } from "./use-webhooks-card.ts";
import { WebhookList } from "./webhook-list.tsx";

export interface WebhooksCardProps {
  /** The organization whose events are meant (Better Auth's organization plugin). Default: the user's own. */
  organizationId?: string;
  className?: string;
  classNames?: ClassNames;
  localization?: Partial<Localization>;
}

/** Where the signed-in user, or an organization, is told of what happens to their keys. */
export function WebhooksCard({ classNames, localization, ...props }: WebhooksCardProps) {
  const { organizationId } = props;
  const card = <Webhooks {...props} />;
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

function Webhooks({ organizationId, className }: Omit<WebhooksCardProps, "localization">) {
  const { text } = useText();
  const root = useRef<HTMLDivElement>(null);
  const card = useWebhooksCard(root, organizationId === undefined);
  useFocusRescue(root);
  const { dialog, isComing, Dialogs } = card.dialogs;
  const { phase } = card;
  const count = phase.kind === "webhooks" ? phase.webhooks.length : 0;
  const create = (
    <Button
      variant="primary"
      data-lk-focus="create"
      pending={isComing && dialog?.kind === "create"}
      onClick={card.create}
    >
      <Icon name="plus" />
      {text.ADD_WEBHOOK}
    </Button>
  );
  return (
    <div ref={root} className="lk-keys">
      <Card
        className={className}
        title={text.WEBHOOKS}
        description={text.WEBHOOKS_DESCRIPTION}
        action={count === 0 ? null : create}
        footer={
          phase.kind === "webhooks" && count > 0
            ? fill(text.WEBHOOKS_COUNT, { count, limit: phase.limit })
            : null
        }
      >
        <Notice notice={card.notice} failure={card.failure} onDismiss={card.dismissNotice} />
        <WebhookList card={card} root={root} create={create} />
      </Card>
      {Dialogs === null ? null : <Dialogs card={card} />}
    </div>
  );
}
