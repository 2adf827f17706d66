/**
 * What is counted under this id is no key's: verifications of what is nobody's key (malformed, unknown, gone), and
 * those of which it could not be told whose key it was. For administrators. No record has this id.
 */
export const INSTALLATION_USAGE = "installation";
