"use client";
import { useText } from "../provider/use-auth-ui.ts";
import { environmentTitle } from "./environment-text.ts";

/** Nothing for a key of none. A server without environments may not say so. */
export function EnvironmentTag({ environment }: { environment: string | null | undefined }) {
  const { text } = useText();
  if (environment === null || environment === undefined) return null;
  return (
    <p className="lk-environment" data-environment={environment}>
      <span className="lk-hidden">{text.ENVIRONMENT}: </span>
      {environmentTitle(environment, text)}
    </p>
  );
}
