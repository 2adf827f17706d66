"use client";
import { useEffect, useRef } from "react";
import { fill } from "../../localization/message.ts";
import { Button } from "../../part/button.tsx";
import { joinClasses, useClassNames } from "../../part/class-names.tsx";
import { Icon } from "../../part/icon.tsx";
import { useText } from "../../provider/use-auth-ui.ts";
import type { MetadataRow } from "../metadata-rows.ts";

export interface MetadataRowFieldsProps {
  row: MetadataRow;
  /** Counted from 1: what tells this row's fields from the others' for those who hear them. */
  number: number;
  /** It was just asked for, and takes the focus. */
  isNew: boolean;
  /** The id of the error that is this row's. */
  errorId: string | undefined;
  onChange: (changed: { name: string } | { value: string }) => void;
  onRemove: () => void;
}

export function MetadataRowFields(props: MetadataRowFieldsProps) {
  const { row, number, isNew, errorId, onChange, onRemove } = props;
  const { text } = useText();
  const name = useRef<HTMLInputElement>(null);
  const inputClass = joinClasses("lk-input", useClassNames().input);

  useEffect(() => {
    if (isNew) name.current?.focus();
  }, [isNew]);

  return (
    <div className="lk-metadata-row">
      <input
        ref={name}
        className={inputClass}
        aria-label={fill(text.METADATA_NAME, { number })}
        aria-invalid={errorId === undefined ? undefined : true}
        aria-describedby={errorId}
        placeholder={text.METADATA_NAME_PLACEHOLDER}
        value={row.name}
        onChange={(event) => onChange({ name: event.target.value })}
        autoComplete="off"
        autoCapitalize="none"
        spellCheck={false}
      />
      <input
        className={inputClass}
        aria-label={fill(text.METADATA_VALUE, { number })}
        placeholder={text.METADATA_VALUE_PLACEHOLDER}
        value={row.value}
        onChange={(event) => onChange({ value: event.target.value })}
        autoComplete="off"
        autoCapitalize="none"
        spellCheck={false}
      />
      <Button
        variant="quiet"
        className="lk-icon-button"
        aria-label={fill(text.REMOVE_METADATA, { number })}
        onClick={onRemove}
      >
        <Icon name="close" />
      </Button>
    </div>
  );
}
