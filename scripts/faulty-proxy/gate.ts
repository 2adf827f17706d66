/** Something to wait at while it is closed. Open at first. */
export interface Gate {
  open(): void;
  close(): void;
  /** Resolves as soon as it is open. */
  passed(): Promise<void>;
}

export function gate(): Gate {
  const waiting: (() => void)[] = [];
  let isOpen = true;

  const passed = async (): Promise<void> => {
    if (isOpen) return;
    await new Promise<void>((resolve) => waiting.push(resolve));
    // It may have been closed again by the time that whoever waited goes on.
    await passed();
  };

  return {
    open() {
      isOpen = true;
      for (const resume of waiting.splice(0)) resume();
    },
    close() {
      isOpen = false;
    },
    passed,
  };
}
