// npm start: installs and builds what is missing, then runs the server until it is told to stop.
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { run, runUntilStopped } from "./child-process.mjs";
import { SetupError, installDependencies } from "./install-dependencies.mjs";
import { environmentForTools, pinnedNode } from "./tool-environment.mjs";

const root = fileURLToPath(new URL("..", import.meta.url));

async function start() {
  await installDependencies(root);
  const node = pinnedNode(root);
  const options = { cwd: root, env: environmentForTools(process.env, root) };
  const built = await run(node, [join(root, "scripts", "build-page.ts")], options);
  if (built !== 0) return built;
  const server = join(root, "packages", "server", "src", "main.ts");
  const args = ["--conditions=latchkey-source", server, ...process.argv.slice(2)];
  return runUntilStopped(node, args, {
    ...options,
    cwd: process.cwd(),
  });
}

try {
  process.exitCode = await start();
} catch (error) {
  if (!(error instanceof SetupError)) throw error;
  console.error(error.message);
  process.exitCode = 1;
}
