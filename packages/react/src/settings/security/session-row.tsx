"use client";
import type { SignedInDevice } from "../../client/auth-client.ts";
import type { Localization } from "../../localization/localization.ts";
import { fill } from "../../localization/message.ts";
import { Button } from "../../part/button.tsx";
import { useText } from "../../provider/use-auth-ui.ts";
import { exactTime, relativeTime } from "../../time/format-time.ts";
import { deviceOf } from "./device-name.ts";

export interface SessionRowProps {
  device: SignedInDevice;
  now: number;
  /** The session that this very page belongs to: it has no button to sign it out. */
  isCurrent: boolean;
  isBusy: boolean;
  onSignOut: () => void;
}

export function SessionRow({ device, now, isCurrent, isBusy, onSignOut }: SessionRowProps) {
  const { text, locale } = useText();
  const name = deviceText(device.userAgent ?? "", text);
  const when = relativeTime(device.updatedAt, now, locale);
  return (
    <li className="lk-session">
      <div>
        <h3 className="lk-row-name">{name}</h3>
        <p className="lk-hint">
          <time
            dateTime={device.updatedAt.toISOString()}
            title={exactTime(device.updatedAt, locale)}
          >
            {fill(text.SESSION_ACTIVE, { when })}
          </time>
          {device.ipAddress ? ` · ${device.ipAddress}` : null}
        </p>
      </div>
      {isCurrent ? (
        <span className="lk-badge" data-status="active">
          {text.THIS_SESSION}
        </span>
      ) : (
        <Button
          pending={isBusy}
          aria-label={fill(text.SIGN_OUT_NAMED, { name })}
          onClick={onSignOut}
        >
          {text.SIGN_OUT}
        </Button>
      )}
    </li>
  );
}

function deviceText(userAgent: string, text: Localization): string {
  const { browser, system } = deviceOf(userAgent);
  if (browser !== null && system !== null) return fill(text.DEVICE, { browser, system });
  return browser ?? system ?? text.UNKNOWN_DEVICE;
}
