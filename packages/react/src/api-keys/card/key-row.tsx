"use client";
import type { ApiKey } from "@latchkey/better-auth/client";
import type { ReactNode, RefObject } from "react";
import { joinClasses, useClassNames } from "../../part/class-names.tsx";
import { useText } from "../../provider/use-auth-ui.ts";
import { Moment } from "../../time/moment.tsx";
import { EnvironmentTag } from "../environment-tag.tsx";
import { isOver, keyTitle, shownStatus } from "../key-display.ts";
import { KeyStart } from "../key-start.tsx";
import { MetadataTags } from "../metadata-tags.tsx";
import { isReplaced, type Rotation } from "../rotation.ts";
import type { KeyAction } from "../row-menu/key-actions.ts";
import { RowMenu } from "../row-menu/row-menu.tsx";
import { RowUsage } from "../usage/row-usage.tsx";
import type { UsageStep } from "../usage/usage-steps.ts";
import { StatusBadge } from "../status-badge.tsx";
import { RotationNote } from "./rotation-note.tsx";

export interface KeyRowProps {
  apiKey: ApiKey;
  rotation: Rotation;
  now: number;
  /** Of the last day; `undefined` until it is known. */
  usage: readonly UsageStep[] | undefined;
  isBusy: boolean;
  /** Where the row's menu goes in the document. */
  container: RefObject<HTMLElement | null>;
  onAction: (action: KeyAction) => void;
}

export function KeyRow(props: KeyRowProps) {
  const { apiKey, rotation, now, usage, isBusy, container, onAction } = props;
  const { text } = useText();
  const { cell } = useClassNames();
  const status = shownStatus(apiKey, now);
  return (
    <li className={joinClasses("lk-row", cell)} data-status={status} aria-busy={isBusy}>
      <div className="lk-row-key">
        <h3 className="lk-row-name">{keyTitle(apiKey, text)}</h3>
        <EnvironmentTag environment={apiKey.environment} />
        <p className="lk-row-start">
          <KeyStart start={apiKey.start} />
        </p>
        <MetadataTags metadata={apiKey.metadata} max={1} />
        {isOver(status) ? null : <RotationNote rotation={rotation} />}
      </div>
      <dl className="lk-row-facts">
        <Fact name={text.STATUS} kind="status">
          <StatusBadge status={status} />
        </Fact>
        <Fact name={text.CREATED} kind="created">
          <Moment date={apiKey.createdAt} now={now} />
        </Fact>
        <EndFact apiKey={apiKey} now={now} />
        <Fact name={text.LAST_USED} kind="used">
          <MomentOr date={apiKey.lastRequest} now={now} none={text.NEVER_USED} />
        </Fact>
        <Fact name={text.USAGE_LAST_DAY} kind="usage">
          <RowUsage steps={usage} />
        </Fact>
      </dl>
      <RowMenu
        apiKey={apiKey}
        status={status}
        isBusy={isBusy}
        container={container}
        onAction={onAction}
      />
    </li>
  );
}

/** When the key ends, or how it ended. The near end of a key that was replaced is said in so many words. */
function EndFact({ apiKey, now }: { apiKey: ApiKey; now: number }) {
  const { text } = useText();
  const { revokedAt, expiresAt } = apiKey;
  const date = revokedAt ?? expiresAt;
  const isExpired = expiresAt !== null && expiresAt.getTime() <= now;
  const stops = isReplaced(apiKey) ? text.STOPS_WORKING : text.EXPIRES;
  const name = revokedAt === null ? (isExpired ? text.EXPIRED : stops) : text.REVOKED;
  return (
    <Fact name={name} kind="end" hasOwnName={name !== text.EXPIRES}>
      <MomentOr date={date} now={now} none={text.NEVER_EXPIRES} />
    </Fact>
  );
}

function MomentOr({ date, now, none }: { date: Date | null; now: number; none: string }) {
  return date === null ? <span data-quiet="">{none}</span> : <Moment date={date} now={now} />;
}

interface FactProps {
  name: string;
  kind: string;
  /** Its name differs from that of its column, and shows beside it. */
  hasOwnName?: boolean;
  children: ReactNode;
}

function Fact({ name, kind, hasOwnName = false, children }: FactProps) {
  return (
    <div data-fact={kind} data-named={hasOwnName ? "" : undefined}>
      <dt>{name}</dt> <dd>{children}</dd>
    </div>
  );
}
