import { AuthUIProvider } from "@latchkey/react";
import { Redirect, Route, Switch } from "wouter";
import { authClient } from "./auth-client.ts";
import { NotFoundPage } from "./not-found/not-found-page.tsx";
import { SettingsPage } from "./settings/settings-page.tsx";
import { SignInPage } from "./sign-in/sign-in-page.tsx";

export function App() {
  return (
    <AuthUIProvider authClient={authClient} apiKey>
      <Switch>
        <Route path="/" component={SignInPage} />
        <Route path="/settings">
          <Redirect to="/settings/api-keys" replace />
        </Route>
        <Route path="/settings/:view">{({ view }) => <SettingsPage path={view} />}</Route>
        <Route component={NotFoundPage} />
      </Switch>
    </AuthUIProvider>
  );
}
