"use client";
import { useState } from "react";
import { APIKeysCard, type APIKeysCardProps } from "../api-keys/card/api-keys-card.tsx";
import type { Localization } from "../localization/localization.ts";
import { type ClassNames, joinClasses, PartScope } from "../part/class-names.tsx";
import { useText } from "../provider/use-auth-ui.ts";
import { APIKeysOverview } from "../overview/api-keys-overview.tsx";
import { WebhooksCard } from "../webhooks/webhooks-card.tsx";
import { AccountCard } from "./account/account-card.tsx";
import { PasswordCard } from "./security/password-card.tsx";
import { SessionsCard } from "./security/sessions-card.tsx";
import type { SettingsView } from "./settings-view.ts";
import { useSettingsViews } from "./use-settings-views.ts";

export interface SettingsCardsProps {
  /** The one view to show; without it, all that there are, with navigation between them. */
  view?: SettingsView;
  className?: string;
  classNames?: ClassNames;
  localization?: Partial<Localization>;
  /** The organization whose API keys and webhooks are shown. Default: the user's own. */
  organizationId?: string;
  /** What the API keys' card says below its list. */
  instructions?: APIKeysCardProps["instructions"];
}

export function SettingsCards({ classNames, localization, ...props }: SettingsCardsProps) {
  return (
    <PartScope classNames={classNames} localization={localization}>
      <Settings {...props} />
    </PartScope>
  );
}

/**
 * A view that is not enabled on the provider, or not for this user, is not there: the first one is shown instead.
 * Until that is known, none is.
 */
function Settings(props: Omit<SettingsCardsProps, "classNames" | "localization">) {
  const { view, className, ...keys } = props;
  const { organizationId } = keys;
  const whose = organizationId === undefined ? {} : { organizationId };
  const { views, isPending } = useSettingsViews();
  const [chosen, setChosen] = useState<SettingsView>("ACCOUNT");
  const wanted = view ?? chosen;
  const isThere = views.includes(wanted);
  const shown = isThere ? wanted : isPending ? null : "ACCOUNT";
  return (
    <div className={joinClasses("lk lk-settings", className)}>
      {view === undefined ? <SettingsNav views={views} shown={shown} onChoose={setChosen} /> : null}
      <div className="lk-settings-cards">
        {shown === "ACCOUNT" ? <AccountCard /> : null}
        {shown === "SECURITY" ? (
          <>
            <PasswordCard />
            <SessionsCard />
          </>
        ) : null}
        {shown === "API_KEYS" ? <APIKeysCard {...keys} /> : null}
        {shown === "WEBHOOKS" ? <WebhooksCard {...whose} /> : null}
        {shown === "API_KEYS_OVERVIEW" ? <APIKeysOverview /> : null}
      </div>
    </div>
  );
}

interface SettingsNavProps {
  views: ReturnType<typeof useSettingsViews>["views"];
  shown: SettingsView | null;
  onChoose: (view: SettingsView) => void;
}

function SettingsNav({ views, shown, onChoose }: SettingsNavProps) {
  const { text } = useText();
  return (
    <nav className="lk-settings-nav" aria-label={text.SETTINGS}>
      {views.map((view) => (
        <button
          key={view}
          type="button"
          className="lk-tab"
          aria-current={view === shown ? "page" : undefined}
          onClick={() => onChoose(view)}
        >
          {text[view]}
        </button>
      ))}
    </nav>
  );
}
