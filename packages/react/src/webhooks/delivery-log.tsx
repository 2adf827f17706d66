"use client";
import type { Delivery, Webhook } from "../client/webhook-client.ts";
import { fill, fillPlural } from "../localization/message.ts";
import { Button } from "../part/button.tsx";
import { joinClasses, useClassNames } from "../part/class-names.tsx";
import { Failure } from "../part/failure.tsx";
import { useText } from "../provider/use-auth-ui.ts";
import { exactTime } from "../time/format-time.ts";
import { useDeliveryLog } from "./use-delivery-log.ts";
import { answerText, deliveryStateText, eventText } from "./webhook-text.ts";

export interface DeliveryLogProps {
  webhook: Webhook;
  userId: string;
}

export function DeliveryLog({ webhook, userId }: DeliveryLogProps) {
  const { text } = useText();
  const log = useDeliveryLog(webhook.id, userId);
  const { deliveries } = log;
  return (
    <>
      <Failure failure={log.sendFailure ?? log.failure} />
      {deliveries === undefined && log.failure === null ? <LoadingLog /> : null}
      {deliveries === undefined && log.failure !== null ? (
        <Button onClick={log.retry}>{text.TRY_AGAIN}</Button>
      ) : null}
      {deliveries?.length === 0 ? <p className="lk-hint">{text.DELIVERIES_EMPTY}</p> : null}
      {deliveries === undefined || deliveries.length === 0 ? null : (
        <ol className="lk-delivery-list" aria-label={text.WEBHOOK_DELIVERIES}>
          {deliveries.map((delivery) => (
            <DeliveryRow
              key={delivery.id}
              delivery={delivery}
              canSend={webhook.enabled}
              isSending={log.sendingId === delivery.id}
              onSend={() => log.redeliver(delivery)}
            />
          ))}
        </ol>
      )}
      {log.hasMore ? (
        <Button pending={log.isFetchingMore} onClick={log.more}>
          {text.SHOW_MORE}
        </Button>
      ) : null}
    </>
  );
}

function LoadingLog() {
  const { text } = useText();
  const { skeleton } = useClassNames();
  return (
    <output>
      <span className={joinClasses("lk-skeleton", skeleton)} data-size="name" />
      <span className="lk-hidden">{text.LOADING_DELIVERIES}</span>
    </output>
  );
}

interface DeliveryRowProps {
  delivery: Delivery;
  /** Nothing is sent to a webhook that is off. */
  canSend: boolean;
  isSending: boolean;
  onSend: () => void;
}

/** The dots are those of keys. */
const DOTS = {
  delivered: "active",
  pending: "expiring",
  sending: "rotating",
  failed: "revoked",
} as const satisfies Record<Delivery["state"], string>;

function DeliveryRow({ delivery, canSend, isSending, onSend }: DeliveryRowProps) {
  const { text, locale } = useText();
  const { state, attempts, createdAt, nextAttemptAt } = delivery;
  const when = exactTime(createdAt, locale);
  const isOver = state === "delivered" || state === "failed";
  // What is yet to be tried says when, which is more than what it has been answered so far.
  const facts = [
    when,
    fillPlural(text.DELIVERY_ATTEMPTS, attempts, locale),
    answerText(delivery, text),
    nextAttemptAt === null || attempts === 0
      ? null
      : fill(text.DELIVERY_NEXT, { when: exactTime(nextAttemptAt, locale) }),
  ];
  return (
    <li>
      <div>
        <p className="lk-delivery-head">
          <span>{eventText(delivery.type, text)}</span>{" "}
          <span className="lk-badge" data-status={DOTS[state]}>
            {deliveryStateText(state, text)}
          </span>
        </p>
        <p className="lk-history-facts">
          {facts.map((fact) => (fact === null ? null : <span key={fact}>{fact} </span>))}
        </p>
      </div>
      {isOver && canSend ? (
        <Button
          pending={isSending}
          aria-label={fill(text.REDELIVER_NAMED, {
            event: eventText(delivery.type, text),
            when,
          })}
          onClick={onSend}
        >
          {text.REDELIVER}
        </Button>
      ) : null}
    </li>
  );
}
