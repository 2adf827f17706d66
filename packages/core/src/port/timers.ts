/** Where delays come from. */
export interface Timers {
  /** Runs `task` once, `delay` milliseconds from now, unless the returned function is called before. */
  after(delay: number, task: () => void): () => void;
}

/** Timers that do not keep the process alive. */
export const systemTimers: Timers = {
  after(delay, task) {
    const timer = setTimeout(task, delay);
    timer.unref();
    return () => {
      clearTimeout(timer);
    };
  },
};
