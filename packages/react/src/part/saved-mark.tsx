import { Icon } from "./icon.tsx";

/** Beside a form's button, once what it asked for is done. */
export function SavedMark({ text }: { text: string | null }) {
  return (
    <output className="lk-saved">
      {text === null ? null : (
        <>
          <Icon name="check" />
          {text}
        </>
      )}
    </output>
  );
}
