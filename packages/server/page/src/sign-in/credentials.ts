export interface Credentials {
  name: string;
  email: string;
  password: string;
}

/** What has to be put right before asking the server, by field, in the order of the fields. */
export function problemsIn(values: Credentials, isSignIn: boolean): Partial<Credentials> {
  const problems: Partial<Credentials> = {};
  if (!isSignIn && values.name.trim() === "") problems.name = "Enter your name.";
  if (!/^\S+@\S+$/.test(values.email)) problems.email = "Enter an email address.";
  if (isSignIn && values.password === "") problems.password = "Enter your password.";
  if (!isSignIn && values.password.length < 8) problems.password = "Use at least 8 characters.";
  return problems;
}
