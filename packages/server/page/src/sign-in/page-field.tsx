import { useId } from "react";

export interface PageFieldProps {
  label: string;
  name: string;
  type?: "text" | "email" | "password";
  autoComplete: string;
  hint?: string | undefined;
  error: string | undefined;
  value: string;
  onChange: (value: string) => void;
}

export function PageField({
  label,
  hint,
  error,
  onChange,
  type = "text",
  ...rest
}: PageFieldProps) {
  const id = useId();
  const message = error ?? hint;
  return (
    <div className="lk-field">
      <label className="lk-label" htmlFor={id}>
        {label}
      </label>
      <input
        {...rest}
        id={id}
        type={type}
        className="lk-input"
        required
        aria-invalid={error === undefined ? undefined : true}
        aria-describedby={message === undefined ? undefined : `${id}-message`}
        onChange={(event) => onChange(event.target.value)}
      />
      {message === undefined ? null : (
        <p className={error === undefined ? "lk-hint" : "lk-error"} id={`${id}-message`}>
          {message}
        </p>
      )}
    </div>
  );
}
