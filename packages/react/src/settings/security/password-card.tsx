"use client";
import { type FormEvent, useState } from "react";
import { fill } from "../../localization/message.ts";
import { Button } from "../../part/button.tsx";
import { Card } from "../../part/card.tsx";
import { Failure } from "../../part/failure.tsx";
import { Field } from "../../part/field.tsx";
import { SavedMark } from "../../part/saved-mark.tsx";
import { useAuthClient, useText } from "../../provider/use-auth-ui.ts";
import { answerOf } from "../../request/failure.ts";
import { useRequest } from "../../request/use-request.ts";

/** Better Auth's default. A server that asks for more says so in its answer. */
const PASSWORD_MIN = 8;

export function PasswordCard() {
  const { text } = useText();
  const form = usePasswordForm();
  const hint = fill(text.NEW_PASSWORD_HINT, { min: PASSWORD_MIN });
  return (
    <Card title={text.PASSWORD} description={text.PASSWORD_DESCRIPTION}>
      <form className="lk-form lk-card-form" noValidate onSubmit={form.submit}>
        <Field
          label={text.CURRENT_PASSWORD}
          type="password"
          autoComplete="current-password"
          value={form.values.current}
          error={form.problem === "current" ? text.FIELD_MISSING : null}
          onChange={(event) => form.change({ current: event.target.value })}
          required
        />
        <Field
          label={text.NEW_PASSWORD}
          type="password"
          autoComplete="new-password"
          value={form.values.next}
          hint={hint}
          error={form.problem === "next" ? hint : null}
          onChange={(event) => form.change({ next: event.target.value })}
          required
        />
        <label className="lk-checkbox">
          <input
            type="checkbox"
            checked={form.values.elsewhere}
            onChange={(event) => form.change({ elsewhere: event.target.checked })}
          />
          {text.SIGN_OUT_ELSEWHERE}
        </label>
        <Failure failure={form.request.failure} />
        <div className="lk-actions">
          <Button type="submit" variant="primary" pending={form.request.pending}>
            {text.CHANGE_PASSWORD}
          </Button>
          <SavedMark text={form.isSaved ? text.PASSWORD_CHANGED : null} />
        </div>
      </form>
    </Card>
  );
}

const EMPTY = { current: "", next: "", elsewhere: true };

function usePasswordForm() {
  const client = useAuthClient();
  const request = useRequest();
  const [values, setValues] = useState(EMPTY);
  const [problem, setProblem] = useState<"current" | "next" | null>(null);
  const [isSaved, setSaved] = useState(false);

  const save = async () => {
    const answer = await request.run(() =>
      answerOf(
        client.changePassword({
          currentPassword: values.current,
          newPassword: values.next,
          revokeOtherSessions: values.elsewhere,
        }),
      ),
    );
    if (answer === undefined) return;
    setValues(EMPTY);
    setSaved(true);
  };
  return {
    values,
    problem,
    isSaved,
    request,
    change: (changed: Partial<typeof EMPTY>) => {
      setValues((current) => ({ ...current, ...changed }));
      setProblem(null);
      setSaved(false);
    },
    submit: (event: FormEvent) => {
      event.preventDefault();
      const isShort = values.next.length < PASSWORD_MIN;
      const found = values.current === "" ? "current" : isShort ? "next" : null;
      setProblem(found);
      if (found === null) void save();
    },
  };
}
