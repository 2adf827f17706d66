"use client";
import { type ReactNode, useId } from "react";
import { joinClasses, useClassNames } from "./class-names.tsx";

export interface CardProps {
  className?: string | undefined;
  title: ReactNode;
  description: ReactNode;
  action?: ReactNode;
  footer?: ReactNode;
  children: ReactNode;
}

export function Card({ className, title, description, action, footer, children }: CardProps) {
  const id = useId();
  const classNames = useClassNames();
  return (
    <section className={joinClasses("lk lk-card", classNames.base, className)} aria-labelledby={id}>
      <header className={joinClasses("lk-card-header", classNames.header)}>
        <div className="lk-card-heading">
          <h2
            className={joinClasses("lk-card-title", classNames.title)}
            id={id}
            tabIndex={-1}
            data-lk-focus="title"
          >
            {title}
          </h2>
          <p className={joinClasses("lk-card-description", classNames.description)}>
            {description}
          </p>
        </div>
        {action}
      </header>
      <div className={joinClasses("lk-card-content", classNames.content)}>{children}</div>
      {footer === undefined || footer === null ? null : (
        <footer className={joinClasses("lk-card-footer", classNames.footer)}>{footer}</footer>
      )}
    </section>
  );
}
