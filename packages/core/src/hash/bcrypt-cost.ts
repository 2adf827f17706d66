export const MIN_BCRYPT_COST = 4;
/** Two seconds a run. What costs more than that is a mistake, in the options as in a record. */
export const MAX_BCRYPT_COST = 15;

const BCRYPT_HASH = /^\$2[ab]\$(\d\d)\$[./A-Za-z0-9]{53}$/;

/** log2 of the rounds of a bcrypt hash; `NaN` for what is none. */
export function bcryptCost(hash: string): number {
  return Number(BCRYPT_HASH.exec(hash)?.[1]);
}

/** Whether a hash of this cost can be checked, and in a time that is bearable. */
export function isAffordable(cost: number): boolean {
  return cost >= MIN_BCRYPT_COST && cost <= MAX_BCRYPT_COST;
}
