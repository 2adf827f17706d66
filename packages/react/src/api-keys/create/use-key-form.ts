"use client";
import { type FormEvent, type RefObject, useEffect, useRef, useState } from "react";
import type { CreateKeyInput } from "../../client/auth-client.ts";
import { DEFAULT_EXPIRY, type Expiry, expirySeconds } from "../expiry.ts";
import { type NameProblem, nameProblem } from "../key-name.ts";
import { metadataFrom, type MetadataProblem, type MetadataRow } from "../metadata-rows.ts";

export interface KeyFormValues {
  name: string;
  expiry: Expiry;
  rows: readonly MetadataRow[];
}

export interface KeyFormProblems {
  name: NameProblem | null;
  /** No date in the future is chosen. */
  expiry: boolean;
  metadata: { row: number; problem: MetadataProblem } | null;
}

const EMPTY: KeyFormValues = { name: "", expiry: DEFAULT_EXPIRY, rows: [] };
const NO_PROBLEMS: KeyFormProblems = { name: null, expiry: false, metadata: null };

export type KeyFormResult =
  { ok: true; input: CreateKeyInput } | { ok: false; problems: KeyFormProblems };

/** What the form asks for, or what stands in the way. */
export function readKeyForm(values: KeyFormValues, now: number): KeyFormResult {
  const name = nameProblem(values.name);
  const expiresIn = expirySeconds(values.expiry, now);
  const read = metadataFrom(values.rows);
  if (name !== null || expiresIn === undefined || !read.ok) {
    const metadata = read.ok ? null : { row: read.row, problem: read.problem };
    return { ok: false, problems: { name, expiry: expiresIn === undefined, metadata } };
  }
  const metadata = Object.keys(read.metadata).length === 0 ? {} : { metadata: read.metadata };
  return { ok: true, input: { name: values.name.trim(), expiresIn, ...metadata } };
}

export interface KeyForm {
  ref: RefObject<HTMLFormElement | null>;
  values: KeyFormValues;
  problems: KeyFormProblems;
  change: (values: Partial<KeyFormValues>) => void;
  submit: (event: FormEvent) => void;
}

export function useKeyForm(onSubmit: (input: CreateKeyInput) => void): KeyForm {
  const [values, setValues] = useState(EMPTY);
  const [problems, setProblems] = useState(NO_PROBLEMS);
  const ref = useRef<HTMLFormElement>(null);

  useEffect(() => {
    if (problems !== NO_PROBLEMS) {
      ref.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus();
    }
  }, [problems]);

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
      const result = readKeyForm(values, Date.now());
      setProblems(result.ok ? NO_PROBLEMS : result.problems);
      if (result.ok) onSubmit(result.input);
    },
  };
}
