const SUFFIX = "API_KEY";

/** An environment variable's name for a key: `PRODUCTION_PAYMENT_SERVICE_API_KEY`. */
export function variableName(keyName: string): string {
  const words = keyName
    .normalize("NFKD")
    .replace(/\p{M}/gu, "")
    .toUpperCase()
    .replace(/[^A-Z0-9]+/g, "_")
    .replace(/^[_0-9]+|_+$/g, "");
  if (words === "" || words === "API" || words === "KEY") return SUFFIX;
  return words.endsWith(SUFFIX) ? words : `${words.replace(/_(API|KEY)$/, "")}_${SUFFIX}`;
}

const PLAIN = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-.";

/** A line for a `.env` file. Quoted only where the value holds more than plain characters. */
export function envLine(name: string, value: string): string {
  // No regular expression: the engine keeps what was last matched, and this is a secret.
  const isPlain = Array.from(value).every((character) => PLAIN.includes(character));
  return isPlain ? `${name}=${value}\n` : `${name}='${value}'\n`;
}

/** `production-payment-service-api-key.env`: browsers drop the dot that a bare `.env` starts with. */
export function envFileName(name: string): string {
  return `${name.toLowerCase().replaceAll("_", "-")}.env`;
}
