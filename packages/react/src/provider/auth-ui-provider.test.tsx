import { useContext } from "react";
import { renderToString } from "react-dom/server";
import { describe, expect, it } from "vitest";
import { APIKeysCard } from "../api-keys/card/api-keys-card.tsx";
import { SettingsCards } from "../settings/settings-cards.tsx";
import type { SettingsView } from "../settings/settings-view.ts";
import { testClient } from "../testing/test-client.ts";
import { AuthUIContext } from "./auth-ui-context.ts";
import { AuthUIProvider } from "./auth-ui-provider.tsx";

const session = {
  user: { id: "ada", name: "Ada", email: "ada@example.com" },
  session: { id: "session-1" },
};
const authClient = testClient({ session });

describe("outside the provider", () => {
  it.each([
    ["APIKeysCard", <APIKeysCard key="card" />],
    ["SettingsCards", <SettingsCards key="cards" view="API_KEYS" />],
    ["useContext(AuthUIContext)", <ReadsClient key="reader" />],
  ])("%s throws an error that says what to do", (_, element) => {
    expect(() => renderToString(element)).toThrow(/Wrap your application .*<AuthUIProvider/);
  });
});

function ReadsClient() {
  const { authClient: client } = useContext(AuthUIContext);
  return <p>{typeof client.apiKey.create}</p>;
}

describe("on a server, where there is no window", () => {
  it("renders the card as it looks while loading, in the provider's words", () => {
    expect(typeof window).toBe("undefined");
    const html = renderToString(
      <AuthUIProvider authClient={authClient} apiKey localization={{ API_KEYS: "Schlüssel" }}>
        <APIKeysCard />
      </AuthUIProvider>,
    );
    expect(html).toContain(">Schlüssel</h2>");
    expect(html).toContain("Loading API keys");
  });

  it("takes texts and classes of the card's own over those of the provider", () => {
    const html = renderToString(
      <AuthUIProvider authClient={authClient} apiKey localization={{ API_KEYS: "Provider's" }}>
        <APIKeysCard
          localization={{ API_KEYS: "Card's" }}
          className="mine"
          classNames={{ title: "big" }}
        />
      </AuthUIProvider>,
    );
    expect(html).toContain("Card&#x27;s</h2>");
    expect(html).toMatch(/class="lk lk-card mine"/);
    expect(html).toMatch(/class="lk-card-title big"/);
  });

  it("gives the client to whoever asks the context for it", () => {
    const html = renderToString(
      <AuthUIProvider authClient={authClient}>
        <ReadsClient />
      </AuthUIProvider>,
    );
    expect(html).toBe("<p>function</p>");
  });
});

function settings(apiKey: boolean, view?: SettingsView): string {
  return renderToString(
    <AuthUIProvider authClient={authClient} apiKey={apiKey}>
      <SettingsCards {...(view === undefined ? {} : { view })} />
    </AuthUIProvider>,
  );
}

describe("settings", () => {
  it("have API keys exactly where the provider enables them", () => {
    expect(settings(true)).toContain(">API keys</button>");
    expect(settings(false)).not.toContain("API keys</");
    expect(settings(true, "API_KEYS")).toContain("API keys</h2>");
    expect(settings(false, "API_KEYS")).not.toContain("API keys</");
  });

  it("show the one view that is asked for, without navigation", () => {
    expect(settings(true, "SECURITY")).toContain(">Change password</button>");
    expect(settings(true, "SECURITY")).not.toContain("<nav");
  });
});
