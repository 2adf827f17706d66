"use client";
import { useId, useRef, useState } from "react";
import { fill } from "../../localization/message.ts";
import { Button } from "../../part/button.tsx";
import { joinClasses, useClassNames } from "../../part/class-names.tsx";
import { FieldError } from "../../part/field.tsx";
import { Icon } from "../../part/icon.tsx";
import { useText } from "../../provider/use-auth-ui.ts";
import type { MetadataProblem, MetadataRow } from "../metadata-rows.ts";
import { MetadataTags } from "../metadata-tags.tsx";
import { MetadataRowFields } from "./metadata-row-fields.tsx";

export interface MetadataEditorProps {
  rows: readonly MetadataRow[];
  problem: { row: number; problem: MetadataProblem } | null;
  /** What the server said of all of it. */
  refusal: string | null;
  /** What the application attaches to every key. */
  defaults: Record<string, unknown> | undefined;
  onChange: (rows: readonly MetadataRow[]) => void;
}

export function MetadataEditor(props: MetadataEditorProps) {
  const { rows, problem, refusal, defaults, onChange } = props;
  const { text } = useText();
  const { label } = useClassNames();
  const id = useId();
  const addButton = useRef<HTMLButtonElement>(null);
  const [lastOld] = useState(() => rows.at(-1)?.id ?? 0);
  const lastId = useRef(lastOld);

  const add = () => {
    lastId.current += 1;
    onChange([...rows, { id: lastId.current, name: "", value: "" }]);
  };
  const remove = (removed: MetadataRow) => {
    addButton.current?.focus();
    onChange(rows.filter((row) => row !== removed));
  };
  return (
    <fieldset className="lk-field lk-fieldset" aria-describedby={`${id}-hint`}>
      <legend className={joinClasses("lk-label", label)}>{text.METADATA}</legend>
      <p className="lk-hint" id={`${id}-hint`}>
        {text.METADATA_HINT}
      </p>
      <DefaultMetadata defaults={defaults} />
      {rows.map((row, index) => (
        <MetadataRowFields
          key={row.id}
          row={row}
          number={index + 1}
          isNew={row.id > lastOld}
          errorId={problem?.row === index || refusal !== null ? `${id}-error` : undefined}
          onChange={(changed) =>
            onChange(rows.map((other) => (other === row ? { ...row, ...changed } : other)))
          }
          onRemove={() => remove(row)}
        />
      ))}
      <FieldError id={`${id}-error`} error={problemText(problem?.problem, text) ?? refusal} />
      <Button ref={addButton} className="lk-add" onClick={add}>
        <Icon name="plus" />
        {text.ADD_METADATA}
      </Button>
    </fieldset>
  );
}

function DefaultMetadata({ defaults }: Pick<MetadataEditorProps, "defaults">) {
  const { text } = useText();
  if (defaults === undefined || Object.keys(defaults).length === 0) return null;
  return (
    <div className="lk-defaults">
      <p className="lk-hint">{text.METADATA_DEFAULTS}</p>
      <MetadataTags metadata={defaults} max={Infinity} />
    </div>
  );
}

function problemText(
  problem: MetadataProblem | undefined,
  text: { METADATA_NAME_MISSING: string; METADATA_NAME_TWICE: string },
): string | null {
  if (problem === undefined) return null;
  return problem.kind === "missing"
    ? text.METADATA_NAME_MISSING
    : fill(text.METADATA_NAME_TWICE, { name: problem.name });
}
