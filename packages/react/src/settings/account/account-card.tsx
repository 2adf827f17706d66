"use client";
import { type FormEvent, useState } from "react";
import { Button } from "../../part/button.tsx";
import { Card } from "../../part/card.tsx";
import { Failure } from "../../part/failure.tsx";
import { Field } from "../../part/field.tsx";
import { SavedMark } from "../../part/saved-mark.tsx";
import { useAuthClient, useText } from "../../provider/use-auth-ui.ts";
import { useSession } from "../../provider/use-session.ts";
import { answerOf } from "../../request/failure.ts";
import { useRequest } from "../../request/use-request.ts";

/** The user's name to change, and the address that they sign in with to look up. */
export function AccountCard() {
  const { text } = useText();
  const user = useSession(useAuthClient()).data?.user;
  const form = useNameForm(user?.name ?? "");
  return (
    <Card title={text.ACCOUNT} description={text.ACCOUNT_NAME_DESCRIPTION}>
      <form className="lk-form lk-card-form" noValidate onSubmit={form.submit}>
        <Field
          label={text.ACCOUNT_NAME}
          autoComplete="name"
          value={form.name}
          error={form.isMissing ? text.NAME_MISSING : null}
          onChange={(event) => form.change(event.target.value)}
          required
        />
        <Field
          label={text.EMAIL}
          type="email"
          autoComplete="email"
          value={user?.email ?? ""}
          readOnly
        />
        <Failure failure={form.request.failure} />
        <div className="lk-actions">
          <Button type="submit" variant="primary" pending={form.request.pending}>
            {text.SAVE}
          </Button>
          <SavedMark text={form.isSaved ? text.SAVED : null} />
        </div>
      </form>
    </Card>
  );
}

function useNameForm(current: string) {
  const client = useAuthClient();
  const request = useRequest();
  const [typed, setTyped] = useState<string | null>(null);
  const [isMissing, setMissing] = useState(false);
  const [isSaved, setSaved] = useState(false);
  const name = typed ?? current;

  const save = async () => {
    const answer = await request.run(() => answerOf(client.updateUser({ name: name.trim() })));
    setSaved(answer !== undefined);
  };
  return {
    name,
    isMissing,
    isSaved,
    request,
    change: (value: string) => {
      setTyped(value);
      setMissing(false);
      setSaved(false);
    },
    submit: (event: FormEvent) => {
      event.preventDefault();
      const missing = name.trim() === "";
      setMissing(missing);
      setSaved(false);
      if (!missing) void save();
    },
  };
}
