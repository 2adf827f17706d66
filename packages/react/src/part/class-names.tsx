"use client";
import { createContext, type ReactNode, useContext, useMemo } from "react";
import type { Localization } from "../localization/localization.ts";
import { mergeLocalization } from "../localization/localization.ts";
import { AuthUIContext } from "../provider/auth-ui-context.ts";

/** Classes to add to the parts, beside their own. */
export interface ClassNames {
  base?: string;
  header?: string;
  title?: string;
  description?: string;
  content?: string;
  cell?: string;
  footer?: string;
  instructions?: string;
  label?: string;
  input?: string;
  error?: string;
  skeleton?: string;
  button?: string;
  primaryButton?: string;
  outlineButton?: string;
  destructiveButton?: string;
  dialog?: { content?: string; header?: string; footer?: string };
}

const NONE: ClassNames = {};
const ClassNamesContext = createContext<ClassNames>(NONE);

export function useClassNames(): ClassNames {
  return useContext(ClassNamesContext);
}

export function joinClasses(...classes: (string | undefined)[]): string {
  return classes.filter((name) => name !== undefined && name !== "").join(" ");
}

export interface PartScopeProps {
  classNames?: ClassNames | undefined;
  localization?: Partial<Localization> | undefined;
  children: ReactNode;
}

/** Texts and classes for the parts inside, over those from further up. */
export function PartScope({ classNames, localization, children }: PartScopeProps) {
  const ui = useContext(AuthUIContext);
  const above = useClassNames();
  const base = ui.localization;
  const { authClient, apiKey, locale } = ui;
  const merged = useMemo(
    () => ({ authClient, apiKey, locale, localization: mergeLocalization(base, localization) }),
    [authClient, apiKey, locale, base, localization],
  );
  return (
    <AuthUIContext.Provider value={merged}>
      <ClassNamesContext.Provider value={classNames ?? above}>
        {children}
      </ClassNamesContext.Provider>
    </AuthUIContext.Provider>
  );
}
