import { Link, Redirect, useSearch } from "wouter";
import { authClient } from "../auth-client.ts";
import { Logo } from "../frame/logo.tsx";
import { useTitle } from "../frame/use-title.ts";
import { useSettled } from "../frame/use-settled.ts";
import { SignInForm } from "./sign-in-form.tsx";

export const SIGN_IN = "/?sign-in";

/** Signing up, or, at `/?sign-in`, signing in. Whoever is signed in goes on to their keys. */
export function SignInPage() {
  const { data, isPending } = authClient.useSession();
  const isSettled = useSettled(!isPending);
  const isSignIn = new URLSearchParams(useSearch()).has("sign-in");
  useTitle(isSignIn ? "Sign in" : "Create account");

  if (data !== null) return <Redirect to="/settings/api-keys" replace />;
  if (!isSettled) return null;
  return (
    <div className="narrow">
      <header>
        <Logo />
      </header>
      <main>
        <h1>{isSignIn ? "Sign in" : "Create your account"}</h1>
        <p>
          {isSignIn ? "To see and manage your API keys." : "Your first API key is a minute away."}
        </p>
        <SignInForm key={isSignIn ? "sign-in" : "sign-up"} isSignIn={isSignIn} />
      </main>
      <footer>
        {isSignIn ? "New here? " : "Have an account? "}
        <Link href={isSignIn ? "/" : SIGN_IN}>{isSignIn ? "Create an account" : "Sign in"}</Link>
      </footer>
    </div>
  );
}
