import { LOCATOR_LENGTH, SECRET_LENGTH, generateKey } from "../key/generate.ts";
import { checksum } from "../key/checksum.ts";
import { systemRandom } from "../port/random.ts";

/** What somebody would try who knows a key's `start` and not its secret: well formed, and wrong. */
export function forgedKey(start: string): string {
  const locator = start.slice(-LOCATOR_LENGTH);
  const { key } = generateKey("", systemRandom);
  const random = locator + key.slice(LOCATOR_LENGTH, LOCATOR_LENGTH + SECRET_LENGTH);
  return start.slice(0, -LOCATOR_LENGTH) + random + checksum(random);
}
