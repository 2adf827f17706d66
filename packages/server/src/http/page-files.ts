import { createHash } from "node:crypto";
import { globSync, readFileSync } from "node:fs";
import { join, relative, sep } from "node:path";
import { getMimeType } from "hono/utils/mime";

/** One file of the page, as it is answered. */
export interface PageFile {
  readonly body: Uint8Array<ArrayBuffer>;
  readonly type: string;
  /** Strong: a hash of the content. */
  readonly etag: string;
}

/** The files of the page by URL path. Empty where the page has not been built. */
export type PageFiles = ReadonlyMap<string, PageFile>;

/**
 * Reads the whole built page into memory. Requests are answered from there, so that no request can
 * name a file outside the folder: at that time there is no folder any more.
 */
export function loadPage(folder: string): PageFiles {
  const files = globSync("**/*", { cwd: folder, withFileTypes: true }).filter((entry) =>
    entry.isFile(),
  );
  return new Map(
    files.map((entry) => {
      const path = join(entry.parentPath, entry.name);
      const body = new Uint8Array(readFileSync(path));
      const url = `/${relative(folder, path).split(sep).join("/")}`;
      const etag = `"${createHash("sha256").update(body).digest("base64url").slice(0, 27)}"`;
      return [url, { body, etag, type: getMimeType(path) ?? "application/octet-stream" }];
    }),
  );
}
