"use client";
import { useQuery } from "@tanstack/react-query";
import { useRef, useState } from "react";
import { failureText } from "../../localization/failure-text.ts";
import { Button } from "../../part/button.tsx";
import { Card } from "../../part/card.tsx";
import { Failure } from "../../part/failure.tsx";
import { useFocusRescue } from "../../part/use-focus-rescue.ts";
import { useCache } from "../../provider/cache-context.ts";
import { useAuthClient, useText } from "../../provider/use-auth-ui.ts";
import { useViewer } from "../../provider/use-viewer.ts";
import { answerOf, RequestFailure } from "../../request/failure.ts";
import { useRequest } from "../../request/use-request.ts";
import { useNow } from "../../time/use-now.ts";
import { SessionRow } from "./session-row.tsx";
import { sessionListOptions } from "./session-queries.ts";

export function SessionsCard() {
  const { text } = useText();
  const sessions = useSessions();
  const root = useRef<HTMLDivElement>(null);
  useFocusRescue(root);
  const others = sessions.list.data?.filter(({ id }) => id !== sessions.currentId) ?? [];
  return (
    <div ref={root}>
      <Card title={text.SESSIONS} description={text.SESSIONS_DESCRIPTION}>
        <SessionList sessions={sessions} />
        <Failure failure={sessions.request.failure} />
        {others.length < 2 ? null : (
          <div className="lk-actions">
            <Button pending={sessions.busy === "others"} onClick={sessions.signOutOthers}>
              {text.SIGN_OUT_OTHERS}
            </Button>
          </div>
        )}
      </Card>
    </div>
  );
}

function SessionList({ sessions }: { sessions: ReturnType<typeof useSessions> }) {
  const { text } = useText();
  const now = useNow();
  const { data, error, refetch } = sessions.list;
  if (data === undefined && error !== null) {
    const reason = error instanceof RequestFailure ? failureText(error, text) : text.FAILED;
    return (
      <div role="alert" className="lk-actions">
        <p className="lk-error">
          {text.SESSIONS_FAILED}. {reason}
        </p>
        <Button onClick={() => void refetch()}>{text.TRY_AGAIN}</Button>
      </div>
    );
  }
  if (data === undefined) {
    return (
      <output className="lk-session">
        <span className="lk-skeleton" data-size="name" />
        <span className="lk-hidden">{text.LOADING_SESSIONS}</span>
      </output>
    );
  }
  const isCurrent = ({ id }: { id: string }) => id === sessions.currentId;
  const currentFirst = [...data.filter(isCurrent), ...data.filter((other) => !isCurrent(other))];
  return (
    <ul aria-label={text.SESSIONS}>
      {currentFirst.map((device) => (
        <SessionRow
          key={device.id}
          device={device}
          now={now}
          isCurrent={isCurrent(device)}
          isBusy={sessions.busy === device.id}
          onSignOut={() => sessions.signOut(device)}
        />
      ))}
    </ul>
  );
}

function useSessions() {
  const client = useAuthClient();
  const { viewer } = useViewer(client);
  const signedIn = viewer.kind === "signed-in" ? viewer : null;
  const options = sessionListOptions(client, signedIn?.userId ?? "");
  const list = useQuery({ ...options, enabled: signedIn !== null }, useCache());
  const request = useRequest();
  const [busy, setBusy] = useState<string | null>(null);

  const run = async (what: string, ask: () => Promise<unknown>) => {
    setBusy(what);
    await request.run(ask);
    await list.refetch();
    setBusy(null);
  };
  return {
    list,
    request,
    busy,
    currentId: signedIn?.sessionId ?? null,
    signOut: ({ id, token }: { id: string; token: string }) =>
      void run(id, () => answerOf(client.revokeSession({ token }))),
    signOutOthers: () => void run("others", () => answerOf(client.revokeOtherSessions())),
  };
}
