import { envFileName, envLine } from "../env-line.ts";

/** Downloads the secret as one line of a `.env` file, under the variable's name; returns the file's name. */
export function saveEnv(variable: string, secret: string): string {
  const file = envFileName(variable);
  const url = URL.createObjectURL(new Blob([envLine(variable, secret)], { type: "text/plain" }));
  const link = document.createElement("a");
  link.href = url;
  link.download = file;
  link.click();
  // The blob holds the key: it goes as soon as the browser has begun to read it.
  setTimeout(() => URL.revokeObjectURL(url), 0);
  return file;
}
