import { anomaly } from "./anomaly.ts";
import { audit } from "./audit.ts";
import type { Command } from "./command.ts";
import { importCommand } from "./import.ts";
import { serve } from "./serve.ts";
import { serviceKey } from "./service-key.ts";
import { stats } from "./stats.ts";

/** Everything that `latchkey` does, by name. */
export const COMMANDS: Readonly<Record<string, Command>> = {
  serve,
  import: importCommand,
  audit,
  "service-key": serviceKey,
  anomaly,
  stats,
};

/** What `latchkey` does when it is told nothing. */
export const DEFAULT_COMMAND = serve;
