import type { Config } from "../config/config.ts";

/** What a person reads who has just started the server: where it is, and what to try next. */
export function greeting(
  url: string,
  {
    dataDirectory,
    databaseUrl,
    redisUrl,
  }: Pick<Config, "dataDirectory" | "databaseUrl" | "redisUrl">,
): string {
  const data = databaseUrl === null ? dataDirectory : `PostgreSQL, ${placeOf(databaseUrl)}`;
  const limits = redisUrl === null ? "" : `\nIts limits are in Redis, ${placeOf(redisUrl)}`;
  return `
Latchkey is ready: ${url}
Its data is in ${data}${limits}

Open it, sign up and create an API key. Then see what a service sees that is called with the key:

  curl -H "x-api-key: $YOUR_KEY" ${url}/api/whoami

`;
}

/** Neither user nor password. */
function placeOf(address: string): string {
  const { host, pathname } = new URL(address);
  return `${host}${pathname === "/" ? "" : pathname}`;
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
