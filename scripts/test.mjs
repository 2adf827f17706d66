// npm test: installs what is missing, then runs every check, on the Node that the workspace brings.
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { run } from "./child-process.mjs";
import { SetupError, installDependencies, installPeerCard } from "./install-dependencies.mjs";
import { runsBrowserTests } from "./test-selection.mjs";
import { environmentForTools, pinnedNode } from "./tool-environment.mjs";

const root = fileURLToPath(new URL("..", import.meta.url));
const args = process.argv.slice(2);

try {
  await installDependencies(root);
  if (runsBrowserTests(args)) await installPeerCard(root);
  process.exitCode = await run(
    pinnedNode(root),
    [join(root, "scripts", "run-checks.ts"), ...args],
    { cwd: root, env: environmentForTools(process.env, root) },
  );
} catch (error) {
  if (!(error instanceof SetupError)) throw error;
  console.error(error.message);
  process.exitCode = 1;
}
