"use client";
import type { EnvironmentPolicy } from "../../client/key-policy.ts";
import { fill } from "../../localization/message.ts";
import { Choices } from "../../part/choices.tsx";
import { Filled } from "../../part/filled.tsx";
import { useText } from "../../provider/use-auth-ui.ts";
import { longDate } from "../../time/format-time.ts";
import { useNow } from "../../time/use-now.ts";
import { environmentTitle } from "../environment-text.ts";

export interface EnvironmentPickerProps {
  environments: readonly EnvironmentPolicy[];
  /** The chosen one's name. */
  environment: string | null;
  onChange: (environment: string) => void;
}

/** What the key is for. Nothing where there is no choice. */
export function EnvironmentPicker(props: EnvironmentPickerProps) {
  const { environments, environment, onChange } = props;
  const { text } = useText();
  const chosen = environments.find(({ name }) => name === environment);
  if (chosen === undefined) return null;
  return (
    <Choices
      legend={text.ENVIRONMENT}
      choices={environments.map(({ name }) => ({
        label: environmentTitle(name, text),
        isChosen: name === environment,
        choose: () => onChange(name),
      }))}
      hint={<EnvironmentHint environment={chosen} />}
    />
  );
}

function EnvironmentHint({ environment }: { environment: EnvironmentPolicy }) {
  const { text, locale } = useText();
  const now = useNow();
  const { prefix, rotateEvery } = environment;
  return (
    <>
      <Filled message={text.ENVIRONMENT_PREFIX} values={{ prefix: <code>{prefix}</code> }} />
      {rotateEvery === null
        ? null
        : ` ${fill(text.ENVIRONMENT_ROTATION, { date: longDate(new Date(now + rotateEvery * 1000), locale) })}`}
    </>
  );
}
