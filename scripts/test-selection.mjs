/**
 * Whether a run of the tests with these arguments takes in the browser project, which needs the page
 * built, a browser and the peer's card. Without `--project` it does.
 *
 * @param {readonly string[]} args
 */
export function runsBrowserTests(args) {
  const chosen = args.flatMap((argument, index) => {
    if (argument === "--project") return [args[index + 1] ?? ""];
    return argument.startsWith("--project=") ? [argument.slice("--project=".length)] : [];
  });
  // Anything but a plain name (a pattern, an exclusion) is left to the runner to understand.
  return chosen.length === 0 || chosen.some((name) => !WITHOUT_BROWSER.has(name));
}

const WITHOUT_BROWSER = new Set(["unit", "cluster"]);

/**
 * What the runner is told: these arguments, and all projects but the one with several servers where none is named. That one
 * waits for time to pass, and is a step of its own.
 *
 * @param {readonly string[]} args
 */
export function runnerArguments(args) {
  const isNamed = args.some(
    (argument) => argument === "--project" || argument.startsWith("--project="),
  );
  return isNamed ? [...args] : [...args, "--project", "unit", "--project", "browser"];
}
