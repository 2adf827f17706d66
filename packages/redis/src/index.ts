export type { OnAvailability } from "./connection/availability.ts";
