import { type Memory, Part } from "./memory.ts";

const MOST = 8;
/** What has moved less often is not known to move. */
const MOVING = 20;
const [RUN, CONTINUED, ENDED, LONGEST, MOVED] = [0, 1, 2, 3, 4] as const;

/** Whether a value stays the same for longer than it ever did, as that of a sensor that is stuck. */
export class Stillness extends Part {
  constructor(memory: Memory) {
    super(memory, 5);
  }

  judgeAndLearn(isSame: boolean): number {
    const run = this.read(RUN);
    if (!isSame) {
      this.write(MOVED, Math.min(MOVING, this.read(MOVED) + 1));
      if (run > 0) this.#end(run);
      this.write(RUN, 0);
      this.write(LONGEST, this.read(LONGEST) * 0.9995);
      return 0;
    }
    this.write(RUN, Math.min(1e6, run + 1));
    const beyond = run - this.read(LONGEST);
    if (beyond <= 0 || this.read(MOVED) < MOVING) return 0;
    const continued = this.read(CONTINUED);
    const goesOn = (continued + 1) / (continued + this.read(ENDED) + 3);
    return Math.min(MOST, beyond * -Math.log10(goesOn));
  }

  #end(run: number): void {
    this.write(CONTINUED, this.read(CONTINUED) + Math.min(run - 1, 2 * this.read(LONGEST) + 3));
    this.write(ENDED, this.read(ENDED) + 1);
    // One long run is an event, several make it usual.
    const longest = this.read(LONGEST);
    this.write(LONGEST, Math.max(longest, Math.min(run - 1, 2 * longest + 3)));
  }
}
