"use client";
import type { ApiKey } from "@latchkey/better-auth/client";
import { useRef, useState } from "react";
import { fill } from "../../localization/message.ts";
import { Button } from "../../part/button.tsx";
import { Disclosure } from "../../part/disclosure.tsx";
import { DialogFooter, ModalDialog } from "../../part/modal-dialog.tsx";
import { useOpen } from "../../part/use-open.ts";
import { useText } from "../../provider/use-auth-ui.ts";
import { OpenAlerts, SettledAlerts } from "../alerts/key-alerts.tsx";
import { useKeyAlerts } from "../alerts/use-alerts.ts";
import { EnvironmentTag } from "../environment-tag.tsx";
import { KeyHistory } from "../history/key-history.tsx";
import { keyTitle, shownStatus } from "../key-display.ts";
import { KeyLimits } from "../limits/key-limits.tsx";
import { StatusBadge } from "../status-badge.tsx";
import { useNow } from "../../time/use-now.ts";
import { KeyUsage } from "../usage/key-usage.tsx";
import { KeyDetails } from "./key-details.tsx";
import { KeyLifetime } from "./key-lifetime.tsx";
import { useMemberNames } from "./use-member-names.ts";

export interface KeyDetailsDialogProps {
  apiKey: ApiKey;
  /** Whoever is looking. */
  userId: string;
  onClosed: () => void;
  nextFocus: () => HTMLElement | null;
}

/** All that there is to know of a key, and of those before and after it. */
export function KeyDetailsDialog({ userId, onClosed, nextFocus, ...props }: KeyDetailsDialogProps) {
  const { text } = useText();
  const { open, close } = useOpen();
  const done = useRef<HTMLButtonElement>(null);
  const now = useNow();
  const [apiKey, setKey] = useState(props.apiKey);
  const observer = { userId, names: useMemberNames(apiKey, userId) };
  const title = keyTitle(apiKey, text);
  const alerts = useKeyAlerts(apiKey, userId);
  return (
    <ModalDialog
      open={open}
      onDismiss={close}
      onClosed={onClosed}
      initialFocus={done}
      finalFocus={nextFocus}
      size="wide"
      title={title}
      description={
        <div className="lk-details-head">
          <StatusBadge status={shownStatus(apiKey, now)} />
          <EnvironmentTag environment={apiKey.environment} />
        </div>
      }
    >
      <div key={apiKey.id} className="lk-dialog-body lk-details-body">
        <OpenAlerts
          alerts={alerts.open}
          userId={userId}
          focusElsewhere={() => done.current?.focus()}
        />
        <KeyUsage apiKey={apiKey} userId={userId} />
        <KeyLimits apiKey={apiKey} userId={userId} />
        <KeyLifetime apiKey={apiKey} />
        <KeyDetails
          apiKey={apiKey}
          observer={observer}
          onOpen={(other) => {
            setKey(other);
            // The link that was pressed goes.
            done.current?.focus();
          }}
        />
        <SettledAlerts alerts={alerts.settled} />
        <Disclosure title={text.HISTORY}>
          {() => <KeyHistory apiKey={apiKey} observer={observer} />}
        </Disclosure>
      </div>
      <output className="lk-hidden">
        {apiKey === props.apiKey ? null : fill(text.DETAILS_NAMED, { name: title })}
      </output>
      <DialogFooter>
        <Button ref={done} onClick={close}>
          {text.CLOSE}
        </Button>
      </DialogFooter>
    </ModalDialog>
  );
}
