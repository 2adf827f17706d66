"use client";
import { type FormEvent, type RefObject, useRef, useState } from "react";
import type { CreateKeyInput } from "../../client/auth-client.ts";
import type { KeyPolicy } from "../../client/key-policy.ts";
import { addressLines, addressProblem } from "../addresses.ts";
import { expiryRule } from "../expiry-rule.ts";
import { type Expiry, expirySeconds } from "../expiry.ts";
import { type KeyFormProblems, NO_PROBLEMS } from "../form/key-form-problems.ts";
import { useProblemFocus } from "../form/use-problem-focus.ts";
import { nameProblem } from "../key-name.ts";
import { metadataFrom, type MetadataRow } from "../metadata-rows.ts";
import type { Permissions } from "../permissions.ts";

export interface KeyFormValues {
  /** One of the policy's; `null` where it has none. */
  environment: string | null;
  name: string;
  expiry: Expiry;
  rows: readonly MetadataRow[];
  /** `null`: as the server has it. */
  permissions: Permissions | null;
  /** One on each line. */
  addresses: string;
}

export type KeyFormResult =
  { ok: true; input: CreateKeyInput } | { ok: false; problems: KeyFormProblems };

/** What the form asks for, or what stands in the way. */
export function readKeyForm(values: KeyFormValues, policy: KeyPolicy, now: number): KeyFormResult {
  const name = nameProblem(values.name, policy.name);
  const expiresIn = allowedSeconds(values, policy, now);
  const read = metadataFrom(values.rows);
  const lines = addressLines(values.addresses);
  const addresses = addressProblem(lines);
  if (name !== null || expiresIn === undefined || !read.ok || addresses !== null) {
    const metadata = read.ok ? null : { row: read.row, problem: read.problem };
    return { ok: false, problems: { name, expiry: expiresIn === undefined, metadata, addresses } };
  }
  const { environment, permissions } = values;
  const trimmed = values.name.trim();
  const input: CreateKeyInput = {
    ...(trimmed === "" ? {} : { name: trimmed }),
    expiresIn,
    ...(environment === null ? {} : { environment }),
    ...(Object.keys(read.metadata).length === 0 ? {} : { metadata: read.metadata }),
    ...(permissions === null ? {} : { permissions }),
    ...(lines.length === 0 ? {} : { allowedAddresses: lines }),
  };
  return { ok: true, input };
}

/** Only a date can be one that is not allowed: all else is offered only where it is. */
function allowedSeconds({ environment, expiry }: KeyFormValues, policy: KeyPolicy, now: number) {
  const seconds = expirySeconds(expiry, now);
  if (expiry.kind !== "date" || typeof seconds !== "number") return seconds;
  const { dates } = expiryRule(policy, environment);
  const isAllowed = dates !== null && seconds >= dates.min && seconds <= dates.max;
  return isAllowed ? seconds : undefined;
}

function emptyForm(policy: KeyPolicy): KeyFormValues {
  const environment = policy.environments[0]?.name ?? null;
  return {
    name: "",
    environment,
    expiry: expiryRule(policy, environment).initial,
    rows: [],
    permissions: null,
    addresses: "",
  };
}

export interface KeyForm {
  ref: RefObject<HTMLFormElement | null>;
  values: KeyFormValues;
  problems: KeyFormProblems;
  change: (values: Partial<KeyFormValues>) => void;
  submit: (event: FormEvent) => void;
}

/** The form begins with the first environment, and with what that has for a default. */
export function useKeyForm(policy: KeyPolicy, onSubmit: (input: CreateKeyInput) => void): KeyForm {
  const [values, setValues] = useState(() => emptyForm(policy));
  const [problems, setProblems] = useState(NO_PROBLEMS);
  const ref = useRef<HTMLFormElement>(null);

  useProblemFocus(ref, problems === NO_PROBLEMS ? null : problems);

  return {
    ref,
    values,
    problems,
    change: (changed) => {
      setValues((current) => ({ ...current, ...changed }));
      setProblems(NO_PROBLEMS);
    },
    submit: (event) => {
      event.preventDefault();
      const result = readKeyForm(values, policy, Date.now());
      setProblems(result.ok ? NO_PROBLEMS : result.problems);
      if (result.ok) onSubmit(result.input);
    },
  };
}
