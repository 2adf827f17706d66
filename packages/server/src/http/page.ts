import { Hono } from "hono";
import { plainProblem } from "./problem-response.ts";
import type { PageFile, PageFiles } from "./page-files.ts";

/** The names of these files change with their content. */
const IMMUTABLE = "public, max-age=31536000, immutable";
/** To be asked about each time: a new release must not meet the page of the old one. */
const REVALIDATE = "no-cache";

/** The page: its files, and its entry for every path that the page itself understands. */
export function pageRoutes(files: PageFiles): Hono {
  const entry = files.get("/index.html");
  const routes = new Hono();
  for (const path of ["/", "/settings", "/settings/:view"]) {
    routes.get(path, (c) => answer(c.req.raw, entry, REVALIDATE));
  }
  routes.get("*", (c) => {
    const { path } = c.req;
    const file = files.get(path);
    const isAsset = path.startsWith("/assets/");
    if (file === undefined && !isAsset && c.req.header("accept")?.includes("text/html") === true) {
      // For people: the page says in its own words that there is nothing.
      return answer(c.req.raw, entry, REVALIDATE, 404);
    }
    return answer(c.req.raw, file, isAsset ? IMMUTABLE : REVALIDATE);
  });
  return routes;
}

function answer(
  request: Request,
  file: PageFile | undefined,
  cacheControl: string,
  status: 200 | 404 = 200,
): Response {
  if (file === undefined) return plainProblem(404, "Not Found", "There is nothing at this path.");
  const headers = { etag: file.etag, "cache-control": cacheControl };
  if (status === 200 && request.headers.get("if-none-match") === file.etag) {
    return new Response(null, { status: 304, headers });
  }
  return new Response(file.body, {
    status,
    headers: {
      ...headers,
      "content-type": file.type,
      "content-length": String(file.body.byteLength),
    },
  });
}
