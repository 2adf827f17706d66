/** What a person reads who has just started the server: where it is, and what to try next. */
export function greeting(url: string, dataDirectory: string): string {
  return `
Latchkey is ready: ${url}
Its data is in ${dataDirectory}

Open it, sign up and create an API key. Then see what a service sees that is called with the key:

  curl -H "x-api-key: $YOUR_KEY" ${url}/api/whoami

`;
}
