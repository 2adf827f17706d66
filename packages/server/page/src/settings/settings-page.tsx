import { SettingsCards, type SettingsView, useSettingsViews } from "@latchkey/react";
import { useState } from "react";
import { Link, Redirect } from "wouter";
import { authClient } from "../auth-client.ts";
import { useTitle } from "../frame/use-title.ts";
import { NotFoundPage } from "../not-found/not-found-page.tsx";
import { SIGN_IN } from "../sign-in/sign-in-page.tsx";
import { OrganizationSwitch, useOrganizations } from "./organization-switch.tsx";
import { SettingsHeader } from "./settings-header.tsx";
import { TryIt } from "./try-it.tsx";

interface Tab {
  path: string;
  view: SettingsView;
  label: string;
}

const TABS: readonly Tab[] = [
  { path: "api-keys", view: "API_KEYS", label: "API keys" },
  { path: "webhooks", view: "WEBHOOKS", label: "Webhooks" },
  { path: "api-keys-overview", view: "API_KEYS_OVERVIEW", label: "Overview" },
  { path: "account", view: "ACCOUNT", label: "Account" },
  { path: "security", view: "SECURITY", label: "Security" },
];

export function SettingsPage({ path }: { path: string }) {
  const tab = TABS.find((candidate) => candidate.path === path);
  return tab === undefined ? <NotFoundPage /> : <SettingsTab tab={tab} />;
}

/** Shown while the session is still asked for: the cards do not wait for it either. */
function SettingsTab({ tab }: { tab: Tab }) {
  const { data, isPending, error } = authClient.useSession();
  const organizations = useOrganizations(data?.user.id);
  const [chosen, setChosen] = useState<string | null>(null);
  const organization = organizations.find(({ id }) => id === chosen);
  const { views, isPending: isMoreToCome } = useSettingsViews();
  const isThere = views.includes(tab.view);
  useTitle(isThere ? tab.label : "Settings");
  const isSignedOut = data === null && !isPending && (error === null || error.status === 401);
  if (isSignedOut) return <Redirect to={SIGN_IN} replace />;
  if (!isThere && !isMoreToCome) return <NotFoundPage />;
  return (
    <div className="settings">
      <SettingsHeader user={data?.user ?? null} />
      <main>
        <h1>Settings</h1>
        <nav aria-label="Settings" className="tabs">
          {TABS.filter(({ view }) => views.includes(view)).map(({ path, label }) => (
            <Link
              key={path}
              href={`/settings/${path}`}
              aria-current={path === tab.path ? "page" : undefined}
            >
              {label}
            </Link>
          ))}
        </nav>
        {tab.view === "API_KEYS" || tab.view === "WEBHOOKS" ? (
          <OrganizationSwitch
            label={tab.view === "WEBHOOKS" ? "Webhooks of" : "Keys of"}
            organizations={organizations}
            chosen={organization?.id ?? null}
            onChoose={setChosen}
          />
        ) : null}
        <SettingsCards
          view={tab.view}
          instructions={<TryIt />}
          {...(organization !== undefined && { organizationId: organization.id })}
        />
      </main>
    </div>
  );
}
