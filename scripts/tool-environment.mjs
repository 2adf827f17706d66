import { delimiter, join } from "node:path";

/**
 * The Node that the workspace is written for: a development dependency, so that nobody has to
 * install it first.
 *
 * @param {string} root the folder of the workspace
 */
export function pinnedNode(root) {
  return join(
    root,
    "node_modules",
    "node",
    "bin",
    process.platform === "win32" ? "node.exe" : "node",
  );
}

/**
 * An environment in which `node` is the pinned one and the workspace's tools are found by name.
 * What npm adds for the script that it runs is left out: a server must not be configured by it.
 *
 * @param {NodeJS.ProcessEnv} env
 * @param {string} root the folder of the workspace
 * @returns {NodeJS.ProcessEnv}
 */
export function environmentForTools(env, root) {
  const kept = Object.entries(env).filter(([name]) => !/^npm_/i.test(name));
  const pathName = kept.find(([name]) => name.toUpperCase() === "PATH")?.[0] ?? "PATH";
  const tools = join(root, "node_modules", ".bin");
  const others = (env[pathName] ?? "").split(delimiter).filter((entry) => entry !== tools);
  return { ...Object.fromEntries(kept), [pathName]: [tools, ...others].join(delimiter) };
}

/**
 * An environment for an npm inside npm. Settings of the outer one (its prefix, its log level, the
 * workspace it was called for) must not reach it; those that say how to get at the registry must.
 *
 * @param {NodeJS.ProcessEnv} env
 * @returns {NodeJS.ProcessEnv}
 */
export function environmentForNpm(env) {
  const network =
    /^npm_config_(registry|cache|userconfig|globalconfig|proxy|https_proxy|http_proxy|noproxy|cafile|ca|strict_ssl|offline|prefer_offline|.*:.*)$/i;
  return Object.fromEntries(
    Object.entries(env).filter(([name]) => !/^npm_/i.test(name) || network.test(name)),
  );
}
