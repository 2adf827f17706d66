import { fileURLToPath } from "node:url";
import { buildPageIfStale } from "./page-build.ts";

try {
  buildPageIfStale(fileURLToPath(new URL("..", import.meta.url)));
} catch {
  console.error("The page could not be built; the messages above say why.");
  process.exitCode = 1;
}
