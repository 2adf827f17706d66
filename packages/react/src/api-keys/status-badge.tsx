"use client";
import type { Localization } from "../localization/localization.ts";
import { useText } from "../provider/use-auth-ui.ts";
import type { ShownStatus } from "./key-display.ts";

const LABELS = {
  active: "STATUS_ACTIVE",
  expiring: "STATUS_EXPIRING",
  rotating: "STATUS_ROTATING",
  expired: "STATUS_EXPIRED",
  disabled: "STATUS_DISABLED",
  revoked: "STATUS_REVOKED",
} as const satisfies Record<ShownStatus, keyof Localization>;

export function StatusBadge({ status }: { status: ShownStatus }) {
  const { text } = useText();
  return (
    <span className="lk-badge" data-status={status}>
      {text[LABELS[status]]}
    </span>
  );
}
