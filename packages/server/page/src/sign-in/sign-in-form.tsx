import { type FormEvent, useState } from "react";
import { authClient } from "../auth-client.ts";
import { PageField } from "./page-field.tsx";
import { type Credentials, problemsIn } from "./credentials.ts";

const EMPTY: Credentials = { name: "", email: "", password: "" };

export function SignInForm({ isSignIn }: { isSignIn: boolean }) {
  const form = useSignIn(isSignIn);
  const field = (name: keyof Credentials) => ({
    name,
    value: form.values[name],
    error: form.problems[name],
    onChange: (value: string) => form.change(name, value),
  });
  return (
    <form className="lk lk-form sign-in" noValidate onSubmit={form.submit}>
      {isSignIn ? null : <PageField label="Name" autoComplete="name" {...field("name")} />}
      <PageField label="Email" type="email" autoComplete="email" {...field("email")} />
      <PageField
        label="Password"
        type="password"
        autoComplete={isSignIn ? "current-password" : "new-password"}
        hint={isSignIn ? undefined : "At least 8 characters."}
        {...field("password")}
      />
      <div role="alert">
        {form.failure === null ? null : <p className="lk-error lk-failure">{form.failure}</p>}
      </div>
      <button
        type="submit"
        className="lk-button"
        data-variant="primary"
        data-pending={form.isPending ? "" : undefined}
        aria-disabled={form.isPending || undefined}
      >
        {isSignIn ? "Sign in" : "Create account"}
      </button>
    </form>
  );
}

/** Stays pending once it has worked: the session, and with it the way on, is about to arrive. */
function useSignIn(isSignIn: boolean) {
  const [values, setValues] = useState(EMPTY);
  const [problems, setProblems] = useState<Partial<Credentials>>({});
  const [failure, setFailure] = useState<string | null>(null);
  const [isPending, setPending] = useState(false);

  const send = async () => {
    setPending(true);
    setFailure(null);
    const { name, email, password } = values;
    const request = isSignIn
      ? authClient.signIn.email({ email, password })
      : authClient.signUp.email({ name: name.trim(), email, password });
    const error = await request.then(
      (answer) => answer.error,
      () => ({ message: "The server could not be reached. Check your connection and try again." }),
    );
    if (error === null) return;
    setFailure(error.message ?? "Something went wrong on the server. Try again.");
    setPending(false);
  };
  return {
    values,
    problems,
    failure,
    isPending,
    change: (name: keyof Credentials, value: string) => {
      setValues((current) => ({ ...current, [name]: value }));
      setProblems((current) => ({ ...current, [name]: undefined }));
    },
    submit: (event: FormEvent<HTMLFormElement>) => {
      event.preventDefault();
      if (isPending) return;
      const found = problemsIn(values, isSignIn);
      setProblems(found);
      const [first] = Object.keys(found);
      if (first === undefined) void send();
      else event.currentTarget.querySelector<HTMLInputElement>(`[name="${first}"]`)?.focus();
    },
  };
}
