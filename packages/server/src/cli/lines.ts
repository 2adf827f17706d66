/** In bytes. A record has a few hundred; with the largest metadata some 20,000. */
export const MAX_LINE_LENGTH = 256 * 1_024;

/** One line of a file; `text` is `null` where it cannot be read, and `problem` says why. */
export type Line =
  | { readonly number: number; readonly text: string }
  | { readonly number: number; readonly text: null; readonly problem: string };

const NEWLINE = 0x0a;

/** The lines of UTF-8 text that comes in pieces, from 1 on. Memory holds one line at a time. */
export async function* linesOf(source: AsyncIterable<Uint8Array>): AsyncGenerator<Line> {
  const line = new LineReader();
  let number = 1;
  for await (const piece of source) {
    let from = 0;
    for (let to = piece.indexOf(NEWLINE); to !== -1; to = piece.indexOf(NEWLINE, from)) {
      line.add(piece.subarray(from, to));
      yield { number, ...line.take() };
      number += 1;
      from = to + 1;
    }
    line.add(piece.subarray(from));
  }
  if (!line.isEmpty) yield { number, ...line.take() };
}

type LineContent = { readonly text: string } | { readonly text: null; readonly problem: string };

class LineReader {
  #pieces: Uint8Array[] = [];
  #length = 0;

  get isEmpty(): boolean {
    return this.#length === 0;
  }

  add(piece: Uint8Array): void {
    this.#length += piece.length;
    // Of a line that is too long nothing is kept.
    if (this.#length > MAX_LINE_LENGTH) this.#pieces = [];
    else this.#pieces.push(Uint8Array.from(piece));
  }

  take(): LineContent {
    const [pieces, length] = [this.#pieces, this.#length];
    this.#pieces = [];
    this.#length = 0;
    if (length > MAX_LINE_LENGTH) {
      return { text: null, problem: `It has more than ${MAX_LINE_LENGTH} bytes.` };
    }
    try {
      return { text: new TextDecoder("utf-8", { fatal: true }).decode(Buffer.concat(pieces)) };
    } catch {
      return { text: null, problem: "It is not UTF-8." };
    }
  }
}
