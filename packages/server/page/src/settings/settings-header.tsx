import { useState } from "react";
import { authClient } from "../auth-client.ts";
import { Logo } from "../frame/logo.tsx";

export function SettingsHeader({ user }: { user: { email: string } | null }) {
  const [isPending, setPending] = useState(false);
  const signOut = async () => {
    setPending(true);
    await authClient.signOut().catch(() => undefined);
    setPending(false);
  };
  return (
    <header className="bar">
      <Logo />
      <div className="lk who">
        {user === null ? null : <span title={user.email}>{user.email}</span>}
        <button
          type="button"
          className="lk-button"
          data-variant="outline"
          aria-disabled={isPending || undefined}
          onClick={() => void signOut()}
        >
          Sign out
        </button>
      </div>
    </header>
  );
}
