export { OPERATION_CODES, KeyOperationError, type OperationCode } from "./code/operation-error.ts";
export { OUTCOME_CODES, type Outcome, type RefusalCode } from "./code/outcome-codes.ts";
