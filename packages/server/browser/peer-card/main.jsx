import { apiKeyClient } from "@better-auth/api-key/client";
import {
  ApiKeysCard,
  AuthUIProvider,
  AuthView,
  SignedIn,
  SignedOut,
} from "@daveyplate/better-auth-ui";
import { createAuthClient } from "better-auth/react";
import { createRoot } from "react-dom/client";
import { Toaster } from "sonner";

/* Nothing but the peer's own parts, put together as its documentation says. */

const authClient = createAuthClient({ plugins: [apiKeyClient()] });

createRoot(document.querySelector("#root")).render(
  <AuthUIProvider authClient={authClient} apiKey redirectTo={window.location.pathname}>
    <SignedOut>
      <AuthView view="SIGN_IN" />
    </SignedOut>
    <SignedIn>
      <ApiKeysCard />
    </SignedIn>
    <Toaster />
  </AuthUIProvider>,
);
