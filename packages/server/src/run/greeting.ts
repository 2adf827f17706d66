/** What a person reads who has just started the server: where it is, and what to try next. */
export function greeting(url: string, dataDirectory: string): string {
  return `
Latchkey is ready: ${url}
Its data is in ${dataDirectory}

Open it, sign up and create an API key. Then see what a service sees that is called with the key:

  curl -H "x-api-key: $YOUR_KEY" ${url}/api/whoami

`;
}

/** The same of a demonstration, and how to get into it. */
export function demoGreeting(
  url: string,
  dataDirectory: string,
  { email, password }: { email: string; password: string },
): string {
  return `
Latchkey is ready for a look around: ${url}

  Sign in as  ${email}
  Password    ${password}

The keys and a month of their history are made up. They are in ${dataDirectory},
and made anew each time; nothing else is touched.

`;
}
