"use client";
import type { ReactNode } from "react";
import { Filled } from "../../part/filled.tsx";
import { useText } from "../../provider/use-auth-ui.ts";
import { KeyStart } from "../key-start.tsx";
import type { Rotation } from "../rotation.ts";

/** One line below a key's name, where there is something to say of its rotation. */
export function RotationNote({ rotation }: { rotation: Rotation }) {
  const { text } = useText();
  switch (rotation.kind) {
    case "none":
      return null;
    case "due":
      return <Note kind="due">{text.ROTATION_DUE}</Note>;
    case "replacement":
      return (
        <Note kind="replacement">
          <Filled
            message={text.ROTATION_REPLACES}
            values={{ start: <KeyStart start={rotation.start} /> }}
          />
        </Note>
      );
    case "replaced":
      if (rotation.used === "unknown") return null;
      return rotation.used ? (
        <Note kind="used">{text.ROTATION_USED}</Note>
      ) : (
        <Note kind="unused">{text.ROTATION_NOT_USED}</Note>
      );
  }
}

function Note({ kind, children }: { kind: string; children: ReactNode }) {
  return (
    <p className="lk-row-note" data-note={kind}>
      {children}
    </p>
  );
}
