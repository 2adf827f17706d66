"use client";
import { type ButtonHTMLAttributes, forwardRef } from "react";
import { joinClasses, useClassNames } from "./class-names.tsx";

export type ButtonVariant = "primary" | "outline" | "quiet" | "destructive";

export interface ButtonProps extends ButtonHTMLAttributes<HTMLButtonElement> {
  variant?: ButtonVariant;
  /** Under way: keeps its focus, and says that it is busy. What it starts must itself refuse to start twice. */
  pending?: boolean;
}

const CLASS_OF = {
  primary: "primaryButton",
  outline: "outlineButton",
  destructive: "destructiveButton",
  quiet: "button",
} as const;

export const Button = forwardRef<HTMLButtonElement, ButtonProps>(function Button(props, ref) {
  const { variant = "outline", pending = false, className, children, ...rest } = props;
  const classNames = useClassNames();
  return (
    <button
      type="button"
      {...rest}
      ref={ref}
      className={joinClasses(
        "lk-button",
        classNames.button,
        variant === "quiet" ? undefined : classNames[CLASS_OF[variant]],
        className,
      )}
      data-variant={variant}
      data-pending={pending ? "" : undefined}
      aria-disabled={pending ? true : rest["aria-disabled"]}
    >
      {children}
    </button>
  );
});
