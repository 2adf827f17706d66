"use client";
import type { KeyCallerAnswer } from "../../client/usage-client.ts";
import { TableFrame } from "../../part/table-frame.tsx";
import { useText } from "../../provider/use-auth-ui.ts";
import { Moment } from "../../time/moment.tsx";
import { useNow } from "../../time/use-now.ts";

/** From where a key was used, and by which programs. */
export function KeyCallers({ callers }: { callers: readonly KeyCallerAnswer[] }) {
  const { text } = useText();
  const now = useNow();
  return (
    <TableFrame caption={text.USAGE_CALLERS}>
      <thead>
        <tr>
          <th scope="col">{text.USAGE_ADDRESS}</th>
          <th scope="col">{text.USAGE_FIRST_SEEN}</th>
          <th scope="col">{text.USAGE_LAST_SEEN}</th>
        </tr>
      </thead>
      <tbody>
        {callers.map(({ address, client, firstSeenAt, lastSeenAt }) => (
          <tr key={address}>
            <th scope="row">
              <code>{address}</code>
              {client === null ? null : <p data-quiet="">{client}</p>}
            </th>
            <td>
              <Moment date={firstSeenAt} now={now} />
            </td>
            <td>
              <Moment date={lastSeenAt} now={now} />
            </td>
          </tr>
        ))}
      </tbody>
    </TableFrame>
  );
}
