"use client";
import type { ReactNode, RefObject } from "react";
import { Placeholder } from "../api-keys/card/placeholder.tsx";
import { failureText } from "../localization/failure-text.ts";
import { Button } from "../part/button.tsx";
import { joinClasses, useClassNames } from "../part/class-names.tsx";
import { Icon } from "../part/icon.tsx";
import { useText } from "../provider/use-auth-ui.ts";
import type { RequestFailure } from "../request/failure.ts";
import { useNow } from "../time/use-now.ts";
import type { WebhooksCardState } from "./use-webhooks-card.ts";
import { WebhookRow } from "./webhook-row.tsx";

export interface WebhookListProps {
  card: WebhooksCardState;
  root: RefObject<HTMLElement | null>;
  /** The button that leads out of having none. */
  create: ReactNode;
}

/** The list in whichever phase it is. */
export function WebhookList({ card, root, create }: WebhookListProps) {
  const { text } = useText();
  const now = useNow();
  const { phase } = card;
  if (phase.kind === "loading") return <Loading />;
  if (phase.kind === "failed") return <Failed failure={phase.failure} onRetry={card.retry} />;
  if (phase.kind === "forbidden") {
    return (
      <Placeholder
        title={text.WEBHOOKS_FORBIDDEN}
        description={text.WEBHOOKS_FORBIDDEN_DESCRIPTION}
        action={null}
      />
    );
  }
  if (phase.webhooks.length === 0) {
    return (
      <Placeholder
        icon={<Icon name="send" />}
        title={text.NO_WEBHOOKS}
        description={text.NO_WEBHOOKS_DESCRIPTION}
        action={create}
      />
    );
  }
  return (
    <ul className="lk-rows" aria-label={text.WEBHOOKS}>
      {phase.webhooks.map((webhook, index) => (
        <WebhookRow
          key={webhook.id}
          webhook={webhook}
          card={card}
          now={now}
          container={root}
          onAction={(action) => card.act(action, webhook, index)}
        />
      ))}
    </ul>
  );
}

function Loading() {
  const { text } = useText();
  const { skeleton } = useClassNames();
  const bone = (size: string) => (
    <span className={joinClasses("lk-skeleton", skeleton)} data-size={size} />
  );
  return (
    <>
      <output className="lk-hidden">{text.LOADING_WEBHOOKS}</output>
      <div className="lk-webhook" aria-hidden="true">
        <div>
          <p className="lk-row-name">{bone("name")}</p>
          <p className="lk-row-start">{bone("start")}</p>
        </div>
      </div>
    </>
  );
}

function Failed({ failure, onRetry }: { failure: RequestFailure; onRetry: () => void }) {
  const { text } = useText();
  return (
    <div role="alert">
      <Placeholder
        icon={<Icon name="warning" />}
        title={text.WEBHOOKS_FAILED}
        description={failureText(failure, text)}
        action={<Button onClick={onRetry}>{text.TRY_AGAIN}</Button>}
      />
    </div>
  );
}
