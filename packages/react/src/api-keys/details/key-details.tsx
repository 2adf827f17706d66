"use client";
import type { ApiKey } from "@latchkey/better-auth/client";
import type { ReactNode } from "react";
import { useText } from "../../provider/use-auth-ui.ts";
import { exactTime } from "../../time/format-time.ts";
import { KeyStart } from "../key-start.tsx";
import { MetadataTags } from "../metadata-tags.tsx";
import { actorText, type Observer } from "../history/history-text.ts";
import { ANY_ACTION, type Permissions } from "../permissions.ts";
import { RotationLink, type RotationLinkProps } from "./rotation-link.tsx";

export interface KeyDetailsProps {
  apiKey: ApiKey;
  observer: Observer & { userId: string };
  /** Shows another key's details in the place of this one's. */
  onOpen: (key: ApiKey) => void;
}

/** What the list has no room for. A server that is older than this page may not know all of it. */
export function KeyDetails({ apiKey, observer, onOpen }: KeyDetailsProps) {
  const { text } = useText();
  const { metadata, rotateAt, revokedAt, expiresAt } = apiKey;
  const links = { userId: observer.userId, onOpen };
  const hasMetadata = Object.keys(metadata ?? {}).length > 0;
  return (
    <dl className="lk-details">
      <Detail name={text.DETAILS_START}>
        <KeyStart start={apiKey.start} />
      </Detail>
      <Detail name={text.PERMISSIONS}>
        <PermissionList permissions={apiKey.permissions ?? {}} />
      </Detail>
      <Detail name={text.ALLOWED_ADDRESSES}>
        <AddressList addresses={apiKey.allowedAddresses ?? []} />
      </Detail>
      <Detail name={text.METADATA}>
        {hasMetadata ? <MetadataTags metadata={metadata} max={Infinity} /> : <None />}
      </Detail>
      <Detail name={text.CREATED}>
        <Time date={apiKey.createdAt} none="" />
      </Detail>
      <Creator apiKey={apiKey} observer={observer} />
      <Detail name={text.LAST_USED}>
        <Time date={apiKey.lastRequest} none={text.NEVER_USED} />
      </Detail>
      <Detail name={text.EXPIRES}>
        <Time date={expiresAt} none={text.NEVER_EXPIRES} />
      </Detail>
      {(rotateAt ?? null) === null ? null : (
        <Detail name={text.DETAILS_ROTATE_BY}>
          <Time date={rotateAt} none="" />
        </Detail>
      )}
      {revokedAt === null ? null : (
        <Detail name={text.REVOKED}>
          <Time date={revokedAt} none="" />
        </Detail>
      )}
      <OtherKey name={text.DETAILS_REPLACES} keyId={apiKey.replacesId ?? null} {...links} />
      <OtherKey name={text.DETAILS_REPLACED_BY} keyId={apiKey.replacedById ?? null} {...links} />
    </dl>
  );
}

function PermissionList({ permissions }: { permissions: Permissions }) {
  const { text } = useText();
  const granted = Object.entries(permissions);
  if (granted.length === 0) return <None />;
  return (
    <ul>
      {granted.map(([resource, actions]) => (
        <li key={resource}>
          {resource}:{" "}
          {actions.map((action) => (action === ANY_ACTION ? text.ALL_ACTIONS : action)).join(", ")}
        </li>
      ))}
    </ul>
  );
}

function AddressList({ addresses }: { addresses: readonly string[] }) {
  const { text } = useText();
  if (addresses.length === 0) return <span data-quiet="">{text.DETAILS_ANY_ADDRESS}</span>;
  return (
    <ul>
      {addresses.map((address) => (
        <li key={address}>
          <code>{address}</code>
        </li>
      ))}
    </ul>
  );
}

/** Nothing for a key that its owner made, which is as expected, or of which nobody knows who did. */
function Creator({ apiKey, observer }: Pick<KeyDetailsProps, "apiKey" | "observer">) {
  const { text } = useText();
  const createdById = apiKey.createdById ?? null;
  if (createdById === null || createdById === apiKey.referenceId) return null;
  return (
    <Detail name={text.DETAILS_CREATED_BY}>
      {actorText({ kind: "user", id: createdById }, observer, text)}
    </Detail>
  );
}

function OtherKey({
  name,
  keyId,
  ...links
}: Omit<RotationLinkProps, "keyId"> & { name: string; keyId: string | null }) {
  if (keyId === null) return null;
  return (
    <Detail name={name}>
      <RotationLink keyId={keyId} {...links} />
    </Detail>
  );
}

function Detail({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}

function Time({ date, none }: { date: Date | null; none: string }) {
  const { locale } = useText();
  if (date === null) return <span data-quiet="">{none}</span>;
  return <time dateTime={date.toISOString()}>{exactTime(date, locale)}</time>;
}

function None() {
  const { text } = useText();
  return <span data-quiet="">{text.DETAILS_NONE}</span>;
}
