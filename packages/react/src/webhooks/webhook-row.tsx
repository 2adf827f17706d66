"use client";
import type { ReactNode, RefObject } from "react";
import type { Delivery, Webhook } from "../client/webhook-client.ts";
import { fill } from "../localization/message.ts";
import { Button } from "../part/button.tsx";
import { joinClasses, useClassNames } from "../part/class-names.tsx";
import { Icon } from "../part/icon.tsx";
import { RowMenu } from "../part/row-menu.tsx";
import { useText } from "../provider/use-auth-ui.ts";
import { Moment } from "../time/moment.tsx";
import { useLastDelivery } from "./use-webhooks.ts";
import type { WebhooksCardState } from "./use-webhooks-card.ts";
import { type WebhookAction, webhookActions } from "./webhook-actions.ts";
import { WebhookBadge } from "./webhook-badge.tsx";
import { answerText, deliveryStateText, eventText, webhookTitle } from "./webhook-text.ts";

export interface WebhookRowProps {
  webhook: Webhook;
  card: WebhooksCardState;
  now: number;
  /** Where the row's menu goes in the document. */
  container: RefObject<HTMLElement | null>;
  onAction: (action: WebhookAction) => void;
}

export function WebhookRow({ webhook, card, now, container, onAction }: WebhookRowProps) {
  const { text } = useText();
  const { cell } = useClassNames();
  const name = webhookTitle(webhook);
  const isTesting = card.busy?.id === webhook.id && card.busy.is === "test";
  const isBusy = card.busy?.id === webhook.id;
  return (
    <li className={joinClasses("lk-webhook", cell)} aria-busy={isBusy}>
      <div className="lk-webhook-name">
        <h3 className="lk-row-name">{name}</h3>
        <p className="lk-row-start">
          <code>{webhook.url}</code>
        </p>
      </div>
      <dl className="lk-webhook-facts">
        <Fact name={text.STATUS}>
          <WebhookBadge webhook={webhook} />
        </Fact>
        <Fact name={text.WEBHOOK_RECEIVES}>
          {webhook.types.map((type) => eventText(type, text)).join(", ")}
        </Fact>
        <Fact name={text.WEBHOOK_LAST_DELIVERY}>
          <LastDelivery webhook={webhook} userId={card.userId} now={now} />
        </Fact>
      </dl>
      <div className="lk-webhook-actions">
        <Button
          pending={isTesting}
          aria-label={fill(text.WEBHOOK_TEST_NAMED, { name })}
          onClick={() => card.test(webhook)}
        >
          {isTesting ? text.WEBHOOK_TESTING : text.WEBHOOK_TEST}
        </Button>
        <RowMenu
          id={webhook.id}
          title={name}
          items={webhookActions(webhook, text)}
          isBusy={isBusy}
          container={container}
          onAction={onAction}
        />
      </div>
      <TestResult delivery={isTesting ? undefined : card.tested[webhook.id]} />
    </li>
  );
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div>
      <dt>{name}</dt> <dd>{children}</dd>
    </div>
  );
}

function LastDelivery(props: { webhook: Webhook; userId: string; now: number }) {
  const { text } = useText();
  const last = useLastDelivery(props.userId, props.webhook.id);
  const { skeleton } = useClassNames();
  if (last === undefined) return <span className={joinClasses("lk-skeleton", skeleton)} />;
  if (last === null) return <span data-quiet="">{text.WEBHOOK_NO_DELIVERY}</span>;
  return (
    <>
      {deliveryStateText(last.state, text)}{" "}
      <Moment date={last.lastAttemptAt ?? last.createdAt} now={props.now} />
    </>
  );
}

/** What came back, said as soon as it has. The region is always there, so that it is announced. */
function TestResult({ delivery }: { delivery: Delivery | undefined }) {
  const { text } = useText();
  return (
    <output className="lk-webhook-result">
      {delivery === undefined ? null : <TestAnswer delivery={delivery} text={text} />}
    </output>
  );
}

function TestAnswer(props: { delivery: Delivery; text: ReturnType<typeof useText>["text"] }) {
  const { delivery, text } = props;
  const isDelivered = delivery.state === "delivered";
  const answer = answerText(delivery, text);
  return (
    <span data-kind={isDelivered ? "delivered" : "failed"}>
      <Icon name={isDelivered ? "check" : "warning"} />
      <span>
        {isDelivered ? text.WEBHOOK_TEST_DELIVERED : text.WEBHOOK_TEST_FAILED}
        {answer === null ? null : ` ${answer}`}
      </span>
    </span>
  );
}
